#include "base/json.h"
#include "sim/ask.h"
#include "sim/digits.h"
#include "sim/event.h"
#include "sim/talk_gemini.h"
#include "sim/voice.h"
#include "sim/walk.h"

#include <inttypes.h>

/* Google's Gemini: candidates in parts, usage in every event, calls that come whole. The path
 * names the model and says whether it is a stream, and the query of which kind. */

/* {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["look"]}} */
static void take_config(struct walk *w, const struct ask_field *f)
{
    struct part config = {0}, mode = {0}, names = {0}, text = part_take(&w->json);
    struct json j;

    (void)f;
    json_begin(&j, text.text, text.len);
    if (json_value(&j) == JSON_OBJECT)
        PART_GATHER(&j, {"functionCallingConfig", &config}, {"function_calling_config", &config});
    json_begin(&j, config.text, config.len);
    if (json_value(&j) == JSON_OBJECT)
        PART_GATHER(&j, {"mode", &mode}, {"allowedFunctionNames", &names},
                    {"allowed_function_names", &names});
    w->ask->tools_never = part_is(mode, "\"NONE\"");
    w->ask->tools_must = part_is(mode, "\"ANY\"");
    json_begin(&j, names.text, names.len);
    if (json_value(&j) == JSON_ARRAY && json_item(&j))
        w->ask->tool = part_take(&j);
}

static const struct ask_field generation[] = {
    {"maxOutputTokens",   walk_most,  INTO(max_tokens), NULL},
    {"max_output_tokens", walk_most,  INTO(max_tokens), NULL},
    {"candidateCount",    walk_count, INTO(n),          NULL},
    {"candidate_count",   walk_count, INTO(n),          NULL},
    {NULL,                NULL,       0,                NULL},
};

static const struct ask_field fields[] = {
    {"contents",           gemini_contents, 0,                NULL      },
    {"systemInstruction",  gemini_system,   0,                NULL      },
    {"system_instruction", gemini_system,   0,                NULL      },
    {"generationConfig",   walk_inside,     0,                generation},
    {"generation_config",  walk_inside,     0,                generation},
    {"tools",              walk_part,       INTO(tools),      NULL      },
    {"toolConfig",         take_config,     0,                NULL      },
    {"tool_config",        take_config,     0,                NULL      },
    {"min_tokens",         walk_count,      INTO(min_tokens), NULL      },
    {"ignore_eos",         walk_flag,       INTO(ignore_eos), NULL      },
    {NULL,                 NULL,            0,                NULL      },
};

static bool contains(struct part text, const char *word)
{
    return text.len && memmem(text.text, text.len, word, strlen(word));
}

/* What could need escapes, in a path or in JSON, is nobody's name. */
static bool is_name(const char *text, size_t len)
{
    return len &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") >= len;
}

/* /v1beta/models/MODEL:streamGenerateContent?alt=sse */
static void aim(struct ask *a, struct part target)
{
    static const char before[] = "/models/";
    const char *model = memmem(target.text, target.len, before, sizeof before - 1);
    const char *end = model ? memchr(model, ':', (size_t)(target.text + target.len - model)) : NULL;

    a->stream = contains(target, ":streamGenerateContent");
    a->framing = contains(target, "alt=sse") ? FRAMING_SSE : FRAMING_ARRAY;
    if (!end)
        return;
    model += sizeof before - 1;
    if (is_name(model, (size_t)(end - model))) {
        a->model = model;
        a->model_len = (size_t)(end - model);
    }
}

/* Its objects end alike. */
static void begin(struct speech *s)
{
    s->newline = "\r\n";
    buf_addf(&s->start, ",\"modelVersion\":\"%s\",\"responseId\":\"%016" PRIx64 "\"}", s->model,
             s->id);
}

static unsigned thoughts_of(const struct speech *s)
{
    return s->said < s->reasoning ? s->said : s->reasoning;
}

static void put_count(struct buf *out, const char *before, unsigned n)
{
    buf_put(out, before);
    digits_put(out, n);
}

static void put_usage(const struct speech *s, struct buf *out)
{
    unsigned thoughts = thoughts_of(s) * s->choices, said = s->said * s->choices;

    if (s->no_usage)
        return;
    put_count(out, ",\"usageMetadata\":{\"promptTokenCount\":", s->prompt_tokens);
    if (s->cached_tokens)
        put_count(out, ",\"cachedContentTokenCount\":", s->cached_tokens);
    put_count(out, ",\"candidatesTokenCount\":", said - thoughts);
    if (thoughts)
        put_count(out, ",\"thoughtsTokenCount\":", thoughts);
    put_count(out, ",\"totalTokenCount\":", s->prompt_tokens + said);
    PUT(out, "}");
}

