#ifndef LLM_EXCHANGE_H
#define LLM_EXCHANGE_H

#include "measure/sample.h"
#include "net/http.h"

#include <stdbool.h>
#include <stddef.h>

struct recorder;
struct shape;

/* A request to the service and all that came of it: a transfer, its decoder, and the
 * sample it fills in as things happen. It is recorded when it has ended. */
struct exchange;

struct exchange_spec {
    struct http_line *line;
    struct http_request request; /* as http.h says, body and target until on_end */
    const struct shape *shape;   /* until on_end; NULL: plain http, any reply below 400 is good */
    nanos due, ready;
    label step;
    uint64_t user;
    uint32_t turn;
    bool keep_text; /* collect the reply's text (plain http: the body) */
};

/* What a journey may want to know of an exchange that has ended: until on_end returns. */
struct exchange_result {
    const struct sample *sample;
    const char *text; /* "" unless kept */
    size_t text_len;
    const char *finish_reason; /* NULL: none */
    const char *words;         /* of what went wrong; "" when nothing did */
    size_t words_len;
};

typedef void exchange_end_fn(void *owner, const struct exchange_result *r);

struct exchange *exchange_begin(struct recorder *rec, const struct exchange_spec *spec,
                                exchange_end_fn *on_end, void *owner);

/* STOPPED by the journey, or UNFINISHED at the end of the run. on_end follows at the next
 * reap; a NULL on_end has it end in silence. */
void exchange_cancel(struct exchange *x, enum fault why);
void exchange_abandon(struct exchange *x); /* its owner is going: on_end will not be called */

#endif
