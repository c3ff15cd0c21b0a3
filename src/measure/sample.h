#ifndef MEASURE_SAMPLE_H
#define MEASURE_SAMPLE_H

#include "base/clock.h"
#include "measure/label.h"

#include <stdbool.h>
#include <stdint.h>

/* How an exchange ended. Faults are results: they are counted, never printed one by one
 * and never a reason to stop. Their names (fault_name) are the same in the report, the
 * JSON and Lua. The last two are no faults. */
enum fault {
    FAULT_NONE,
    FAULT_RESOLVE,   /* the host's name has no address */
    FAULT_CONNECT,   /* nobody answered there, or said no */
    FAULT_TLS,       /* no agreement, or a certificate that is not trusted */
    FAULT_SEND,      /* the request could not be sent whole */
    FAULT_NO_REPLY,  /* closed before the first byte of a reply */
    FAULT_STATUS,    /* a status outside 2xx (plain http: of 400 and above) */
    FAULT_MALFORMED, /* the reply is not what the protocol says: no HTTP, no JSON */
    FAULT_EMPTY,     /* a good end, but not one token */
    FAULT_IN_STREAM, /* an error told inside a 200 */
    FAULT_TRUNCATED, /* the reply ended without the protocol's own end */
    FAULT_RESET,     /* the connection broke in mid-reply */
    FAULT_STALLED,   /* the reply began, then nothing came for too long */
    FAULT_TIMEOUT,   /* not over in time */
    FAULT_SCRIPT,    /* the journey's own code failed */
    FAULT_COUNT,
    STOPPED = FAULT_COUNT, /* the journey wanted no more of it */
    UNFINISHED,            /* still going when the run ended */
    OUTCOME_COUNT,
};

const char *fault_name(enum fault f); /* "no_reply"; "ok" for FAULT_NONE */

/* One exchange with the service, as measured. Moments are on the monotonic clock
 * and 0 when they never came. */
struct sample {
    nanos due;    /* when the user wanted the answer */
    nanos ready;  /* when nothing but ourselves stood in its way: due, or a user was free */
    nanos waited; /* for one of the connections that all share: due and ready before it, begun after
                   */
    nanos begun;  /* when it was given to the network */
    nanos connected; /* a new connection's moments; 0 on a reused one */
    nanos tls_done;
    nanos sent; /* the request's first byte was given to the kernel */
    nanos first_byte, first_event;
    nanos first_token, last_token; /* generated text of any kind, reasoning too */
    nanos first_answer;            /* text that is not reasoning */
    nanos ended;

    uint32_t tokens_in, tokens_out, tokens_cached; /* as the service says, if it does */
    uint32_t asked_in, asked_out; /* tokens that prompt and answer were to have; 0: any */
    uint32_t shared;              /* tokens of the prompt that this run has sent before */
    uint32_t events;              /* messages cut from the reply */
    uint32_t token_events;        /* those that carried generated text */
    uint32_t coalesced;           /* token events that came in one read with the one before */
    uint32_t events_in_window;    /* token events inside the measured window */
    uint64_t bytes_up, bytes_down;
    uint64_t user;
    uint32_t turn;        /* of the user's conversation, from 1; 0: none */
    label scenario, step; /* 0: none */
    nanos longest_gap;    /* between two of its token events */
    uint16_t status;      /* HTTP's; 0: none came */
    uint16_t target;      /* which of the service's addresses, from 1; 0: it has one */
    uint16_t stage;       /* of the run, from 1: the one in which it was due; 0: none */
    uint8_t outcome;      /* enum fault */
    bool borrowed;        /* the connection is lent to one exchange at a time */
    bool reused;          /* the connection was already open */
    bool retried;         /* it was found closed, and the request sent again on a new one */
    bool has_usage;       /* tokens_out is said, and to be believed */
    bool has_input, has_cached;
    bool streamed; /* came as events: token times mean something */
    bool llm;      /* a protocol with tokens, not plain http */
    bool kernel;   /* all its token stamps are the kernel's */
    bool warmup;   /* its stage is not measured */
    bool good;     /* went well, and within all limits if there are any (measure/slo.h) */
};

/* One journey, as measured. */
struct journey {
    label scenario;
    uint16_t stage; /* of the run, from 1: the one in which it began; 0: none */
    nanos begun, ended;
    uint64_t exchanges; /* that it began */
    bool failed;        /* its code did */
    bool unfinished;    /* it had not come to its end when we stopped waiting */
    bool good;          /* all its exchanges were, and it did not fail */
    bool warmup;        /* its stage is not measured */
};

/* What is made of the moments; -1 when they are not all there. docs/measuring.md. */
nanos sample_lag(const struct sample *s);       /* ready to begun: ours, not the service's */
nanos sample_ttft(const struct sample *s);      /* sent to first token */
nanos sample_ttfa(const struct sample *s);      /* sent to first answer token */
nanos sample_ttfc(const struct sample *s);      /* sent to first event (vLLM's ttft) */
nanos sample_tpot(const struct sample *s);      /* (last - first token) / (tokens - 1) */
nanos sample_e2e(const struct sample *s);       /* sent to last token */
nanos sample_latency(const struct sample *s);   /* sent to ended */
uint32_t sample_tokens(const struct sample *s); /* usage's count, else token events; 0: unknown */

#endif
