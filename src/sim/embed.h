#ifndef SIM_EMBED_H
#define SIM_EMBED_H

#include <stddef.h>

struct error;
struct prepared;

enum { EMBED_SIZE_MAX = 8192 };

/* Answers a request for embeddings in OpenAI's words. `size` is what a vector has when the
 * request does not say; `model`, as JSON, is the model's name in that case. -1 when it cannot be
 * answered: err says why, for the client. */
int embed_answer(struct prepared *p, const char *body, size_t len, unsigned size, const char *model,
                 struct error *err);

#endif
