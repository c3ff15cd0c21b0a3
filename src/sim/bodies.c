#include "sim/bodies.h"

#include "net/request.h"
#include "sim/lines.h"

static void put_body(struct buf *out, const struct request *r)
{
    if (r->chunked)
        request_unchunk(r, out);
    else
        buf_add(out, r->body, r->body_len);
}

void bodies_keep(struct lines *l, const struct request *r)
{
    struct buf *out = &l->waiting;
    size_t len, from;
    const char *id = request_header(r, "x-request-id", &len);

    if (!r->body_len)
        return;
    buf_add(out, id ? id : "-", id ? len : 1);
    buf_add(out, "\t", 1);
    from = out->len;
    put_body(out, r);
    for (char *at = out->data + from; at < out->data + out->len; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    buf_add(out, "\n", 1);
    lines_over(l);
}
