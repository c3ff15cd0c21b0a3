#include "base/json.h"
#include "sim/ask.h"
#include "sim/digits.h"
#include "sim/event.h"
#include "sim/talk_ollama.h"
#include "sim/voice.h"
#include "sim/walk.h"

#include <inttypes.h>

/* Ollama's own protocol: an object a line, with the moment it was made at. It streams unless told
 * not to, and its last line tells counts and spans of time. */

static const struct ask_field options[] = {
    {"num_predict", walk_limit, INTO(max_tokens), NULL},
    {"ignore_eos",  walk_flag,  INTO(ignore_eos), NULL},
    {NULL,          NULL,       0,                NULL},
};

static const struct ask_field chat_fields[] = {
    {"model",      walk_model,      0,                NULL   },
    {"messages",   ollama_messages, 0,                NULL   },
    {"stream",     walk_flag,       INTO(stream),     NULL   },
    {"options",    walk_inside,     0,                options},
    {"tools",      walk_part,       INTO(tools),      NULL   },
    {"min_tokens", walk_count,      INTO(min_tokens), NULL   },
    {"ignore_eos", walk_flag,       INTO(ignore_eos), NULL   },
    {NULL,         NULL,            0,                NULL   },
};

static const struct ask_field generate_fields[] = {
    {"model",      walk_model,  0,                NULL   },
    {"prompt",     walk_prompt, 0,                NULL   },
    {"system",     walk_text,   0,                NULL   },
    {"stream",     walk_flag,   INTO(stream),     NULL   },
    {"options",    walk_inside, 0,                options},
    {"min_tokens", walk_count,  INTO(min_tokens), NULL   },
    {"ignore_eos", walk_flag,   INTO(ignore_eos), NULL   },
    {NULL,         NULL,        0,                NULL   },
};

static void begin(struct speech *s)
{
    buf_addf(&s->start, "{\"model\":\"%s\",\"created_at\":\"", s->model);
}

static void begin_line(const struct speech *s, struct buf *out)
{
    buf_add(out, s->start.data, s->start.len);
    digits_put_moment(out, s->created, s->took);
    PUT(out, "\",");
}

static void put_counts(const struct speech *s, struct buf *out)
{
    buf_addf(out,
             ",\"total_duration\":%" PRId64 ",\"load_duration\":0,\"prompt_eval_duration\":%" PRId64
             ",\"eval_duration\":%" PRId64,
             s->took, s->waited, s->took - s->waited);
    if (s->no_usage)
        return;
    if (s->cached_tokens < s->prompt_tokens)
        buf_addf(out, ",\"prompt_eval_count\":%u", s->prompt_tokens);
    buf_addf(out, ",\"eval_count\":%u", s->said);
}

static void end_last_line(const struct speech *s, struct buf *out)
{
    buf_addf(out, ",\"done\":true,\"done_reason\":\"%s\"", s->length ? "length" : "stop");
    put_counts(s, out);
    PUT(out, "}");
}

static void open_line(struct speech *s, struct buf *out)
{
    event_open(s, out);
    begin_line(s, out);
}

static void close_line(struct speech *s, struct buf *out)
{
    PUT(out, ",\"done\":false}");
    event_close(s, out);
}

static void put_call(const struct call *call, unsigned index, struct buf *out)
{
    buf_addf(out, "{\"function\":{\"index\":%u,\"name\":%s,\"arguments\":", index, call->name);
    buf_add(out, call->arguments.data, call->arguments.len);
    PUT(out, "}}");
}

/* A call is told once it is over. */
static void say_call(struct speech *s, struct buf *out, unsigned n)
{
    s->said += n;
    if (!calls_last(&s->calls, n))
        return;
    open_line(s, out);
    PUT(out, "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[");
    put_call(calls_now(&s->calls), s->calls.at, out);
    PUT(out, "]}");
    close_line(s, out);
}

static void chat_tokens(struct speech *s, struct buf *out, unsigned n)
{
    if (s->part.sort == CALL) {
        say_call(s, out, n);
        return;
    }
    open_line(s, out);
    PUT(out, "\"message\":{\"role\":\"assistant\",\"content\":\"");
    if (s->part.sort == THOUGHTS)
        PUT(out, "\",\"thinking\":\"");
    voice_words(s, out, n);
    PUT(out, "\"}");
    close_line(s, out);
}

static void chat_finish(struct speech *s, struct buf *out)
{
    open_line(s, out);
    PUT(out, "\"message\":{\"role\":\"assistant\",\"content\":\"\"}");
    end_last_line(s, out);
    event_close(s, out);
}

static void put_calls(const struct speech *s, struct buf *out)
{
    PUT(out, ",\"tool_calls\":[");
    for (unsigned i = 0; i < s->calls.count; i++) {
        buf_add(out, ",", i > 0);
        put_call(&s->calls.list[i], i, out);
    }
    PUT(out, "]");
}

static void chat_whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    begin_line(s, out);
    PUT(out, "\"message\":{\"role\":\"assistant\",\"content\":\"");
    if (!s->calls.count)
        voice_again(s, out, s->reasoning, s->tokens);
    PUT(out, "\"");
    if (s->reasoning) {
        PUT(out, ",\"thinking\":\"");
        voice_again(s, out, 0, s->reasoning);
        PUT(out, "\"");
    }
    if (s->calls.count)
        put_calls(s, out);
    PUT(out, "}");
    end_last_line(s, out);
}

static void generate_tokens(struct speech *s, struct buf *out, unsigned n)
{
    open_line(s, out);
    PUT(out, "\"response\":\"");
    voice_words(s, out, n);
    PUT(out, "\"");
    close_line(s, out);
}

static void generate_finish(struct speech *s, struct buf *out)
{
    open_line(s, out);
    PUT(out, "\"response\":\"\"");
    end_last_line(s, out);
    event_close(s, out);
}

static void generate_whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    begin_line(s, out);
    PUT(out, "\"response\":\"");
    voice_again(s, out, 0, s->tokens);
    PUT(out, "\"");
    end_last_line(s, out);
}

static void error(struct buf *out, int status, const char *message)
{
    struct json_writer w = {.out = out};

    (void)status;
    PUT(out, "{\"error\":");
    json_put_string(&w, message);
    PUT(out, "}");
}

const struct dialect dialect_ollama_chat = {
    .fields = chat_fields,
    .needs = "messages",
    .talks = true,
    .parted = true,
    .timed = true,
    .framing = FRAMING_LINES,
    .streams = true,
    .begin = begin,
    .tokens = chat_tokens,
    .finish = chat_finish,
    .whole = chat_whole,
    .error = error,
};

const struct dialect dialect_ollama_generate = {
    .fields = generate_fields,
    .needs = "prompt",
    .timed = true,
    .framing = FRAMING_LINES,
    .streams = true,
    .begin = begin,
    .tokens = generate_tokens,
    .finish = generate_finish,
    .whole = generate_whole,
    .error = error,
};
