#ifndef SIM_SPEECH_H
#define SIM_SPEECH_H

#include "base/buf.h"
#include "base/clock.h"
#include "sim/calls.h"
#include "sim/dialect.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ask;
struct word;

/* What a token may be a part of. */
enum sort { THOUGHTS, ANSWER, REFUSAL, CALL };

/* A part of a reply: thoughts, the answer, or a call. */
struct spoken {
    enum sort sort;
    unsigned from, to; /* tokens of the reply, when it is no call */
    const struct call *call;
};

/* One reply put into words: the events of a stream, or the one object of a reply that is not
 * streamed, as its dialect has them. It only appends to buffers; when, and whether they are
 * sent is for reply.c. Each event is an HTTP chunk of its own.
 *
 * What all events of a reply begin with is prepared once, so that a token costs a few
 * copies. A reply is thoughts (words of a built-in list, one a token, the same for the same
 * `dice`), then either tool calls or an answer: what it quotes, then words again. When several
 * choices were asked for, each says as many tokens, in other words. */
struct speech {
    const struct dialect *dialect;
    enum framing framing;
    struct buf start; /* what the dialect's events begin with, owned */
    size_t pause;     /* where in it something stands that is different each time; 0: nowhere */
    char *model;      /* as JSON has it, without quotes; owned */
    uint64_t id, dice, first_dice;
    int64_t created;
    unsigned prompt_tokens, cached_tokens;
    unsigned choices, choice;  /* how many; the one that is being said */
    unsigned tokens, said;     /* of each choice; until now */
    unsigned reasoning;        /* that many at the beginning are reasoning */
    struct calls calls;        /* set them instead of an answer; owned */
    struct buf quote;          /* as JSON has it, without quotes; owned */
    size_t quoted;             /* bytes of it that are said */
    bool refuses;              /* its answer is a refusal */
    bool continuous, no_usage; /* in every event; nowhere */
    bool caches;               /* usage tells of the cache */
    bool length;               /* it ends because max_tokens is reached */
    bool null_usage;           /* null until it is told */
    bool usage_last;           /* told with the last of the content */
    bool details, logprobs;    /* it tells more than it needs, as the protocol has it */
    unsigned top_logprobs;
    const char *newline;
    const struct word *words; /* to choose from */
    unsigned events;          /* that have been said */
    size_t event;             /* where the last one begins in the buffer it went to */
    nanos waited, took;       /* until the first token; until now: for those that tell of it */
    unsigned parts;           /* until now */
    struct spoken part;       /* the last one, as far as it is said */
};

/* `model` and its length as JSON text. The fields after `choice` are set afterwards. */
void speech_init(struct speech *s, const struct ask *a, uint64_t id, int64_t created,
                 const char *model, size_t model_len);
void speech_release(struct speech *s);
unsigned speech_quote_tokens(const struct speech *s); /* that it takes to say the quote */
const char *speech_type(const struct speech *s);      /* of a stream's content */

void speech_role(struct speech *s, struct buf *out);               /* what is no token yet */
void speech_tokens(struct speech *s, struct buf *out, unsigned n); /* in one event, if they are
                                                                      of one sort */
void speech_finish(struct speech *s, struct buf *out); /* if the last token could not say it */
void speech_usage(struct speech *s, struct buf *out);  /* if that is an event of its own */
void speech_done(struct speech *s, struct buf *out);
void speech_end(const struct speech *s, struct buf *out); /* of the HTTP body */

/* Quirks and mishaps, one event each. A cut token is half of one: of its JSON, the event
 * being whole; or of its bytes, with the chunk promising more. False when so many tokens made no
 * event that could be cut: they are said all the same. */
void speech_comment(const struct speech *s, struct buf *out); /* where there are comments */
/* An error, and what the dialect has follow it; it might have been that status. */
void speech_failed(struct speech *s, struct buf *out, int status, const char *message);
void speech_error(struct speech *s, struct buf *out);
void speech_error_event(struct speech *s, struct buf *out);
bool speech_cut_json(struct speech *s, struct buf *out, unsigned n);
bool speech_cut_bytes(struct speech *s, struct buf *out, unsigned n);

void speech_whole(struct speech *s, struct buf *out); /* the reply as one object */
size_t speech_size(const struct speech *s);           /* of that, about, in bytes */

#endif
