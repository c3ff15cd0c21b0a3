#include "sim/answer.h"

#include "base/buf.h"
#include "net/request.h"
#include "sim/conn.h"
#include "sim/dialect.h"
#include "sim/reply.h"
#include "sim/service.h"

#include <stdio.h>
#include <string.h>

static const char *reason_of(int status)
{
    switch (status) {
    case 200: return "OK";
    case 307: return "Temporary Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Error";
    }
}

static void put_head(struct buf *out, const struct conn *c, const struct request *r, int status,
                     const char *type, const char *more)
{
    size_t len = 0;
    const char *id = r ? request_header(r, "x-request-id", &len) : NULL;

    buf_addf(out, "HTTP/1.1 %d %s\r\nserver: stoke-sim\r\ncontent-type: %s\r\n", status,
             reason_of(status), type);
    if (id)
        buf_addf(out, "x-request-id: %.*s\r\n", (int)len, id);
    if (c->last)
        buf_put(out, "connection: close\r\n");
    buf_put(out, more);
}

void answer_counts(const struct conn *c, const struct request *r, int status)
{
    tally_status(c->sim->tally, r ? c->asked : NULL, status);
    if (c->reply)
        reply_has_status(c->reply, status);
}

void answer_head(struct buf *out, const struct conn *c, const struct request *r, int status,
                 const char *type, const char *more)
{
    answer_counts(c, r, status);
    put_head(out, c, r, status, type, more);
}

bool answer_bare(const struct request *r)
{
    return r && r->method_len == 4 && !memcmp(r->method, "HEAD", 4);
}

void answer_aside(struct conn *c, const struct request *r, const char *type, const char *body,
                  size_t len)
{
    struct buf *out = &c->sim->out;

    buf_clear(out);
    put_head(out, c, r, 200, type, "");
    buf_addf(out, "content-length: %zu\r\n\r\n", len);
    if (!answer_bare(r))
        buf_add(out, body, len);
    conn_send(c, out->data, out->len);
}

void answer_with(struct conn *c, const struct request *r, int status, const char *type,
                 const char *more, const char *body, size_t len)
{
    struct buf *out = &c->sim->out;

    buf_clear(out);
    answer_head(out, c, r, status, type, more);
    buf_addf(out, "content-length: %zu\r\n\r\n", len);
    buf_add(out, body, answer_bare(r) ? 0 : len);
    conn_send(c, out->data, out->len);
}

/* Some are asked to come back, as a rule after a second. */
void answer(struct conn *c, const struct request *r, int status, const char *type, const char *body,
            size_t len)
{
    bool later = status == 429 || status == 503 || status == 529;
    char retry[40] = "";

    if (later)
        snprintf(retry, sizeof retry, "retry-after: %u\r\n", c->retry_after ? c->retry_after : 1);
    answer_with(c, r, status, type, retry, body, len);
}

void answer_error(struct conn *c, const struct request *r, int status, const char *message)
{
    struct buf body = {0};

    c->dialect->error(&body, status, message);
    answer(c, r, status, "application/json", body.data, body.len);
    buf_release(&body);
}

void answer_bad(struct conn *c, const struct request *r, const char *why)
{
    answer_error(c, r, c->dialect->bad_request ? c->dialect->bad_request : 400, why);
}

static bool stall(struct conn *c, const struct buf *reply, size_t half, nanos span)
{
    conn_send(c, reply->data, half);
    c->mute = !span;
    if (!span)
        return false;
    conn_hold(c, span);
    conn_send(c, reply->data + half, reply->len - half);
    return true;
}

/* How much of it is sent before it stops. */
static size_t part(const struct buf *reply, size_t body, struct sim_given g)
{
    switch (sim_given_argument(&g, SIM_RESET, SIM_AT_TOKEN)) {
    case SIM_AT_HEADER: return reply->len - body;
    case SIM_AT_END: return reply->len;
    default: return reply->len - body + body / 2;
    }
}

bool answer_whole(struct conn *c, const struct buf *reply, size_t body, struct sim_given g)
{
    size_t sent = part(reply, body, g);

    switch (sim_given_placed(g)) {
    case SIM_RESET:
        conn_send(c, reply->data, sent);
        conn_reset(c);
        return false;
    case SIM_TRUNCATE:
        conn_send(c, reply->data, sent);
        conn_cut(c);
        return false;
    case SIM_STALL: return stall(c, reply, sent, sim_given_argument(&g, SIM_STALL, 0));
    default: conn_send(c, reply->data, reply->len); return true;
    }
}
