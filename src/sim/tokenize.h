#ifndef SIM_TOKENIZE_H
#define SIM_TOKENIZE_H

#include <stddef.h>

struct buf;
struct dialect;
struct error;

/* The reply to POST /tokenize, as vLLM words it, for a prompt or a chat's messages: how many tokens
 * that is, and their ids, which are the bytes of each. `prompt` is room for the text, `longest`
 * what is told as max_model_len. -1: err says
 * why, for the client. */
int tokenize(struct buf *out, const char *body, size_t len, struct buf *prompt, unsigned longest,
             struct error *err);

/* How many tokens a request of this dialect makes the model read, in the dialect's words: clients
 * ask before they send it. */
int tokenize_request(const struct dialect *d, struct buf *out, const char *body, size_t len,
                     struct buf *prompt, struct error *err);

#endif
