#include "sim/header.h"

#include "base/buf.h"
#include "sim/answer.h"
#include "sim/conn.h"
#include "sim/wire.h"

#include <string.h>

/* That of the usual header ends in its eighth byte. */
static void make_older(struct buf *out, size_t from)
{
    out->data[from + sizeof "HTTP/1.1" - 2] = '0';
}

void header_whole(struct buf *out, struct conn *c, const struct request *r, const struct wire *w,
                  const char *type)
{
    const struct sim_given *g = w->given;
    const struct sim_rule *wrong = sim_given_rule(g, SIM_WRONG_TYPE);
    struct buf other = {0};
    size_t from;

    if (g->by[SIM_CONTINUE])
        buf_put(out, "HTTP/1.1 100 Continue\r\n\r\n");
    if (wrong && wrong->text)
        buf_add(&other, wrong->text, (size_t)wrong->text_len);
    else if (wrong)
        buf_put(&other, "text/plain");
    c->last |= w->closes;
    from = out->len;
    answer_head(out, c, r, 200, wrong ? other.data : type, "");
    if (g->by[SIM_HTTP10])
        make_older(out, from);
    buf_release(&other);
}

void header_stream(struct buf *out, struct conn *c, const struct request *r, const struct wire *w,
                   const char *type)
{
    header_whole(out, c, r, w, type);
    buf_put(out, "cache-control: no-cache\r\n");
    wire_stream_header(w, out);
    buf_put(out, "\r\n");
}

void header_length(struct buf *out, const struct wire *w, size_t body)
{
    wire_whole_header(w, out, body);
    buf_put(out, "\r\n");
}
