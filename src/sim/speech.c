#include "sim/speech.h"

#include "base/buf.h"
#include "base/mem.h"
#include "sim/ask.h"
#include "sim/event.h"
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
static const struct voice refusal = VOICE("{\"index\":0,\"delta\":{\"refusal\":\"", "\"}");
static const struct voice tool_call = VOICE("{\"index\":0,\"delta\":{\"tool_calls\":[", "]}");

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
        .cached_tokens = a->cached_tokens,
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
    buf_release(&s->quote);
    calls_release(&s->calls);
    s->start = s->model = NULL;
}

/* The high bits of a linear congruence are good enough for prose. */
static const struct word *next_word(struct speech *s)
{
    s->dice = s->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return &words[s->dice >> (64 - WORDS_BITS)];
}

/* A piece of the quote ends before a space, as a word does; none is within an escape. */
static size_t quote_end(const struct speech *s, size_t from)
{
    const char *space = memchr(s->quote.data + from + 1, ' ', s->quote.len - from - 1);

    return space ? (size_t)(space - s->quote.data) : s->quote.len;
}

unsigned speech_quote_tokens(const struct speech *s)
{
    unsigned n = 0;

    for (size_t at = s->quoted; at < s->quote.len; n++)
        at = quote_end(s, at);
    return n;
}

/* An answer begins with what it quotes; a reply's first word has no space in front. */
static void put_word(struct speech *s, struct buf *out)
{
    const struct word *w;
    bool space;

    if (s->quoted < s->quote.len && s->said >= s->reasoning) {
        size_t end = quote_end(s, s->quoted);

        buf_add(out, s->quote.data + s->quoted, end - s->quoted);
        s->quoted = end;
        return;
    }
    w = next_word(s);
    space = s->said == 0 && w->text[0] == ' ';
    buf_add(out, w->text + space, (size_t)w->len - space);
}

static void put_words(struct speech *s, struct buf *out, unsigned n)
{
    for (; n; n--, s->said++)
        put_word(s, out);
}

/* Words have been said when calls begin, if they were thoughts. */
static bool calling(const struct speech *s)
{
    return s->calls.count && s->said >= s->reasoning;
}

static const char *finish_reason(const struct speech *s)
{
    return s->calls.count ? "tool_calls" : s->length ? "length" : "stop";
}

/* Only a reply that is cut short by max_tokens can say so with its last token: others find
 * their end a step later. */
static void close_choice(const struct speech *s, struct buf *out)
{
    if (s->length && s->said == s->tokens)
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
    if (s->said < s->reasoning)
        return &reasoning;
    if (s->calls.count)
        return &tool_call;
    return s->refuses ? &refusal : &chat;
}

void speech_role(struct speech *s, struct buf *out)
{
    size_t chunk;

    if (!s->chat)
        return;
    chunk = event_open(s, out);
    if (s->calls.count)
        PUT(out, "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}");
    else
        PUT(out, "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
    PUT(out, ",\"logprobs\":null,\"finish_reason\":null}");
    event_close(s, out, chunk);
}

/* How many of the next n tokens are of one sort. */
static unsigned together(const struct speech *s, unsigned n)
{
    if (s->said < s->reasoning)
        return n < s->reasoning - s->said ? n : s->reasoning - s->said;
    return calling(s) ? calls_together(&s->calls, n) : n;
}

static size_t token_event(struct speech *s, struct buf *out, unsigned n)
{
    const struct voice *v = voice_of(s);
    size_t chunk = event_open(s, out);

    buf_add(out, v->before, v->before_len);
    if (calling(s)) {
        calls_say(&s->calls, out, n);
        s->said += n;
    } else {
        put_words(s, out, n);
    }
    buf_add(out, v->after, v->after_len);
    close_choice(s, out);
    return chunk;
}

void speech_tokens(struct speech *s, struct buf *out, unsigned n)
{
    while (n) {
        unsigned now = together(s, n);

        event_close(s, out, token_event(s, out, now));
        n -= now;
    }
}

void speech_finish(struct speech *s, struct buf *out)
{
    size_t chunk;

    if (s->length)
        return;
    chunk = event_open(s, out);
    if (!s->chat)
        PUT(out, "{\"index\":0,\"text\":\"\"");
    else if (s->calls.count || s->refuses)
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
    event_usage(s, out);
    PUT(out, "}");
    event_over(s, out, chunk);
}

void speech_done(const struct speech *s, struct buf *out)
{
    event_plain(s, out, "data: [DONE]", NULL);
}

void speech_end(const struct speech *s, struct buf *out)
{
    if (!s->bare)
        PUT(out, "0\r\n\r\n");
}

void speech_comment(const struct speech *s, struct buf *out)
{
    event_plain(s, out, ": still here", NULL);
}

void speech_error(const struct speech *s, struct buf *out)
{
    event_plain(s, out,
                "data: {\"error\":{\"message\":\"The simulated engine failed while speaking.\","
                "\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}",
                NULL);
}

void speech_error_event(const struct speech *s, struct buf *out)
{
    event_plain(s, out, "event: error", ": The simulated engine failed while speaking.");
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
    if (s->calls.count) {
        PUT(out, ",\"content\":null,\"tool_calls\":[");
        calls_say_whole(&s->calls, out);
        PUT(out, "]");
        s->said = s->tokens;
    } else {
        buf_put(out, s->refuses ? ",\"content\":null,\"refusal\":\"" : ",\"content\":\"");
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
        event_usage(s, out);
    }
    PUT(out, "}");
}
