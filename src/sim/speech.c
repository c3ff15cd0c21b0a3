#include "sim/speech.h"

#include "base/buf.h"
#include "base/mem.h"
#include "sim/ask.h"
#include "sim/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* String constants, with their length known to the compiler. */
#define PUT(out, text) buf_add(out, text, sizeof(text) - 1)

/* Where a token's text stands: what comes before it in a choice, and after. */
struct voice {
    const char *before, *after;
    size_t before_len, after_len;
};

#define VOICE(before, after)                                 \
    {                                                        \
        before, after, sizeof(before) - 1, sizeof(after) - 1 \
    }

static const struct voice chat = VOICE("{\"index\":0,\"delta\":{\"content\":\"", "\"}");
static const struct voice reasoning =
    VOICE("{\"index\":0,\"delta\":{\"reasoning_content\":\"", "\"}");
static const struct voice completion = VOICE("{\"index\":0,\"text\":\"", "\"");
static const struct voice tool_call =
    VOICE("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"",
          "\"}}]}");

void speech_init(struct speech *s, const struct ask *a, uint64_t id, int64_t created,
                 const char *model, size_t model_len)
{
    struct buf b = {0};

    *s = (struct speech){
        .id = id,
        .created = created,
        .model = mem_copy(model, model_len),
        .chat = a->chat,
        .prompt_tokens = a->prompt_tokens,
        .dice = a->hash,
        .newline = "\n",
    };
    buf_addf(&b,
             "data: {\"id\":\"%s-%016" PRIx64 "\",\"object\":\"%s\",\"created\":%" PRId64
             ",\"model\":\"%s\",\"choices\":[",
             a->chat ? "chatcmpl" : "cmpl", id,
             a->chat ? "chat.completion.chunk" : "text_completion", created, s->model);
    s->start = buf_take(&b, &s->start_len);
}

void speech_release(struct speech *s)
{
    free(s->start);
    free(s->model);
    s->start = s->model = NULL;
}

/* A chunk's length is known at its end, so four digits of room are left for it. */
static size_t chunk_open(struct buf *out)
{
    PUT(out, "0000\r\n");
    return out->len;
}

static void chunk_close(struct buf *out, size_t from)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = out->len - from;
    char *at = out->data + from - 6;

    for (int shift = 12; shift >= 0; shift -= 4)
        *at++ = digits[len >> shift & 15];
    PUT(out, "\r\n");
}

static void put_newline(const struct speech *s, struct buf *out)
{
    buf_add(out, s->newline, s->newline[0] == '\r' ? 2 : 1);
}

static void put_usage(const struct speech *s, struct buf *out)
{
    buf_addf(out, "\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u,\"completion_tokens\":%u}",
             s->prompt_tokens, s->prompt_tokens + s->said, s->said);
}

static size_t event_open(const struct speech *s, struct buf *out)
{
    size_t chunk = chunk_open(out);

    buf_add(out, s->start, s->start_len);
    return chunk;
}

/* Both newlines: an event ends in an empty line. */
static void event_over(const struct speech *s, struct buf *out, size_t chunk)
{
    put_newline(s, out);
    put_newline(s, out);
    chunk_close(out, chunk);
}

static void event_close(const struct speech *s, struct buf *out, size_t chunk)
{
    PUT(out, "]");
    if (s->continuous) {
        PUT(out, ",");
        put_usage(s, out);
    }
    PUT(out, "}");
    event_over(s, out, chunk);
}

/* The high bits of a linear congruence are good enough for prose. */
static const struct word *next_word(struct speech *s)
{
    s->dice = s->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return &words[s->dice >> (64 - WORDS_BITS)];
}

/* The arguments of a call are an object, which its first and last token open and close. */
static void put_argument(struct speech *s, struct buf *out)
{
    const struct word *w = next_word(s);

    if (s->said == 0)
        PUT(out, "{\\\"words\\\":\\\"");
    buf_add(out, w->text, w->len);
    if (s->said + 1 == s->tokens)
        PUT(out, "\\\"}");
    s->said++;
}

static void put_words(struct speech *s, struct buf *out, unsigned n)
{
    if (s->said == 0 && n) {
        const struct word *w = next_word(s);
        bool space = w->text[0] == ' ';

        buf_add(out, w->text + space, (size_t)w->len - space);
        s->said++;
        n--;
    }
    for (; n; n--, s->said++) {
        const struct word *w = next_word(s);

        buf_add(out, w->text, w->len);
    }
}

static const char *finish_reason(const struct speech *s)
{
    return s->tool_call ? "tool_calls" : s->length ? "length" : "stop";
}

/* Only a reply that is cut short by max_tokens can say so with its last token: others find
 * their end a step later. */
static void close_choice(const struct speech *s, struct buf *out)
{
    if (s->length && !s->tool_call && s->said == s->tokens)
        PUT(out, ",\"logprobs\":null,\"finish_reason\":\"length\",\"stop_reason\":null");
    else
        PUT(out, ",\"logprobs\":null,\"finish_reason\":null");
    if (s->chat)
        PUT(out, ",\"token_ids\":null}");
    else
        PUT(out, "}");
}

static const struct voice *voice_of(const struct speech *s)
{
    if (!s->chat)
        return &completion;
    if (s->tool_call)
        return &tool_call;
    return s->said < s->reasoning ? &reasoning : &chat;
}

