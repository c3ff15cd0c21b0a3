#ifndef SIM_ASK_H
#define SIM_ASK_H

#include "sim/dialect.h"
#include "sim/talk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;

enum { ASK_TOKEN = 4 }; /* bytes: our tokens are all of the same length */

/* What a request for a completion asks for, in whichever protocol. What is not said is 0.
 * Parts point into the body. */
struct ask {
    const struct dialect *dialect;
    enum framing framing;
    bool stream, include_usage, continuous_usage;
    bool ignore_eos;
    bool details, logprobs; /* the protocol's own: more than a reply needs */
    unsigned top_logprobs;
    bool tools_never, tools_must, one_tool; /* said of calls: none, at least one, at most one */
    unsigned max_tokens, min_tokens;
    unsigned prompt_tokens; /* at least 1 */
    unsigned cached_tokens; /* that the engine has seen before: for who knows them to set */
    unsigned prompts, n;    /* at least 1: texts to go on from; answers to each */
    const char *model;      /* still escaped as in the body, which it points into; NULL: not said */
    size_t model_len;
    struct part tools, tool; /* that may be called; the one that must be, by its name */
    struct talk talk;
    uint64_t hash; /* of the whole body */
};

/* `prompt` becomes all text that the model is to read, as it is meant and not as JSON escapes it.
 * -1 when the body is not what the service can answer: err says why, for the client. */
int ask_read(struct ask *a, const struct dialect *d, const char *body, size_t len,
             struct buf *prompt, struct error *err);

uint64_t ask_hash(const char *body, size_t len); /* of a whole body, as above */
unsigned ask_tokens(size_t bytes);               /* how many that much text is */

#endif
