#include "sim/extra.h"

#include "base/buf.h"
#include "sim/event.h"
#include "sim/speech.h"

#include <stdbool.h>

enum { CHUNK_MAX = 32 << 10 };

#define WHY "The simulated engine failed while speaking."

/* An event's text in as many chunks as it takes: it may be longer than one chunk can be. */
static void put_chunks(struct buf *out, const char *text, size_t len)
{
    for (size_t at = 0; at < len; at += CHUNK_MAX) {
        size_t n = len - at < CHUNK_MAX ? len - at : CHUNK_MAX;

        buf_addf(out, "%zx\r\n", n);
        buf_add(out, text + at, n);
        buf_put(out, "\r\n");
    }
}

/* Those that have choices in their events. */
static bool has_choices(const struct speech *s)
{
    return s->dialect == &dialect_chat || s->dialect == &dialect_completions;
}

static void put_huge(const struct speech *s, struct buf *out, size_t size)
{
    bool event = has_choices(s);
    struct buf text = {0};

    buf_put(&text, event ? "data: {\"choices\":[],\"padding\":\"" : ": ");
    for (size_t n = 0; n < size; n += 10)
        buf_add(&text, "0123456789", size - n < 10 ? size - n : 10);
    buf_put(&text, event ? "\"}\n\n" : "\n\n");
    put_chunks(out, text.data, text.len);
    buf_release(&text);
}

void extra_first(const struct sim_given *g, const struct speech *s, struct buf *out)
{
    if (s->framing != FRAMING_SSE)
        return;
    if (g->by[SIM_PROLOGUE] && has_choices(s))
        event_plain(
            s, out,
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
            "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}",
            NULL);
    if (g->by[SIM_HUGE])
        put_huge(s, out, (size_t)sim_given_argument(g, SIM_HUGE, 0));
}

static void put_empty_events(const struct sim_given *g, const struct speech *s, struct buf *out)
{
    if (sim_given_yet(g, SIM_HEARTBEATS, s->said))
        event_plain(s, out, "data: {\"choices\":[]}", NULL);
    if (sim_given_yet(g, SIM_EMPTY_DELTAS, s->said))
        event_plain(s, out,
                    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                    "\"finish_reason\":null}]}",
                    NULL);
}

void extra_between(const struct sim_given *g, const struct speech *s, struct buf *out)
{
    if (s->framing != FRAMING_SSE)
        return;
    if (sim_given_yet(g, SIM_COMMENTS, s->said))
        speech_comment(s, out);
    if (sim_given_yet(g, SIM_PINGS, s->said))
        event_plain(s, out, "event: ping", "data: {\"type\": \"ping\"}");
    if (has_choices(s))
        put_empty_events(g, s, out);
}

/* Nobody should be listening any more. */
void extra_after(const struct sim_given *g, const struct speech *s, struct buf *out)
{
    if (!g->by[SIM_AFTER_DONE] || !has_choices(s))
        return;
    event_plain(s, out, ": the end was not the end", NULL);
    event_plain(s, out,
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" after all\"},"
                "\"finish_reason\":null}]}",
                NULL);
    event_plain(s, out, "data: {this is no JSON", NULL);
}

/* As each of them was seen on the wire. */
static const struct {
    const char *first, *second;
    bool done; /* [DONE] follows */
} errors[] = {
    ['a' - 'a'] = {"data: {\"error\":{\"message\":\"" WHY "\",\"type\":\"InternalServerError\","
                   "\"param\":null,\"code\":500}}",                                              NULL,     true },
    ['b' - 'a'] = {"data: {\"object\":\"error\",\"message\":\"" WHY "\",\"type\":"
                   "\"InternalServerError\",\"param\":null,\"code\":500}",                       NULL,     true },
    ['c' - 'a'] = {"data: {\"error\":\"" WHY "\",\"error_type\":\"generation\"}",                                   NULL,     false},
    ['d' - 'a'] = {"event: error",                                                                                  ": " WHY, false},
    ['e' - 'a'] = {"event: error",
                   "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                   "\"message\":\"" WHY "\"}}",
                   false                                                                                                           },
    ['f' - 'a'] = {"error: {\"code\":500,\"message\":\"" WHY "\",\"type\":\"server_error\"}",                       NULL,
                   false                                                                                                           },
    ['g' - 'a'] = {"data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"error\":"
                   "{\"code\":502,\"message\":\"" WHY "\"},\"choices\":[{\"index\":0,\"delta\":"
                   "{\"content\":\"\"},\"finish_reason\":\"error\"}]}",                          NULL,     true },
    ['h' - 'a'] = {"event: response.failed",
                   "data: {\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\","
                   "\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"" WHY
                   "\"}}}",                                                                                                   false},
    ['i' - 'a'] = {"data: {\"error\":{\"object\":\"error\",\"message\":\"The request queue is "
                   "full.\",\"type\":\"ServiceUnavailableError\",\"param\":null,\"code\":503}}", NULL,     true },
};

void extra_error(const struct speech *s, struct buf *out, int64_t shape)
{
    event_plain(s, out, errors[shape - 'a'].first, errors[shape - 'a'].second);
    if (errors[shape - 'a'].done)
        event_plain(s, out, "data: [DONE]", NULL);
}
