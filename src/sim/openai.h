#ifndef SIM_OPENAI_H
#define SIM_OPENAI_H

#include "sim/speech.h"
#include "sim/walk.h"

/* What OpenAI's chat and completions have in common: chunks of choices, usage in one of its
 * own, [DONE]. Shaped as vLLM shapes them. */
extern const struct ask_field openai_stream_options[];

int openai_check_top(const struct ask *a, const char *field, struct error *err);

void openai_begin(struct speech *s, const char *prefix, const char *object);
void openai_whole(struct speech *s, struct buf *out, const char *prefix, const char *object,
                  void (*put_choice)(struct speech *s, struct buf *out));

void openai_open(struct speech *s, struct buf *out); /* an event, up to its choice's index */
void openai_close(struct speech *s, struct buf *out);
void openai_index(const struct speech *s, struct buf *out); /* `{"index":0` */

/* After a choice's text: logprobs of n tokens from a place on, or null; then, with a comma in
 * front, why it ends. A choice of which tokens were said may not have ended. */
struct place;
typedef void logprobs(struct speech at, struct buf *out, unsigned n);

void openai_logprobs(const struct speech *s, struct buf *out, struct place from, unsigned n,
                     logprobs *put);
void openai_reason_of_token(const struct speech *s, struct buf *out);
void openai_reason(const struct speech *s, struct buf *out);

void openai_usage(struct speech *s, struct buf *out);
void openai_done(struct speech *s, struct buf *out);
void openai_failed(struct speech *s, struct buf *out, int status, const char *message);
void openai_error(struct buf *out, int status, const char *message);

#endif