static const char *reason_of(const struct speech *s)
{
    return s->refuses ? "SAFETY" : s->length ? "MAX_TOKENS" : "STOP";
}

static void begin_candidate(struct buf *out)
{
    PUT(out, "{\"content\":{\"parts\":[");
}

static void end_candidate(const struct speech *s, struct buf *out)
{
    PUT(out, "],\"role\":\"model\"}");
    if (s->said == s->tokens)
        buf_addf(out, ",\"finishReason\":\"%s\"", reason_of(s));
    put_count(out, ",\"index\":", s->choice);
    PUT(out, "}");
}

static void end_object(const struct speech *s, struct buf *out)
{
    PUT(out, "]");
    put_usage(s, out);
    buf_add(out, s->start.data, s->start.len);
}

static void begin_part(struct buf *out, enum sort sort)
{
    if (sort == THOUGHTS)
        PUT(out, "{\"thought\":true,\"text\":\"");
    else
        PUT(out, "{\"text\":\"");
}

static void put_call(const struct call *call, struct buf *out)
{
    buf_addf(out, "{\"functionCall\":{\"name\":%s,\"args\":", call->name);
    buf_add(out, call->arguments.data, call->arguments.len);
    PUT(out, "}}");
}

/* A call is told once it is over. */
static void say_call(struct speech *s, struct buf *out, unsigned n)
{
    s->said += n;
    if (!calls_last(&s->calls, n))
        return;
    event_open(s, out);
    PUT(out, "{\"candidates\":[");
    begin_candidate(out);
    put_call(calls_now(&s->calls), out);
    end_candidate(s, out);
    end_object(s, out);
    event_close(s, out);
}

static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    if (s->part.sort == CALL) {
        say_call(s, out, n);
        return;
    }
    event_open(s, out);
    PUT(out, "{\"candidates\":[");
    begin_candidate(out);
    begin_part(out, s->part.sort);
    voice_words(s, out, n);
    PUT(out, "\"}");
    end_candidate(s, out);
    end_object(s, out);
    event_close(s, out);
}

/* Only a reply without tokens has not said it yet. */
static void finish(struct speech *s, struct buf *out)
{
    if (s->tokens)
        return;
    event_open(s, out);
    PUT(out, "{\"candidates\":[");
    begin_candidate(out);
    end_candidate(s, out);
    end_object(s, out);
    event_close(s, out);
}

static void put_part(const struct speech *s, struct buf *out, const struct spoken *p)
{
    if (p->sort == CALL) {
        put_call(p->call, out);
        return;
    }
    begin_part(out, p->sort);
    voice_again(s, out, p->from, p->to);
    PUT(out, "\"}");
}

static void put_candidate(const struct speech *s, struct buf *out)
{
    struct spoken p;

    begin_candidate(out);
    for (unsigned i = 0; voice_part(s, i, &p); i++) {
        buf_add(out, ",", i > 0);
        put_part(s, out, &p);
    }
    end_candidate(s, out);
}

static void whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    PUT(out, "{\"candidates\":[");
    for (s->choice = 0; s->choice < s->choices; s->choice++) {
        buf_add(out, ",", s->choice > 0);
        put_candidate(s, out);
    }
    s->choice = 0;
    end_object(s, out);
}

static const char *status_of(int status)
{
    switch (status) {
    case 401: return "UNAUTHENTICATED";
    case 403: return "PERMISSION_DENIED";
    case 404: return "NOT_FOUND";
    case 429: return "RESOURCE_EXHAUSTED";
    case 500: return "INTERNAL";
    case 504: return "DEADLINE_EXCEEDED";
    default: return status / 100 == 5 ? "UNAVAILABLE" : "INVALID_ARGUMENT";
    }
}

static void error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    buf_addf(out, "{\"error\":{\"code\":%d,\"message\":", status);
    json_put_string(&w, message);
    buf_addf(out, ",\"status\":\"%s\"}}", status_of(status));
}

const struct dialect dialect_gemini = {
    .fields = fields,
    .needs = "contents",
    .key = "x-goog-api-key",
    .key_query = "key=",
    .counted = "totalTokens",
    .talks = true,
    .parted = true,
    .aim = aim,
    .begin = begin,
    .tokens = tokens,
    .finish = finish,
    .whole = whole,
    .error = error,
};
