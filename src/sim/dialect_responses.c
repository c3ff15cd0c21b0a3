#include "base/error.h"
#include "sim/ask.h"
#include "sim/event.h"
#include "sim/openai.h"
#include "sim/talk_responses.h"
#include "sim/voice.h"
#include "sim/walk.h"

#include <inttypes.h>

/* OpenAI's responses: a list of items, and events with names and numbers that tell how it grows.
 * There is no [DONE]: the last event has the whole response in it. */

static void take_previous(struct walk *w, const struct ask_field *f)
{
    struct part id = part_take(&w->json);

    (void)f;
    if (id.text && !part_is(id, "null"))
        w->failed = error_set(w->err, "previous_response_id: responses are not kept, so none can "
                                      "be gone on from; send all of the input.");
}

static const struct ask_field fields[] = {
    {"model",                walk_model,       0,                NULL},
    {"input",                responses_input,  0,                NULL},
    {"instructions",         walk_text,        0,                NULL},
    {"previous_response_id", take_previous,    0,                NULL},
    {"stream",               walk_flag,        INTO(stream),     NULL},
    {"max_output_tokens",    walk_most,        INTO(max_tokens), NULL},
    {"min_tokens",           walk_count,       INTO(min_tokens), NULL},
    {"ignore_eos",           walk_flag,        INTO(ignore_eos), NULL},
    {"tools",                walk_part,        INTO(tools),      NULL},
    {"tool_choice",          walk_tool_choice, 0,                NULL},
    {"parallel_tool_calls",  walk_parallel,    0,                NULL},
    {NULL,                   NULL,             0,                NULL},
};

/* What an item is: its type, the type of what it contains, and how the text of that is called. */
static const struct kind {
    const char *prefix, *content, *member, *delta, *done;
} kinds[] = {
    [THOUGHTS] = {"rs",  "reasoning_text", "text",      "response.reasoning_text.delta",
                  "response.reasoning_text.done"                                                                         },
    [ANSWER] = {"msg", "output_text",    "text",      "response.output_text.delta",
                  "response.output_text.done"                                                                            },
    [REFUSAL] = {"msg", "refusal",        "refusal",   "response.refusal.delta",                 "response.refusal.done"},
    [CALL] = {"fc",  NULL,             "arguments", "response.function_call_arguments.delta",
                  "response.function_call_arguments.done"                                                                },
};

static void put_id(const struct speech *s, struct buf *out, enum sort sort, unsigned index)
{
    buf_addf(out, "\"%s_%016" PRIx64 "%02x\"", kinds[sort].prefix, s->id, index);
}

/* An event, up to what is its own. */
static void begin_event(struct speech *s, struct buf *out, const char *name)
{
    event_open_named(s, out, name);
    buf_addf(out, "{\"type\":\"%s\",\"sequence_number\":%u", name, s->events - 1);
}

static void end_event(struct speech *s, struct buf *out)
{
    PUT(out, "}");
    event_close(s, out);
}

/* All that is said of the item whose part is the last one. */
static void put_item_place(const struct speech *s, struct buf *out)
{
    PUT(out, ",\"item_id\":");
    put_id(s, out, s->part.sort, s->parts - 1);
    buf_addf(out, ",\"output_index\":%u", s->parts - 1);
    if (s->part.sort != CALL)
        PUT(out, ",\"content_index\":0");
}

static void put_content(const struct speech *s, struct buf *out, const struct spoken *p, bool over)
{
    const struct kind *k = &kinds[p->sort];

    buf_addf(out, "{\"type\":\"%s\",\"%s\":\"", k->content, k->member);
    if (over)
        voice_again(s, out, p->from, p->to);
    PUT(out, "\"");
    if (p->sort == ANSWER)
        PUT(out, ",\"annotations\":[],\"logprobs\":[]");
    PUT(out, "}");
}

static void put_call(struct buf *out, const struct call *call, bool over)
{
    buf_addf(out, ",\"type\":\"function_call\",\"call_id\":\"call_%016" PRIx64 "\",\"name\":%s,",
             call->id, call->name);
    PUT(out, "\"arguments\":");
    if (over)
        calls_say_all(call, out);
    else
        PUT(out, "\"\"");
}

static void put_item(const struct speech *s, struct buf *out, const struct spoken *p,
                     unsigned index, bool over)
{
    PUT(out, "{\"id\":");
    put_id(s, out, p->sort, index);
    buf_addf(out, ",\"status\":\"%s\"",
             !over                                                ? "in_progress"
             : s->length && p->sort != CALL && p->to == s->tokens ? "incomplete"
                                                                  : "completed");
    if (p->sort == CALL) {
        put_call(out, p->call, over);
    } else {
        buf_put(out, p->sort == THOUGHTS ? ",\"type\":\"reasoning\",\"summary\":[],\"content\":["
                                         : ",\"type\":\"message\",\"role\":\"assistant\","
                                           "\"content\":[");
        if (over)
            put_content(s, out, p, true);
        PUT(out, "]");
    }
    PUT(out, "}");
}

static void put_usage(const struct speech *s, struct buf *out)
{
    unsigned thoughts = s->said < s->reasoning ? s->said : s->reasoning;

    buf_addf(out,
             ",\"usage\":{\"input_tokens\":%u,\"input_tokens_details\":{\"cached_tokens\":%u},"
             "\"output_tokens\":%u,\"output_tokens_details\":{\"reasoning_tokens\":%u},"
             "\"total_tokens\":%u}",
             s->prompt_tokens, s->cached_tokens, s->said, thoughts, s->prompt_tokens + s->said);
}

