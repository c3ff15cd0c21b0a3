#include "sim/openai.h"

#include "base/error.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/event.h"
#include "sim/voice.h"

#include <inttypes.h>

enum { TOP_MAX = 20 };

const struct ask_field openai_stream_options[] = {
    {"include_usage",          walk_flag, INTO(include_usage),    NULL},
    {"continuous_usage_stats", walk_flag, INTO(continuous_usage), NULL},
    {NULL,                     NULL,      0,                      NULL},
};

int openai_check_top(const struct ask *a, const char *field, struct error *err)
{
    if (a->top_logprobs <= TOP_MAX)
        return 0;
    return error_set(err, "The field %s must be a whole number from 0 to %d.", field, TOP_MAX);
}

static void put_start(const struct speech *s, struct buf *out, const char *prefix,
                      const char *object)
{
    buf_addf(out,
             "{\"id\":\"%s-%016" PRIx64 "\",\"object\":\"%s\",\"created\":%" PRId64
             ",\"model\":\"%s\",\"choices\":[",
             prefix, s->id, object, s->created, s->model);
}

void openai_begin(struct speech *s, const char *prefix, const char *object)
{
    PUT(&s->start, "data: ");
    put_start(s, &s->start, prefix, object);
}

static void put_usage(const struct speech *s, struct buf *out)
{
    unsigned said = s->said * s->choices, thoughts = s->reasoning * s->choices;

    buf_addf(out, "\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u,\"completion_tokens\":%u",
             s->prompt_tokens, s->prompt_tokens + said, said);
    if (thoughts)
        buf_addf(out, ",\"completion_tokens_details\":{\"reasoning_tokens\":%u}",
                 said < thoughts ? said : thoughts);
    if (s->caches)
        buf_addf(out, ",\"prompt_tokens_details\":{\"cached_tokens\":%u}", s->cached_tokens);
    PUT(out, "}");
}

void openai_whole(struct speech *s, struct buf *out, const char *prefix, const char *object,
                  void (*put_choice)(struct speech *s, struct buf *out))
{
    put_start(s, out, prefix, object);
    for (s->choice = 0; s->choice < s->choices; s->choice++) {
        buf_add(out, ",", s->choice > 0);
        put_choice(s, out);
    }
    s->choice = 0;
    s->said = s->tokens;
    PUT(out, "]");
    if (!s->no_usage) {
        PUT(out, ",");
        put_usage(s, out);
    }
    PUT(out, "}");
}

void openai_index(const struct speech *s, struct buf *out)
{
    if (s->choice)
        buf_addf(out, "{\"index\":%u", s->choice);
    else
        PUT(out, "{\"index\":0");
}

void openai_open(struct speech *s, struct buf *out)
{
    event_open_prepared(s, out);
    openai_index(s, out);
}

void openai_close(struct speech *s, struct buf *out)
{
    PUT(out, "]");
    if (s->continuous || (s->usage_last && s->said == s->tokens)) {
        PUT(out, ",");
        put_usage(s, out);
    } else if (s->null_usage) {
        PUT(out, ",\"usage\":null");
    }
    PUT(out, "}");
    event_close(s, out);
}

void openai_logprobs(const struct speech *s, struct buf *out, struct place from, unsigned n,
                     logprobs *put)
{
    struct speech at;

    if (!s->logprobs || !n) {
        PUT(out, ",\"logprobs\":null");
        return;
    }
    at = *s;
    voice_return(&at, from);
    PUT(out, ",\"logprobs\":");
    put(at, out, n);
}

/* Only a reply that is cut short by max_tokens can say so with its last token: others find
 * their end a step later. */
void openai_reason_of_token(const struct speech *s, struct buf *out)
{
    if (s->length && s->said == s->tokens)
        PUT(out, ",\"finish_reason\":\"length\",\"stop_reason\":null");
    else
        PUT(out, ",\"finish_reason\":null");
}

void openai_reason(const struct speech *s, struct buf *out)
{
    buf_addf(out, ",\"finish_reason\":\"%s\",\"stop_reason\":null}",
             s->calls.count ? "tool_calls"
             : s->length    ? "length"
                            : "stop");
}

void openai_usage(struct speech *s, struct buf *out)
{
    event_open_prepared(s, out);
    PUT(out, "],");
    put_usage(s, out);
    PUT(out, "}");
    event_close(s, out);
}

void openai_done(struct speech *s, struct buf *out)
{
    event_plain(s, out, "data: [DONE]", NULL);
}

static const char *kind_of(int status)
{
    switch (status) {
    case 401: return "AuthenticationError";
    case 403: return "PermissionDeniedError";
    case 404: return "NotFoundError";
    case 429: return "RateLimitError";
    case 503:
    case 529: return "ServiceUnavailableError";
    default: return status / 100 == 4 ? "BadRequestError" : "InternalServerError";
    }
}

void openai_error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    json_open(&w, '{');
    json_put_key(&w, "error");
    json_open(&w, '{');
    json_put_key(&w, "message");
    json_put_string(&w, message);
    json_put_key(&w, "type");
    json_put_string(&w, kind_of(status));
    json_put_key(&w, "param");
    json_put_string(&w, NULL);
    json_put_key(&w, "code");
    json_put_int(&w, status);
    json_close(&w, '}');
    json_close(&w, '}');
}

/* vLLM sends [DONE] even then. */
void openai_failed(struct speech *s, struct buf *out, int status, const char *message)
{
    event_open(s, out);
    openai_error(out, status, message);
    event_close(s, out);
    openai_done(s, out);
}
