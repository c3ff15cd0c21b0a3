#ifndef LLM_OUTCOME_H
#define LLM_OUTCOME_H

#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct http_result;
struct shape;

enum { FINISH_MAX = 32, OPENING_MAX = 64 };

/* What of a reply decides how it ended, noted while its events are read. */
struct heard {
    bool failed, malformed; /* it said that it failed; something was not as the protocol says */
    bool finished, kept;    /* it said why it ends; what was to be kept is here */
    bool cut;               /* its body ended inside an event */
    bool several;           /* answers were asked for */
    uint64_t choices, finished_choices; /* bits, as the shape finds them */
    char finish[FINISH_MAX];            /* the reason; '\0'-ended */
    char opening[OPENING_MAX];          /* its first bytes, until there is an event */
    size_t opening_len;
    const char *type; /* as HTTP says; NULL: nothing. At the end only */
};

void heard_opening(struct heard *h, const char *bytes, size_t n);
void heard_finish(struct heard *h, const char *why, size_t n, uint64_t choices);

/* A 2xx, for plain http (without a shape) anything below 400. */
bool outcome_bad_status(const struct shape *shape, unsigned status);

/* How an exchange ended, `s` being filled in but for that. What the connection did after the
 * protocol's own end is nobody's fault. */
enum fault outcome_of(const struct heard *h, const struct shape *shape, const struct sample *s,
                      const struct http_result *r);

/* Says in a few words what neither the service nor libcurl has words for; `s` has its outcome. */
void outcome_explain(const struct heard *h, const struct sample *s, struct buf *out);

#endif
