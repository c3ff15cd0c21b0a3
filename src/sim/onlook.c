#include "sim/onlook.h"

#include "base/buf.h"
#include "net/request.h"
#include "sim/answer.h"
#include "sim/conn.h"
#include "sim/page.h"
#include "sim/service.h"
#include "sim/stats.h"

#include <string.h>

static bool asks_for(const struct request *r, const char *path)
{
    size_t len = strlen(path);

    return (answer_bare(r) || (r->method_len == 3 && !memcmp(r->method, "GET", 3))) &&
           r->target_len >= len && !memcmp(r->target, path, len) &&
           (r->target_len == len || r->target[len] == '?');
}

static void show(struct conn *c, const struct request *r, const char *type, struct buf *body)
{
    answer_aside(c, r, type, body->data, body->len);
    buf_release(body);
}

static void show_page(struct conn *c, const struct request *r)
{
    const struct sim *s = c->sim;
    struct buf body = {0};

    page_write(&body, s->options.metrics, s->tallies, s->options.model_name,
               s->options.cache || s->options.remembers);
    show(c, r, "text/plain; version=0.0.4; charset=utf-8", &body);
}

static void show_stats(struct conn *c, const struct request *r)
{
    struct buf body = {0};

    stats_write(&body, c->sim->tallies, clock_wall());
    show(c, r, "application/json", &body);
}

bool onlook(struct conn *c, const struct request *r)
{
    if (c->sim->options.metrics && asks_for(r, "/metrics"))
        show_page(c, r);
    else if (asks_for(r, "/sim/stats"))
        show_stats(c, r);
    else
        return false;
    return true;
}
