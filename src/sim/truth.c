#include "sim/truth.h"

#include "base/buf.h"
#include "base/json.h"
#include "sim/lines.h"

#include <inttypes.h>

/* A thousand streams may end at once, with a hundred moments each: printf would be felt. */
static void put_moment(struct buf *out, nanos moment)
{
    char digits[20], *at = digits + sizeof digits;
    uint64_t n = (uint64_t)moment;

    do
        *--at = (char)('0' + n % 10);
    while (n /= 10);
    buf_add(out, at, (size_t)(digits + sizeof digits - at));
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
        put_moment(out, until ? line->tokens[i].until : line->tokens[i].from);
    }
}

void truth_write(struct lines *l, const struct truth_line *line)
{
    struct buf *out = &l->waiting;

    buf_put(out, "{\"id\":");
    put_text(out, line->id);
    buf_addf(out, ",\"conn\":%" PRIu64 ",\"received\":", line->conn);
    put_moment(out, line->received);
    buf_put(out, ",\"tokens\":[");
    put_moments(out, line, false);
    buf_put(out, "],\"taken\":[");
    put_moments(out, line, true);
    buf_addf(out, "],\"prompt_tokens\":%u,\"cached_tokens\":%u,\"asked\":%u,\"fault\":",
             line->prompt_tokens, line->cached_tokens, line->asked);
    put_text(out, line->fault);
    buf_addf(out, ",\"complete\":%s}\n", line->complete ? "true" : "false");
    lines_over(l);
}
