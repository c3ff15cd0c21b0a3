#ifndef SIM_LOGPROBS_H
#define SIM_LOGPROBS_H

#include "sim/voice.h"

/* What OpenAI's protocols tell of tokens besides their text: how likely each was, and what else
 * might have been said. `at` is the speech as it was before them. */
void logprobs_of_chat(struct speech at, struct buf *out, unsigned n);
void logprobs_of_completion(struct speech at, struct buf *out, unsigned n);

#endif