static void put_output(const struct speech *s, struct buf *out)
{
    struct spoken p;

    for (unsigned i = 0; voice_part(s, i, &p); i++) {
        buf_add(out, ",", i > 0);
        put_item(s, out, &p, i, true);
    }
}

static const char *status_of(const struct speech *s)
{
    return s->length ? "incomplete" : "completed";
}

static void put_start(const struct speech *s, struct buf *out, const char *status)
{
    buf_addf(out,
             "{\"id\":\"resp_%016" PRIx64 "\",\"object\":\"response\",\"created_at\":%" PRId64
             ",\"status\":\"%s\",\"model\":\"%s\",\"instructions\":null,\"metadata\":{},"
             "\"parallel_tool_calls\":true,\"previous_response_id\":null,\"temperature\":1.0,"
             "\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":\"disabled\"",
             s->id, s->created, status, s->model);
}

static void put_begun(const struct speech *s, struct buf *out)
{
    put_start(s, out, "in_progress");
    PUT(out, ",\"error\":null,\"incomplete_details\":null,\"output\":[],\"usage\":null}");
}

static void put_over(const struct speech *s, struct buf *out)
{
    put_start(s, out, status_of(s));
    buf_addf(out, ",\"error\":null,\"incomplete_details\":%s,\"output\":[",
             s->length ? "{\"reason\":\"max_output_tokens\"}" : "null");
    put_output(s, out);
    PUT(out, "]");
    if (!s->no_usage)
        put_usage(s, out);
    PUT(out, "}");
}

static void role(struct speech *s, struct buf *out)
{
    begin_event(s, out, "response.created");
    PUT(out, ",\"response\":");
    put_begun(s, out);
    end_event(s, out);
    begin_event(s, out, "response.in_progress");
    PUT(out, ",\"response\":");
    put_begun(s, out);
    end_event(s, out);
}

/* A delta, but for its number in the middle and its text at the end. */
static void prepare_delta(struct speech *s)
{
    const char *name = kinds[s->part.sort].delta;

    buf_clear(&s->start);
    buf_addf(&s->start, "event: %s%sdata: {\"type\":\"%s\",\"sequence_number\":", name, s->newline,
             name);
    s->pause = s->start.len;
    put_item_place(s, &s->start);
    PUT(&s->start, ",\"delta\":");
}

static void tell_item(struct speech *s, struct buf *out, bool over)
{
    begin_event(s, out, over ? "response.output_item.done" : "response.output_item.added");
    buf_addf(out, ",\"output_index\":%u,\"item\":", s->parts - 1);
    put_item(s, out, &s->part, s->parts - 1, over);
    end_event(s, out);
}

static void tell_content(struct speech *s, struct buf *out, bool over)
{
    if (s->part.sort == CALL)
        return;
    begin_event(s, out, over ? "response.content_part.done" : "response.content_part.added");
    put_item_place(s, out);
    PUT(out, ",\"part\":");
    put_content(s, out, &s->part, over);
    end_event(s, out);
}

static void part(struct speech *s, struct buf *out)
{
    tell_item(s, out, false);
    tell_content(s, out, false);
    prepare_delta(s);
}

static void tell_text(struct speech *s, struct buf *out)
{
    const struct kind *k = &kinds[s->part.sort];

    begin_event(s, out, k->done);
    put_item_place(s, out);
    buf_addf(out, ",\"%s\":", k->member);
    if (s->part.sort == CALL) {
        calls_say_all(s->part.call, out);
    } else {
        PUT(out, "\"");
        voice_again(s, out, s->part.from, s->part.to);
        PUT(out, "\"");
    }
    if (s->part.sort == ANSWER)
        PUT(out, ",\"logprobs\":[]");
    end_event(s, out);
}

static void part_end(struct speech *s, struct buf *out)
{
    tell_text(s, out);
    tell_content(s, out, true);
    tell_item(s, out, true);
}

/* A call's name has been told with its item: the token that it is has no event of its own. */
static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    if (s->part.sort == CALL && !calls_now(&s->calls)->named) {
        s->said += n;
        return;
    }
    event_open_paused(s, out, s->events);
    if (s->part.sort == CALL) {
        calls_say(&s->calls, out, n);
        s->said += n;
    } else {
        PUT(out, "\"");
        voice_words(s, out, n);
        PUT(out, "\"");
    }
    if (s->part.sort == ANSWER)
        PUT(out, ",\"logprobs\":[]");
    end_event(s, out);
}

static void finish(struct speech *s, struct buf *out)
{
    begin_event(s, out, s->length ? "response.incomplete" : "response.completed");
    PUT(out, ",\"response\":");
    put_over(s, out);
    end_event(s, out);
}

static void failed(struct speech *s, struct buf *out, int status, const char *message)
{
    (void)status;
    begin_event(s, out, "response.failed");
    PUT(out, ",\"response\":");
    put_start(s, out, "failed");
    buf_addf(out,
             ",\"error\":{\"code\":\"server_error\",\"message\":\"%s\"},"
             "\"incomplete_details\":null,\"output\":[],\"usage\":null}",
             message);
    end_event(s, out);
}

static void whole(struct speech *s, struct buf *out)
{
    s->said = s->tokens;
    put_over(s, out);
}

const struct dialect dialect_responses = {
    .fields = fields,
    .needs = "input",
    .talks = true,
    .parted = true,
    .role = role,
    .part = part,
    .part_end = part_end,
    .tokens = tokens,
    .finish = finish,
    .failed = failed,
    .whole = whole,
    .error = openai_error,
};
