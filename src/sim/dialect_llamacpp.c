#include "base/json.h"
#include "sim/ask.h"
#include "sim/digits.h"
#include "sim/event.h"
#include "sim/voice.h"
#include "sim/walk.h"

/* llama.cpp's own completions: the last event says why it ended, and how long all took. */

static const struct ask_field fields[] = {
    {"prompt",            walk_prompt, 0,                NULL},
    {"stream",            walk_flag,   INTO(stream),     NULL},
    {"n_predict",         walk_limit,  INTO(max_tokens), NULL},
    {"min_tokens",        walk_count,  INTO(min_tokens), NULL},
    {"ignore_eos",        walk_flag,   INTO(ignore_eos), NULL},
    {"timings_per_token", walk_flag,   INTO(details),    NULL},
    {NULL,                NULL,        0,                NULL},
};

static double ms(nanos span)
{
    return (double)span / NANOS_PER_MS;
}

static double per_second(unsigned n, nanos span)
{
    return span > 0 ? n * 1e9 / (double)span : 0;
}

/* One of the two halves: what was read, or what was said. */
static void put_half(struct buf *out, const char *name, unsigned n, nanos span)
{
    buf_addf(out, ",\"%s_n\":%u,\"%s_ms\":%.3f,\"%s_per_token_ms\":%.3f,\"%s_per_second\":%.3f",
             name, n, name, ms(span), name, n ? ms(span) / n : 0, name, per_second(n, span));
}

static void put_timings(const struct speech *s, struct buf *out)
{
    if (s->no_usage)
        return;
    buf_addf(out, ",\"timings\":{\"cache_n\":%u", s->cached_tokens);
    put_half(out, "prompt", s->prompt_tokens - s->cached_tokens, s->waited);
    put_half(out, "predicted", s->said, s->took - s->waited);
    PUT(out, "}");
}

static void put_counts(const struct speech *s, struct buf *out)
{
    if (s->no_usage)
        return;
    PUT(out, ",\"tokens_predicted\":");
    digits_put(out, s->said);
    PUT(out, ",\"tokens_evaluated\":");
    digits_put(out, s->prompt_tokens);
}

static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    event_open(s, out);
    PUT(out, "{\"index\":0,\"content\":\"");
    voice_words(s, out, n);
    PUT(out, "\",\"tokens\":[],\"stop\":false,\"id_slot\":-1");
    put_counts(s, out);
    if (s->details)
        put_timings(s, out);
    PUT(out, "}");
    event_close(s, out);
}

static void put_end(const struct speech *s, struct buf *out)
{
    buf_addf(out,
             "\",\"tokens\":[],\"id_slot\":0,\"stop\":true,\"model\":\"%s\",\"prompt\":\"\","
             "\"generation_settings\":{},\"has_new_line\":false,\"truncated\":false,"
             "\"stop_type\":\"%s\",\"stopping_word\":\"\"",
             s->model, s->length ? "limit" : "eos");
    if (!s->no_usage)
        buf_addf(out, ",\"tokens_cached\":%u", s->prompt_tokens + s->said);
    put_counts(s, out);
    put_timings(s, out);
    PUT(out, "}");
}

static void finish(struct speech *s, struct buf *out)
{
    event_open(s, out);
    PUT(out, "{\"index\":0,\"content\":\"");
    put_end(s, out);
    event_close(s, out);
}

static void whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    PUT(out, "{\"index\":0,\"content\":\"");
    voice_again(s, out, 0, s->tokens);
    put_end(s, out);
}

static const char *kind_of(int status)
{
    switch (status) {
    case 401: return "authentication_error";
    case 404: return "not_found_error";
    case 429:
    case 503:
    case 529: return "unavailable_error";
    default: return status / 100 == 5 ? "server_error" : "invalid_request_error";
    }
}

static void error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    buf_addf(out, "{\"error\":{\"code\":%d,\"message\":", status);
    json_put_string(&w, message);
    buf_addf(out, ",\"type\":\"%s\"}}", kind_of(status));
}

const struct dialect dialect_llamacpp = {
    .fields = fields,
    .needs = "prompt",
    .timed = true,
    .tokens = tokens,
    .finish = finish,
    .whole = whole,
    .error = error,
};
