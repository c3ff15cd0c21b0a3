#include "base/mem.h"
#include "net/settings.h"
#include "net/transfer.h"

#include <stdio.h>
#include <stdlib.h>

static void set_route(struct http_line *line, const struct http_options *o)
{
    char name[24];

    if (o->pool) {
        line->connect_to = settings_route(o, o->address);
        return;
    }
    snprintf(name, sizeof name, line->dial ? "u%u.%u" : "u%u", line->number, line->dial);
    line->connect_to = settings_route(o, name);
    line->resolve = settings_resolve(o, name);
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
        set_route(line, h->options);
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
    curl_slist_free_all(line->connect_to);
    curl_slist_free_all(line->resolve);
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
    curl_slist_free_all(line->connect_to);
    curl_slist_free_all(line->resolve);
    line->connect_to = line->resolve = NULL;
    line->dial = h->dials;
    set_route(line, h->options);
}
