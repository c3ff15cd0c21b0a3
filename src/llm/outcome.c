#include "llm/outcome.h"

#include "base/buf.h"
#include "llm/shape.h"
#include "net/decoder.h"
#include "net/http.h"

#include <string.h>

void heard_opening(struct heard *h, const char *bytes, size_t n)
{
    size_t room = OPENING_MAX - h->opening_len;

    n = n < room ? n : room;
    memcpy(h->opening + h->opening_len, bytes, n);
    h->opening_len += n;
}

/* A stream has one choice in each of its events; one that does not say which ends them all. */
void heard_finish(struct heard *h, const char *why, size_t n, uint64_t choices)
{
    n = n < sizeof h->finish - 1 ? n : sizeof h->finish - 1;
    if (n)
        memcpy(h->finish, why, n);
    h->finish[n] = '\0';
    h->finished = true;
    h->finished_choices |= choices ? choices : UINT64_MAX;
}

bool outcome_bad_status(const struct shape *shape, unsigned status)
{
    return shape ? status < 200 || status > 299 : status >= 400;
}

/* Without a wish for several answers their numbers mean nothing: services have put the token's
 * there. */
static bool has_finished(const struct heard *h)
{
    return h->finished && (!h->several || !(h->choices & ~h->finished_choices));
}

/* The protocol's own end; of a reply that is no text, the thing that was asked for. */
static bool is_whole(const struct heard *h, const struct shape *shape)
{
    return shape_has_output(shape) ? has_finished(h) : h->kept;
}

/* A reply that breaks off is the beginning of one, at least: JSON in one piece that has no text
 * either is another thing. */
static bool has_begun(const struct heard *h, const struct sample *s)
{
    return h->cut || s->token_events || (s->llm && s->streamed && s->events);
}

enum fault outcome_of(const struct heard *h, const struct shape *shape, const struct sample *s,
                      const struct http_result *r)
{
    bool whole = shape && is_whole(h, shape);

    if (r->fault == STOPPED || r->fault == UNFINISHED)
        return r->fault;
    if (r->status && outcome_bad_status(shape, r->status))
        return FAULT_STATUS;
    if (h->failed)
        return FAULT_IN_STREAM;
    if (r->fault && (!whole || h->malformed))
        return r->fault;
    if (!shape)
        return FAULT_NONE;
    if (h->malformed)
        return FAULT_MALFORMED;
    if (!whole)
        return has_begun(h, s) ? FAULT_TRUNCATED : FAULT_MALFORMED;
    return s->token_events || !s->llm ? FAULT_NONE : FAULT_EMPTY;
}

/* Whatever the bytes are, they can be printed. */
static void show(struct buf *out, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c >= ' ' && c < 0x7f)
            buf_add(out, bytes + i, 1);
        else if (decoder_is_space(bytes[i]))
            buf_put(out, " ");
        else
            buf_addf(out, "\\x%02x", c);
    }
}

/* The bytes come last: a secret that they break off in is known as one at the end only. */
static void explain_stranger(const struct heard *h, const struct sample *s, struct buf *out)
{
    buf_addf(out, "status %u with a body of %.60s: ", s->status, h->type ? h->type : "no type");
    show(out, h->opening, h->opening_len);
}

static void explain_truncated(const struct heard *h, const struct sample *s, struct buf *out)
{
    if (h->cut)
        buf_addf(out, "broke off inside its JSON, after %u tokens", s->token_events);
    else
        buf_addf(out, "ended after %u tokens without a finish reason%s", s->token_events,
                 h->finished ? " for each choice" : "");
}

static void explain_timeout(const struct sample *s, struct buf *out)
{
    double took = (double)(s->ended - s->ready) / (double)NANOS_PER_SECOND;

    if (s->begun)
        buf_addf(out, "not over after %.2f s and %u tokens", took, s->token_events);
    else
        buf_addf(out, "never begun in %.2f s: we were too slow", took);
}

void outcome_explain(const struct heard *h, const struct sample *s, struct buf *out)
{
    switch ((enum fault)s->outcome) {
    case FAULT_TIMEOUT: explain_timeout(s, out); break;
    case FAULT_STALLED:
        buf_addf(out, "silent for too long after %u tokens", s->token_events);
        break;
    case FAULT_TRUNCATED: explain_truncated(h, s, out); break;
    case FAULT_IN_STREAM: buf_put(out, "an error without words"); break;
    case FAULT_EMPTY: buf_addf(out, "finish reason \"%s\", but no token", h->finish); break;
    case FAULT_MALFORMED:
    case FAULT_STATUS:
        if (s->outcome == FAULT_MALFORMED && h->opening_len)
            explain_stranger(h, s, out);
        else
            buf_addf(out, "status %u without a body", s->status);
        break;
    default: break;
    }
}
