#include "base/error.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/event.h"
#include "sim/talk_anthropic.h"
#include "sim/voice.h"
#include "sim/walk.h"

#include <inttypes.h>

/* Anthropic's messages: blocks of content that begin and stop, and usage in two halves. */

/* What is not OpenAI's word for it; {"type": "tool"} comes with a name. */
static void take_choice(struct walk *w, const struct ask_field *f)
{
    struct part type = {0}, name = {0}, single = {0};
    struct ask *a = w->ask;

    (void)f;
    if (json_peek(&w->json) != JSON_OBJECT) {
        json_skip(&w->json);
        return;
    }
    json_value(&w->json);
    PART_GATHER(&w->json, {"type", &type}, {"name", &name}, {"disable_parallel_tool_use", &single});
    a->tools_never = part_is(type, "\"none\"");
    a->tools_must = part_is(type, "\"any\"") || part_is(type, "\"tool\"");
    a->tool = part_is(type, "\"tool\"") ? name : (struct part){0};
    a->one_tool = part_is(single, "true");
}

static const struct ask_field fields[] = {
    {"model",       walk_model,         0,                NULL},
    {"messages",    anthropic_messages, 0,                NULL},
    {"system",      anthropic_system,   0,                NULL},
    {"stream",      walk_flag,          INTO(stream),     NULL},
    {"max_tokens",  walk_most,          INTO(max_tokens), NULL},
    {"min_tokens",  walk_count,         INTO(min_tokens), NULL},
    {"ignore_eos",  walk_flag,          INTO(ignore_eos), NULL},
    {"tools",       walk_part,          INTO(tools),      NULL},
    {"tool_choice", take_choice,        0,                NULL},
    {NULL,          NULL,               0,                NULL},
};

static int check(const struct ask *a, struct error *err)
{
    if (!a->model)
        return error_set(err, "model: the field is required.");
    if (!a->max_tokens)
        return error_set(err, "max_tokens: the field is required, and at least 1.");
    return 0;
}

static const char *stop_reason(const struct speech *s)
{
    if (s->calls.count)
        return "tool_use";
    return s->length ? "max_tokens" : s->refuses ? "refusal" : "end_turn";
}

static void put_usage(const struct speech *s, struct buf *out, unsigned said)
{
    if (s->no_usage)
        return;
    buf_addf(out,
             ",\"usage\":{\"input_tokens\":%u,\"cache_creation_input_tokens\":0,"
             "\"cache_read_input_tokens\":%u,\"output_tokens\":%u}",
             s->prompt_tokens - s->cached_tokens, s->cached_tokens, said);
}

static void put_message(const struct speech *s, struct buf *out)
{
    buf_addf(out,
             "{\"id\":\"msg_%016" PRIx64 "\",\"type\":\"message\",\"role\":\"assistant\","
             "\"model\":\"%s\",\"content\":[",
             s->id, s->model);
}

/* What was read is known from the beginning; of what is said, one token is claimed. */
static void role(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "message_start");
    PUT(out, "{\"type\":\"message_start\",\"message\":");
    put_message(s, out);
    PUT(out, "],\"stop_reason\":null,\"stop_sequence\":null");
    put_usage(s, out, 1);
    PUT(out, "}}");
    event_close(s, out);
}

static void put_ping(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "ping");
    PUT(out, "{\"type\":\"ping\"}");
    event_close(s, out);
}

static void put_call(const struct call *call, struct buf *out)
{
    buf_addf(out, "{\"type\":\"tool_use\",\"id\":\"toolu_%016" PRIx64 "\",\"name\":%s,\"input\":",
             call->id, call->name);
}

static void put_empty_block(const struct speech *s, struct buf *out)
{
    switch (s->part.sort) {
    case THOUGHTS: PUT(out, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"); break;
    case CALL:
        put_call(s->part.call, out);
        PUT(out, "{}}");
        break;
    default: PUT(out, "{\"type\":\"text\",\"text\":\"\"}"); break;
    }
}

/* Deltas of a block differ in nothing but their text. */
static void prepare_delta(struct speech *s)
{
    static const char *const kinds[] = {
        [THOUGHTS] = "thinking_delta\",\"thinking\":\"",
        [ANSWER] = "text_delta\",\"text\":\"",
        [REFUSAL] = "text_delta\",\"text\":\"",
        [CALL] = "input_json_delta\",\"partial_json\":",
    };

    buf_clear(&s->start);
    buf_addf(&s->start,
             "event: content_block_delta%sdata: {\"type\":\"content_block_delta\",\"index\":%u,"
             "\"delta\":{\"type\":\"%s",
             s->newline, s->parts - 1, kinds[s->part.sort]);
}

static void part(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "content_block_start");
    buf_addf(out,
             "{\"type\":\"content_block_start\",\"index\":%u,\"content_block\":", s->parts - 1);
    put_empty_block(s, out);
    PUT(out, "}");
    event_close(s, out);
    if (s->parts == 1)
        put_ping(s, out);
    prepare_delta(s);
}

