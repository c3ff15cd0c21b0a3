#ifndef LLM_EXCHANGE_H
#define LLM_EXCHANGE_H

#include "llm/shape.h"
#include "measure/sample.h"
#include "net/http.h"

#include <stdbool.h>
#include <stddef.h>

struct recorder;

/* A request to the service and all that came of it: a transfer, its decoder, and the
 * sample it fills in as things happen. It is recorded when it has ended. */
struct exchange;

struct exchange_spec {
    struct http_line *line;
    struct http_request request; /* as http.h says, body and target until on_end */
    const struct shape *shape;   /* until on_end; NULL: plain http, any reply below 400 is good */
    nanos due, ready;
    label scenario, step;
    uint64_t user;
    uint32_t turn;
    uint32_t asked_in, asked_out, shared; /* as in the sample */
    bool keep_text;                       /* collect what the reply says (plain http: the body) */
    bool keep_body;                       /* collect the body as it came */
    bool keep_headers;                    /* and the header lines */
    bool several; /* answers were asked for: each that begins must come to its end */
};

/* What a journey may want to know of an exchange that has ended: until on_end returns. */
struct exchange_result {
    const struct sample *sample;
    struct span text, reasoning, refusal; /* unescaped; empty unless kept */
    struct span kept; /* events that the shape wants kept, as they came, a '\0' after each */
    struct span body, headers; /* empty unless kept; header lines end in CRLF */
    const char *finish_reason; /* NULL: none */
    struct span words;         /* of what went wrong; empty when nothing did */
};

/* on_token comes while bytes arrive and only takes note: `text` (unescaped, SAYS_*'s one `kind`)
 * is gone when it returns. NULL: nobody wants to know. on_end may do anything. */
struct exchange_watch {
    void (*on_token)(void *owner, enum meaning kind, struct span text);
    void (*on_end)(void *owner, const struct exchange_result *r);
};

struct exchange *exchange_begin(struct recorder *rec, const struct exchange_spec *spec,
                                const struct exchange_watch *watch, void *owner);

/* STOPPED by the journey, or UNFINISHED at the end of the run. on_end follows at the next
 * reap. */
void exchange_cancel(struct exchange *x, enum fault why);
void exchange_abandon(struct exchange *x); /* its owner is going: on_end will not be called */

#endif
