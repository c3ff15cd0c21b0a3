#ifndef SIM_RANK_H
#define SIM_RANK_H

#include <stddef.h>

struct error;
struct prepared;

/* Answers a request for a ranking in the words of Cohere, Jina and vLLM, of TEI or of NIM, by the
 * field its documents come in: they stand by their nearness to the query, the nearest first.
 * `model` as for embeddings. -1 when it cannot be answered: err says why, for the client. */
int rank_answer(struct prepared *p, const char *body, size_t len, const char *model,
                struct error *err);

#endif
