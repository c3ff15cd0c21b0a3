#include "sim/truth.h"

#include "base/buf.h"
#include "base/json.h"
#include "sim/digits.h"
#include "sim/lines.h"

#include <inttypes.h>

/* What it never came to is null. */
static void put_member(struct buf *out, const char *name, nanos moment)
{
    buf_put(out, name);
    if (moment)
        digits_put(out, (uint64_t)moment);
    else
        buf_put(out, "null");
}

static void put_text(struct buf *out, const char *text)
{
    struct json_writer w = {.out = out};

    json_put_string(&w, text);
}

static void put_moments(struct buf *out, const struct truth_line *line, bool until)
{
    for (size_t i = 0; i < line->count; i++) {
        if (i)
            buf_add(out, ",", 1);
        digits_put(out, (uint64_t)(until ? line->tokens[i].until : line->tokens[i].from));
    }
}

static void put_life(struct buf *out, const struct life *l)
{
    put_member(out, ",\"received\":", l->arrived);
    put_member(out, ",\"scheduled\":", l->scheduled);
    put_member(out, ",\"prefilled\":", l->prefilled);
    put_member(out, ",\"first_token\":", l->first);
    put_member(out, ",\"last_token\":", l->last);
    put_member(out, ",\"ended\":", l->ended);
}

static void put_counts(struct buf *out, const struct life *l)
{
    buf_addf(out, ",\"prompt_tokens\":%u,\"cached_tokens\":%u,\"asked\":%u", l->prompt, l->cached,
             l->asked);
    buf_addf(out, ",\"batch\":%u,\"preemptions\":%u,\"engine\":%u", l->batch, l->preemptions,
             l->engine);
    buf_addf(out, ",\"status\":%d,\"end\":\"%s\"", l->status, life_end_name(l->end));
}

void truth_write(struct lines *l, const struct truth_line *line)
{
    struct buf *out = &l->waiting;

    buf_put(out, "{\"id\":");
    put_text(out, line->id);
    buf_addf(out, ",\"conn\":%" PRIu64, line->conn);
    put_life(out, line->life);
    buf_put(out, ",\"tokens\":[");
    put_moments(out, line, false);
    buf_put(out, "],\"taken\":[");
    put_moments(out, line, true);
    buf_put(out, "]");
    put_counts(out, line->life);
    buf_put(out, ",\"fault\":");
    put_text(out, line->fault);
    buf_addf(out, ",\"complete\":%s}\n", line->complete ? "true" : "false");
    lines_over(l);
}