void speech_role(struct speech *s, struct buf *out)
{
    size_t chunk;

    if (!s->chat)
        return;
    chunk = event_open(s, out);
    if (s->tool_call)
        buf_addf(out,
                 "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":"
                 "[{\"index\":0,\"id\":\"call_%016" PRIx64 "\",\"type\":\"function\","
                 "\"function\":{\"name\":\"speak\",\"arguments\":\"\"}}]}",
                 s->id);
    else
        PUT(out, "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
    PUT(out, ",\"logprobs\":null,\"finish_reason\":null}");
    event_close(s, out, chunk);
}

static size_t token_event(struct speech *s, struct buf *out, unsigned n)
{
    const struct voice *v = voice_of(s);
    size_t chunk = event_open(s, out);

    buf_add(out, v->before, v->before_len);
    if (s->tool_call)
        while (n--)
            put_argument(s, out);
    else
        put_words(s, out, n);
    buf_add(out, v->after, v->after_len);
    close_choice(s, out);
    return chunk;
}

void speech_tokens(struct speech *s, struct buf *out, unsigned n)
{
    event_close(s, out, token_event(s, out, n));
}

void speech_finish(struct speech *s, struct buf *out)
{
    size_t chunk;

    if (s->length && !s->tool_call)
        return;
    chunk = event_open(s, out);
    if (!s->chat)
        PUT(out, "{\"index\":0,\"text\":\"\"");
    else if (s->tool_call)
        PUT(out, "{\"index\":0,\"delta\":{}");
    else
        PUT(out, "{\"index\":0,\"delta\":{\"content\":\"\"}");
    buf_addf(out, ",\"logprobs\":null,\"finish_reason\":\"%s\",\"stop_reason\":null}",
             finish_reason(s));
    event_close(s, out, chunk);
}

void speech_usage(const struct speech *s, struct buf *out)
{
    size_t chunk = event_open(s, out);

    PUT(out, "],");
    put_usage(s, out);
    PUT(out, "}");
    event_over(s, out, chunk);
}

static void plain_event(const struct speech *s, struct buf *out, const char *first,
                        const char *second)
{
    size_t chunk = chunk_open(out);

    buf_put(out, first);
    if (second) {
        put_newline(s, out);
        buf_put(out, second);
    }
    event_over(s, out, chunk);
}

void speech_done(const struct speech *s, struct buf *out)
{
    plain_event(s, out, "data: [DONE]", NULL);
}

void speech_end(struct buf *out)
{
    PUT(out, "0\r\n\r\n");
}

void speech_comment(const struct speech *s, struct buf *out)
{
    plain_event(s, out, ": still here", NULL);
}

void speech_error(const struct speech *s, struct buf *out)
{
    plain_event(s, out,
                "data: {\"error\":{\"message\":\"The simulated engine failed while speaking.\","
                "\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}",
                NULL);
}

void speech_error_event(const struct speech *s, struct buf *out)
{
    plain_event(s, out, "event: error", ": The simulated engine failed while speaking.");
}

void speech_cut_json(struct speech *s, struct buf *out)
{
    size_t chunk = token_event(s, out, 1), len = out->len - chunk;

    out->len = chunk + len - len / 4;
    event_over(s, out, chunk);
}

void speech_cut_bytes(struct speech *s, struct buf *out)
{
    size_t chunk = token_event(s, out, 1);

    event_close(s, out, chunk);
    out->len = chunk + (out->len - chunk) / 2;
}

static void put_message(struct speech *s, struct buf *out)
{
    PUT(out, "{\"index\":0,\"message\":{\"role\":\"assistant\"");
    if (s->reasoning) {
        PUT(out, ",\"reasoning_content\":\"");
        put_words(s, out, s->reasoning);
        PUT(out, "\"");
    }
    if (s->tool_call) {
        buf_addf(out,
                 ",\"content\":null,\"tool_calls\":[{\"id\":\"call_%016" PRIx64
                 "\",\"type\":\"function\",\"function\":{\"name\":\"speak\",\"arguments\":\"",
                 s->id);
        while (s->said < s->tokens)
            put_argument(s, out);
        PUT(out, "\"}}]");
    } else {
        PUT(out, ",\"content\":\"");
        put_words(s, out, s->tokens - s->said);
        PUT(out, "\"");
    }
    PUT(out, "}");
}

void speech_whole(struct speech *s, struct buf *out)
{
    buf_addf(out,
             "{\"id\":\"%s-%016" PRIx64 "\",\"object\":\"%s\",\"created\":%" PRId64
             ",\"model\":\"%s\",\"choices\":[",
             s->chat ? "chatcmpl" : "cmpl", s->id, s->chat ? "chat.completion" : "text_completion",
             s->created, s->model);
    if (s->chat) {
        put_message(s, out);
    } else {
        PUT(out, "{\"index\":0,\"text\":\"");
        put_words(s, out, s->tokens);
        PUT(out, "\"");
    }
    buf_addf(out, ",\"logprobs\":null,\"finish_reason\":\"%s\",\"stop_reason\":null}]",
             finish_reason(s));
    if (!s->no_usage) {
        PUT(out, ",");
        put_usage(s, out);
    }
    PUT(out, "}");
}
