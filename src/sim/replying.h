#ifndef SIM_REPLYING_H
#define SIM_REPLYING_H

#include "sim/conn.h"
#include "sim/fleet.h"
#include "sim/manner.h"
#include "sim/reply.h"
#include "sim/service.h"
#include "sim/speech.h"
#include "sim/truth.h"
#include "sim/wire.h"

struct request;

/* The inside of a reply, for those who take care of one: reply.c (its course), account.c (what is
 * told of it) and admission.c (its way into an engine, and what comes out). */
struct reply {
    struct timer timer;
    struct conn *conn;
    struct speech speech;
    struct rng dice;
    struct manner manner;
    bool opened; /* the role is said */
    bool late;   /* its header goes out with the first token */
    struct wire wire;
    char *id;
    struct buf header;   /* what is left of it, when it comes slowly */
    struct buf prepared; /* the body, when there is nothing to be spoken */
    struct life life;
    struct job job; /* with an engine; its keys are ours */
    uint64_t *keys;
    nanos due, first_due;    /* the next tokens, the first ones */
    struct handing *moments; /* of each token; only for the journal */
    size_t moments_cap;
};

/* `out` becomes the header of a stream, unless that had to be sent by itself. */
void reply_begin_head(struct reply *r, const struct request *request, struct buf *out);
void reply_send(struct reply *r, const struct buf *said);
void reply_on_step(struct job *j); /* of an engine */

#endif
