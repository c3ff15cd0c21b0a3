#ifndef SIM_SEQ_H
#define SIM_SEQ_H

#include "base/clock.h"
#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blocks;

/* A sequence: one request as an engine sees it. It is the caller's memory, zeroed, and lives in
 * the engine from engine_submit() until it has ended or was given up. */
struct seq {
    /* for the caller to say */
    unsigned prompt, wanted; /* tokens; none wanted: the prompt is only read */
    unsigned choices;        /* replies side by side to the one prompt; 0 is 1 */
    const uint64_t *keys;    /* of the prompt's blocks (prefix_keys()); good until it is over */
    size_t key_count;
    uint64_t dice; /* which drafts of it are accepted */

    /* for the caller to read */
    nanos arrived, scheduled; /* submitted; left the queue for the first time */
    nanos first, last;        /* tokens; with the first one the prompt has been read */
    unsigned said, gained;    /* tokens until now; in the step that has just ended */
    unsigned cached;          /* tokens of the prompt that were known */
    unsigned batch;           /* sequences in the step that gave its first token */
    unsigned preempted;       /* how often */
    bool ended;

    /* the engine's */
    struct list link;          /* waiting or running */
    struct list told;          /* among those that a step has changed */
    unsigned computed, chunk;  /* tokens in memory; to be computed in this step */
    bool running, submitted;   /* now; it is in the engine */
    uint32_t *blocks;          /* that it holds, in order; owned */
    unsigned block_count, cap; /* of them; room for them */
};

/* How many of its blocks are known already, from the first on, without a gap, so that a token is
 * left to compute; and how many of those nobody holds. */
unsigned seq_known(const struct seq *s, const struct blocks *b, unsigned *idle);
void seq_hold_known(struct seq *s, struct blocks *b, unsigned known);

unsigned seq_width(const struct seq *s); /* choices */
/* Blocks for so many tokens in memory: the prompt's belong to all choices. */
unsigned seq_blocks(const struct seq *s, unsigned tokens);
/* The reply's tokens, in each choice, that fit into so many blocks with its prompt. */
size_t seq_room(const struct seq *s, size_t blocks);
unsigned seq_lacks(const struct seq *s, unsigned tokens); /* of these, what it does not have */
void seq_grow(struct seq *s, struct blocks *b, unsigned blocks);
void seq_let_go(struct seq *s, struct blocks *b); /* of all its blocks, and of their list */
void seq_name_blocks(struct seq *s, struct blocks *b, unsigned from); /* computed since so many */

unsigned seq_lacking(const struct seq *s);                 /* tokens to compute until it speaks */
unsigned seq_accepts(const struct seq *s, unsigned drafts, /* of the next so many */
                     double acceptance);

#endif
