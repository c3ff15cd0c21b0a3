#ifndef SIM_TEXTS_H
#define SIM_TEXTS_H

#include "base/buf.h"
#include "sim/part.h"

struct error;

/* The texts of a request for embeddings or a ranking, unescaped, one behind the other. */
struct texts {
    struct buf bytes;
    size_t *ends; /* of each in `bytes`; owned */
    size_t count, cap;
};

void texts_release(struct texts *t);
struct part texts_get(const struct texts *t, size_t i);

/* Text, token ids (which are words like others), or a list of either. -1 when it is neither, or
 * when a text or the list is empty: err names the field. */
int texts_read_input(struct texts *t, struct part value, const char *field, struct error *err);
/* A list of strings, or of objects with a text. */
int texts_read_documents(struct texts *t, struct part value, struct error *err);

#endif
