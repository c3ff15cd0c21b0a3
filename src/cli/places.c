#include "cli/places.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/reach.h"

#include <stdlib.h>
#include <string.h>

/* Behind curl's FROM:PORT:, if that is there; an address in brackets has colons of its own. */
static const char *host_in(const char *text, const char *last_colon)
{
    const char *host = text;

    for (int i = 0; i < 2 && *host != '['; i++) {
        const char *colon = memchr(host, ':', (size_t)(last_colon - host));

        if (!colon)
            break;
        host = colon + 1;
    }
    return host;
}

static uint16_t port_in(const char *text)
{
    char *rest;
    unsigned long port = strtoul(text, &rest, 10);

    return *rest || port > 65535 ? 0 : (uint16_t)port;
}

static int read_place(struct places *p, const char *text, struct error *err)
{
    const char *colon = strrchr(text, ':'), *host = colon ? host_in(text, colon) : text;
    uint16_t port = colon ? port_in(colon + 1) : 0;

    if (!port || colon == host)
        return error_set(err, "--connect-to \"%s\": expected HOST:PORT", text);
    if (*host == '[' && colon[-1] == ']')
        host++, colon--;
    p->at[p->count].port = port;
    p->hosts[p->count++] = mem_copy(host, (size_t)(colon - host));
    return 0;
}

int places_read(struct places *p, const char *const *typed, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (read_place(p, typed[i], err))
            return -1;
    return 0;
}

int places_reach(struct places *p, struct http_options *o, nanos patience, struct error *err)
{
    for (size_t i = 0; i < p->count; i++)
        if (reach(p->hosts[i], p->at[i].port, patience, p->at[i].address, err))
            return -1;
    o->places = p->at;
    o->place_count = p->count;
    o->address = p->at[0].address;
    o->address_port = p->at[0].port;
    return 0;
}

void places_release(struct places *p)
{
    while (p->count)
        free(p->hosts[--p->count]);
}
