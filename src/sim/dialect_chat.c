#include "base/error.h"
#include "sim/ask.h"
#include "sim/event.h"
#include "sim/logprobs.h"
#include "sim/openai.h"
#include "sim/voice.h"

#include <inttypes.h>

/* OpenAI's chat completions. */

static const struct ask_field fields[] = {
    {"model",                 walk_model,       0,                  NULL                 },
    {"messages",              walk_messages,    0,                  NULL                 },
    {"stream",                walk_flag,        INTO(stream),       NULL                 },
    {"stream_options",        walk_inside,      0,                  openai_stream_options},
    {"max_tokens",            walk_most,        INTO(max_tokens),   NULL                 },
    {"max_completion_tokens", walk_most,        INTO(max_tokens),   NULL                 },
    {"min_tokens",            walk_count,       INTO(min_tokens),   NULL                 },
    {"ignore_eos",            walk_flag,        INTO(ignore_eos),   NULL                 },
    {"n",                     walk_count,       INTO(n),            NULL                 },
    {"logprobs",              walk_flag,        INTO(logprobs),     NULL                 },
    {"top_logprobs",          walk_count,       INTO(top_logprobs), NULL                 },
    {"tools",                 walk_part,        INTO(tools),        NULL                 },
    {"tool_choice",           walk_tool_choice, 0,                  NULL                 },
    {"parallel_tool_calls",   walk_parallel,    0,                  NULL                 },
    {NULL,                    NULL,             0,                  NULL                 },
};

/* Where a token's text stands: what comes before it in a choice, and after. */
struct frame {
    const char *before, *after;
    size_t before_len, after_len;
};

#define FRAME(before, after)                                 \
    {                                                        \
        before, after, sizeof(before) - 1, sizeof(after) - 1 \
    }

static const struct frame frames[] = {
    [THOUGHTS] = FRAME(",\"delta\":{\"reasoning_content\":\"", "\"}"),
    [ANSWER] = FRAME(",\"delta\":{\"content\":\"", "\"}"),
    [REFUSAL] = FRAME(",\"delta\":{\"refusal\":\"", "\"}"),
    [CALL] = FRAME(",\"delta\":{\"tool_calls\":[", "]}"),
};

static void begin(struct speech *s)
{
    openai_begin(s, "chatcmpl", "chat.completion.chunk");
}

static void role(struct speech *s, struct buf *out)
{
    openai_open(s, out);
    if (s->calls.count)
        PUT(out, ",\"delta\":{\"role\":\"assistant\",\"content\":null}");
    else
        PUT(out, ",\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
    PUT(out, ",\"logprobs\":null,\"finish_reason\":null}");
    openai_close(s, out);
}

static void put_name(const struct call *call, struct buf *out)
{
    buf_addf(out, "\"id\":\"call_%016" PRIx64 "\",\"type\":\"function\",\"function\":{\"name\":",
             call->id);
    buf_put(out, call->name);
    PUT(out, ",");
}

/* Its id and name come first, with arguments that are empty. */
static void say_call(struct speech *s, struct buf *out, unsigned n)
{
    const struct call *call = calls_now(&s->calls);

    buf_addf(out, "{\"index\":%u,", s->calls.at);
    if (call->named)
        PUT(out, "\"function\":{");
    else
        put_name(call, out);
    PUT(out, "\"arguments\":");
    calls_say(&s->calls, out, n);
    PUT(out, "}}");
    s->said += n;
}

static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    enum sort sort = voice_sort(s);
    const struct frame *f = &frames[sort];
    const struct place from = voice_place(s);

    openai_open(s, out);
    buf_add(out, f->before, f->before_len);
    (sort == CALL ? say_call : voice_words)(s, out, n);
    buf_add(out, f->after, f->after_len);
    openai_logprobs(s, out, from, sort == CALL ? 0 : n, logprobs_of_chat);
    openai_reason_of_token(s, out);
    PUT(out, ",\"token_ids\":null}");
    openai_close(s, out);
}

static void finish(struct speech *s, struct buf *out)
{
    if (s->length)
        return;
    openai_open(s, out);
    if (s->calls.count || s->refuses)
        PUT(out, ",\"delta\":{}");
    else
        PUT(out, ",\"delta\":{\"content\":\"\"}");
    PUT(out, ",\"logprobs\":null");
    openai_reason(s, out);
    openai_close(s, out);
}

static void put_calls(const struct speech *s, struct buf *out)
{
    PUT(out, ",\"content\":null,\"tool_calls\":[");
    for (unsigned i = 0; i < s->calls.count; i++) {
        buf_put(out, i ? ",{" : "{");
        put_name(&s->calls.list[i], out);
        PUT(out, "\"arguments\":");
        calls_say_all(&s->calls.list[i], out);
        PUT(out, "}}");
    }
    PUT(out, "]");
}

static void put_message(const struct speech *s, struct buf *out)
{
    PUT(out, ",\"message\":{\"role\":\"assistant\"");
    if (s->reasoning) {
        PUT(out, ",\"reasoning_content\":\"");
        voice_again(s, out, 0, s->reasoning);
        PUT(out, "\"");
    }
    if (s->calls.count) {
        put_calls(s, out);
    } else {
        buf_put(out, s->refuses ? ",\"content\":null,\"refusal\":\"" : ",\"content\":\"");
        voice_again(s, out, s->reasoning, s->tokens);
        PUT(out, "\"");
    }
    PUT(out, "}");
}

/* Of thoughts and answer; calls have none. */
static void put_logprobs(const struct speech *s, struct buf *out)
{
    openai_logprobs(s, out, voice_place(s), s->calls.count ? s->reasoning : s->tokens,
                    logprobs_of_chat);
}

static int check(const struct ask *a, struct error *err)
{
    if (a->top_logprobs && !a->logprobs)
        return error_set(err, "The field top_logprobs needs logprobs to be true.");
    return openai_check_top(a, "top_logprobs", err);
}

static void put_choice(struct speech *s, struct buf *out)
{
    openai_index(s, out);
    put_message(s, out);
    put_logprobs(s, out);
    openai_reason(s, out);
}

static void whole(struct speech *s, struct buf *out)
{
    openai_whole(s, out, "chatcmpl", "chat.completion", put_choice);
}

const struct dialect dialect_chat = {
    .fields = fields,
    .needs = "messages",
    .talks = true,
    .check = check,
    .begin = begin,
    .role = role,
    .tokens = tokens,
    .finish = finish,
    .usage = openai_usage,
    .done = openai_done,
    .failed = openai_failed,
    .whole = whole,
    .error = openai_error,
};
