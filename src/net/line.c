#include "base/mem.h"
#include "net/settings.h"
#include "net/transfer.h"

#include <stdio.h>
#include <stdlib.h>

/* A line's connection to a place has a name of its own; those of a pool have the place's. */
static struct route route_to(const struct http_line *line, const struct http_options *o,
                             size_t place)
{
    char name[48];

    if (o->pool)
        return (struct route){.connect_to = settings_route(o, o->address)};
    snprintf(name, sizeof name, line->dial || place ? "u%u.%u.%zu" : "u%u", line->number,
             line->dial, place);
    return (struct route){settings_route(o, name), settings_resolve(o, name)};
}

static void set_routes(struct http_line *line, const struct http_options *o)
{
    struct http_options at = *o;

    line->route_count = o->place_count > 1 ? o->place_count : 1;
    line->routes = mem_new(line->route_count * sizeof *line->routes);
    for (size_t i = 0; i < line->route_count; i++) {
        if (o->place_count > 1) {
            at.address = o->places[i].address;
            at.address_port = o->places[i].port;
        }
        line->routes[i] = route_to(line, &at, i);
    }
}

static void drop_routes(struct http_line *line)
{
    for (size_t i = 0; i < line->route_count; i++) {
        curl_slist_free_all(line->routes[i].connect_to);
        curl_slist_free_all(line->routes[i].resolve);
    }
    free(line->routes);
    line->routes = NULL;
    line->route_count = 0;
}

const struct route *line_route(struct http_line *line)
{
    struct http *h = line->http;
    size_t n = line->route_count;

    if (n < 2)
        return line->routes;
    switch (h->options->balance) {
    case HTTP_ROUND_ROBIN: return &line->routes[h->turn++ % n];
    case HTTP_RANDOM: return &line->routes[rng_below(&h->dice, n)];
    default: return &line->routes[(line->number - 1) % n];
    }
}

static struct http_line *line_new(struct http *h)
{
    struct http_line *line = mem_new(sizeof *line);

    line->http = h;
    line->fd = -1;
    list_init(&line->idle);
    list_init(&line->free);
    list_add(&h->lines, &line->node);
    return line;
}

static struct http_line *connected_line(struct http *h)
{
    struct http_line *line = line_new(h);

    line->shard = shards_pick(&h->shards);
    line->shard->lines++;
    line->number = ++h->lines_made;
    line->dial = h->dials;
    if (h->options->address && !h->options->proxy)
        set_routes(line, h->options);
    return line;
}

struct http_line *line_without_past(struct http *h)
{
    return h->lends ? line_new(h) : connected_line(h);
}

struct http_line *http_line_new(struct http *h)
{
    struct http_line *line;

    if (list_empty(&h->ready))
        return line_without_past(h);
    line = container_of(h->ready.next, struct http_line, free);
    list_take(&line->free);
    return line;
}

void http_lend(struct http *h, uint64_t connections)
{
    h->lends = true;
    while (connections--)
        list_add(&h->free, &connected_line(h)->free);
}

struct http_line *line_borrow(struct http *h)
{
    struct http_line *line;

    if (list_empty(&h->free))
        return NULL;
    line = container_of(h->free.next, struct http_line, free);
    list_take(&line->free);
    return line;
}

void line_return(struct http_line *line, nanos free_since)
{
    line->free_since = free_since;
    list_add(&line->http->free, &line->free);
}

void http_line_free(struct http_line *line)
{
    if (!line)
        return;
    transfers_free(&line->idle);
    if (line->shard)
        line->shard->lines--;
    drop_routes(line);
    list_take(&line->node);
    free(line);
}

/* The connection is closed at once, its descriptor when libcurl looks for dead ones: with a next
 * request of its shard. */
void http_line_hang_up(struct http_line *line)
{
    if (!line->http->options->pool)
        shards_hang_up(&line->http->shards, line->fd, line->opened_as);
}

void http_dial(struct http *h, const char *address, uint16_t port)
{
    if (h->options->proxy)
        return;
    snprintf(h->address, sizeof h->address, "%s", address);
    h->dialled = *h->options;
    h->dialled.address = h->address;
    h->dialled.address_port = port;
    h->dialled.place_count = 0;
    h->options = &h->dialled;
    h->dials++;
}

const char *http_dialled(const struct http *h, uint16_t *port)
{
    *port = h->options->address_port;
    return h->options->proxy ? NULL : h->options->address;
}

/* A new name, for libcurl knows the connection to the old address by the old one. */
void line_follow_dial(struct http_line *line)
{
    struct http *h = line->http;

    if (line->dial == h->dials)
        return;
    drop_routes(line);
    line->dial = h->dials;
    set_routes(line, h->options);
}
