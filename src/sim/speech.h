#ifndef SIM_SPEECH_H
#define SIM_SPEECH_H

#include "base/buf.h"
#include "sim/calls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ask;

/* One reply put into words: the events of a stream, shaped as vLLM shapes them, or the one
 * object of a reply that is not streamed. It only appends to buffers; when, and whether
 * they are sent is for reply.c. Each event is an HTTP chunk of its own.
 *
 * What all events of a reply begin with is prepared once, so that a token costs a few
 * copies. A reply is thoughts (words of a built-in list, one a token, the same for the same
 * `dice`), then either tool calls or an answer: what it quotes, then words again. */
struct speech {
    char *start; /* `data: {"id":...,"choices":[`, owned */
    size_t start_len;
    char *model; /* as JSON has it, without quotes; owned */
    uint64_t id, dice;
    int64_t created;
    unsigned prompt_tokens, cached_tokens;
    unsigned tokens, said;     /* of the whole reply; until now */
    unsigned reasoning;        /* that many at the beginning are reasoning */
    struct calls calls;        /* set them instead of an answer; owned */
    struct buf quote;          /* as JSON has it, without quotes; owned */
    size_t quoted;             /* bytes of it that are said */
    bool chat, refuses;        /* its answer is a refusal */
    bool continuous, no_usage; /* in every event; nowhere */
    bool caches;               /* usage tells of the cache */
    bool length;               /* it ends because max_tokens is reached */
    bool bare;                 /* no HTTP chunks: whoever asked knows none */
    const char *newline;
};

/* `model` and its length as JSON text. The fields after `created` are set afterwards. */
void speech_init(struct speech *s, const struct ask *a, uint64_t id, int64_t created,
                 const char *model, size_t model_len);
void speech_release(struct speech *s);
unsigned speech_quote_tokens(const struct speech *s); /* that it takes to say the quote */

void speech_role(struct speech *s, struct buf *out);               /* nothing for completions */
void speech_tokens(struct speech *s, struct buf *out, unsigned n); /* in one event, if they are
                                                                      of one sort */
void speech_finish(struct speech *s, struct buf *out); /* if the last token could not say it */
void speech_usage(const struct speech *s, struct buf *out);
void speech_done(const struct speech *s, struct buf *out);
void speech_end(const struct speech *s, struct buf *out); /* of the HTTP body */

/* Quirks and mishaps, one event each. A cut token is half of one: of its JSON, the event
 * being whole; or of its bytes, with the chunk promising more. */
void speech_comment(const struct speech *s, struct buf *out);
void speech_error(const struct speech *s, struct buf *out);
void speech_error_event(const struct speech *s, struct buf *out);
void speech_cut_json(struct speech *s, struct buf *out);
void speech_cut_bytes(struct speech *s, struct buf *out);

void speech_whole(struct speech *s, struct buf *out); /* the reply as one object */

#endif
