#ifndef SIM_QUOTE_H
#define SIM_QUOTE_H

struct buf;
struct talk;

/* A sentence of what tools have just said, as it is, so that whoever gave it finds it again in the
 * answer. JSON text, without quotes. */
void quote_results(struct buf *out, const struct talk *t);

#endif
