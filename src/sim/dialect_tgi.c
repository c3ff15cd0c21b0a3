#include "base/json.h"
#include "sim/ask.h"
#include "sim/digits.h"
#include "sim/event.h"
#include "sim/voice.h"
#include "sim/walk.h"

/* Text Generation Inference's own protocol: an event for each token, the last of which has all of
 * the text. A reply that ends by itself ends in a token for that. */

static const struct ask_field parameters[] = {
    {"max_new_tokens", walk_most, INTO(max_tokens), NULL},
    {"details",        walk_flag, INTO(details),    NULL},
    {NULL,             NULL,      0,                NULL},
};

static const struct ask_field fields[] = {
    {"inputs",     walk_prompt, 0,                NULL      },
    {"stream",     walk_flag,   INTO(stream),     NULL      },
    {"parameters", walk_inside, 0,                parameters},
    {"min_tokens", walk_count,  INTO(min_tokens), NULL      },
    {"ignore_eos", walk_flag,   INTO(ignore_eos), NULL      },
    {NULL,         NULL,        0,                NULL      },
};

/* /generate and /generate_stream say which they are. */
static void aim(struct ask *a, struct part target)
{
    static const char path[] = "/generate";

    if (target.len >= sizeof path - 1 && !memcmp(target.text, path, sizeof path - 1))
        a->stream = memmem(target.text, target.len, "_stream", 7);
}

/* The token that ends it counts, too. */
static unsigned generated(const struct speech *s)
{
    return s->said + !s->length;
}

static bool details(const struct speech *s)
{
    return s->details && !s->no_usage;
}

static void put_text(const struct speech *s, struct buf *out)
{
    PUT(out, "\"");
    voice_again(s, out, 0, s->said);
    PUT(out, "\"");
}

static void begin_details(const struct speech *s, struct buf *out)
{
    buf_addf(out,
             "{\"finish_reason\":\"%s\",\"generated_tokens\":%u,\"seed\":null,\"input_length\":%u",
             s->length ? "length" : "eos_token", generated(s), s->prompt_tokens);
}

/* What comes after an event's token. */
static void close_event(struct speech *s, struct buf *out, bool last)
{
    PUT(out, ",\"generated_text\":");
    if (last)
        put_text(s, out);
    else
        PUT(out, "null");
    PUT(out, ",\"details\":");
    if (last && details(s))
        begin_details(s, out);
    buf_put(out, last && details(s) ? "}}" : "null}");
    event_close(s, out);
}

static void put_token(struct speech *s, struct buf *out)
{
    struct voiced v = voice_token(s, &s->start);

    PUT(out, "{\"id\":");
    digits_put(out, v.id);
    PUT(out, ",\"text\":\"");
    buf_add(out, s->start.data, s->start.len);
    PUT(out, "\",\"logprob\":");
    digits_put_logprob(out, v.logprob);
    PUT(out, ",\"special\":false}");
}

static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    (void)n;
    event_open(s, out);
    PUT(out, "{\"index\":");
    digits_put(out, s->said + 1);
    PUT(out, ",\"token\":");
    put_token(s, out);
    close_event(s, out, s->length && s->said == s->tokens);
}

#define END_TOKEN "{\"id\":2,\"text\":\"</s>\",\"logprob\":-0.01,\"special\":true}"

static void finish(struct speech *s, struct buf *out)
{
    if (s->length)
        return;
    event_open(s, out);
    buf_addf(out, "{\"index\":%u,\"token\":" END_TOKEN, s->said + 1);
    close_event(s, out, true);
}

static void put_tokens(struct speech *s, struct buf *out)
{
    unsigned said;

    PUT(out, ",\"prefill\":[],\"tokens\":[");
    for (said = s->said = 0; said < s->tokens; said++) {
        buf_add(out, ",", said > 0);
        put_token(s, out);
    }
    if (!s->length)
        buf_put(out, said ? "," END_TOKEN : END_TOKEN);
    PUT(out, "]");
}

static void whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    PUT(out, "{\"generated_text\":");
    put_text(s, out);
    if (details(s)) {
        PUT(out, ",\"details\":");
        begin_details(s, out);
        put_tokens(s, out);
        PUT(out, "}");
    }
    PUT(out, "}");
}

/* Under the path "/" a whole reply is a list of one. */
static void whole_list(struct speech *s, struct buf *out)
{
    PUT(out, "[");
    whole(s, out);
    PUT(out, "]");
}

static const char *kind_of(int status)
{
    switch (status) {
    case 401: return "authentication";
    case 404: return "not_found";
    case 429:
    case 503:
    case 529: return "overloaded";
    default: return status / 100 == 5 ? "generation" : "validation";
    }
}

static void error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    PUT(out, "{\"error\":");
    json_put_string(&w, message);
    buf_addf(out, ",\"error_type\":\"%s\"}", kind_of(status));
}

const struct dialect dialect_tgi = {
    .fields = fields,
    .needs = "inputs",
    .bad_request = 422,
    .at_once = 1,
    .aim = aim,
    .tokens = tokens,
    .finish = finish,
    .whole = whole,
    .error = error,
};

const struct dialect dialect_tgi_root = {
    .fields = fields,
    .needs = "inputs",
    .bad_request = 422,
    .at_once = 1,
    .tokens = tokens,
    .finish = finish,
    .whole = whole_list,
    .error = error,
};