static void put_signature(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "content_block_delta");
    buf_addf(out,
             "{\"type\":\"content_block_delta\",\"index\":%u,\"delta\":{\"type\":"
             "\"signature_delta\",\"signature\":\"%016" PRIx64 "\"}}",
             s->parts - 1, s->id);
    event_close(s, out);
}

static void part_end(struct speech *s, struct buf *out)
{
    if (s->part.sort == THOUGHTS)
        put_signature(s, out);
    event_open_named(s, out, "content_block_stop");
    buf_addf(out, "{\"type\":\"content_block_stop\",\"index\":%u}", s->parts - 1);
    event_close(s, out);
}

/* A call's name has been said at the start of its block. */
static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    event_open_prepared(s, out);
    if (s->part.sort == CALL) {
        calls_say(&s->calls, out, n);
        s->said += n;
        PUT(out, "}}");
    } else {
        voice_words(s, out, n);
        PUT(out, "\"}}");
    }
    event_close(s, out);
}

static void finish(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "message_delta");
    buf_addf(out,
             "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\","
             "\"stop_sequence\":null}",
             stop_reason(s));
    put_usage(s, out, s->said);
    PUT(out, "}");
    event_close(s, out);
}

static void done(struct speech *s, struct buf *out)
{
    event_open_named(s, out, "message_stop");
    PUT(out, "{\"type\":\"message_stop\"}");
    event_close(s, out);
}

static void put_block(const struct speech *s, struct buf *out, const struct spoken *p)
{
    if (p->sort == CALL) {
        put_call(p->call, out);
        buf_add(out, p->call->arguments.data, p->call->arguments.len);
        PUT(out, "}");
        return;
    }
    buf_put(out, p->sort == THOUGHTS ? "{\"type\":\"thinking\",\"thinking\":\""
                                     : "{\"type\":\"text\",\"text\":\"");
    voice_again(s, out, p->from, p->to);
    if (p->sort == THOUGHTS)
        buf_addf(out, "\",\"signature\":\"%016" PRIx64, s->id);
    PUT(out, "\"}");
}

static void whole(struct speech *s, struct buf *out)
{
    struct spoken p;

    put_message(s, out);
    for (unsigned i = 0; voice_part(s, i, &p); i++) {
        buf_add(out, ",", i > 0);
        put_block(s, out, &p);
    }
    s->said = s->tokens;
    buf_addf(out, "],\"stop_reason\":\"%s\",\"stop_sequence\":null", stop_reason(s));
    put_usage(s, out, s->said);
    PUT(out, "}");
}

static const char *kind_of(int status)
{
    switch (status) {
    case 401: return "authentication_error";
    case 403: return "permission_error";
    case 404: return "not_found_error";
    case 413: return "request_too_large";
    case 429: return "rate_limit_error";
    case 503:
    case 529: return "overloaded_error";
    default: return status / 100 == 5 ? "api_error" : "invalid_request_error";
    }
}

static void error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    buf_addf(out, "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":", kind_of(status));
    json_put_string(&w, message);
    PUT(out, "}}");
}

static void failed(struct speech *s, struct buf *out, int status, const char *message)
{
    event_open_named(s, out, "error");
    error(out, status, message);
    event_close(s, out);
}

const struct dialect dialect_anthropic = {
    .fields = fields,
    .needs = "messages",
    .key = "x-api-key",
    .counted = "input_tokens",
    .talks = true,
    .parted = true,
    .check = check,
    .role = role,
    .part = part,
    .part_end = part_end,
    .tokens = tokens,
    .finish = finish,
    .done = done,
    .failed = failed,
    .whole = whole,
    .error = error,
};
