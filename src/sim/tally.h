#ifndef SIM_TALLY_H
#define SIM_TALLY_H

#include "sim/fault.h"
#include "sim/life.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has happened so far, in numbers. Each thread of the service has a tally of its own, and so
 * has each engine where there are several; only that thread counts in it. Anybody may read any of
 * them at any time: every number is whole, if not of the very same moment as its neighbour. */
enum tally_count {
    TALLY_REQUESTS, /* for what the service is there for: who looks at numbers is no request */
    TALLY_TOKENS,
    TALLY_CONNECTIONS,
    TALLY_OPEN,       /* connections now */
    TALLY_OVERLOADED, /* answers with 429 */
    TALLY_INVALID,    /* with another 4xx */
    TALLY_LEFT,       /* requests whose client left, scheduled or not */
    /* what the engine has done */
    TALLY_SCHEDULED,
    TALLY_PROMPT, /* tokens of prompts that were prefilled; of them cached; the rest */
    TALLY_CACHED,
    TALLY_COMPUTED,
    TALLY_QUERIED, /* tokens looked for in the prefix cache, and found, when scheduled */
    TALLY_HITS,
    TALLY_PREEMPTIONS,
    TALLY_STEPS,
    TALLY_DRAFTS, /* of speculative decoding; tokens in them; of these accepted */
    TALLY_DRAFTED,
    TALLY_ACCEPTED,
    TALLY_STOP, /* the ends of lives that were scheduled, in the order of enum life_end */
    TALLY_LENGTH,
    TALLY_ABORT,
    TALLY_ERROR,
    TALLY_DONE, /* of them, the good ones */
    /* how things stand: gauges */
    TALLY_RUNNING,
    TALLY_WAITING,
    TALLY_BLOCKS, /* of the KV cache; in use by running requests */
    TALLY_USED,
    TALLY_COUNTS /* how many there are */
};

enum { TALLY_STATUSES = 600, TALLY_PATHS = 64, TALLY_CLASSES = TALLY_STATUSES / 100 };

/* Where the buckets of a histogram end, in seconds or in whole numbers: in a list, or each as far
 * from the one before. The last has no end. */
struct ladder {
    const double *steps; /* NULL: by `each` */
    unsigned count;
    double each;
};

static inline double ladder_step(const struct ladder *l, unsigned i)
{
    return l->steps ? l->steps[i] : l->each * (i + 1);
}

typedef _Atomic uint64_t tally_number;

struct tally_hist {
    const struct ladder *ladder; /* NULL: nobody wants this histogram */
    tally_number sum;            /* nanoseconds or whole numbers */
    tally_number *buckets;       /* ladder->count and one; not added up */
};

struct tally_path {
    const char *method;         /* there when the path is */
    _Atomic(const char *) path; /* NULL: nobody has asked for it yet */
    tally_number count;
    tally_number classes[TALLY_CLASSES]; /* replies by the first digit of their status */
};

struct tally {
    tally_number counts[TALLY_COUNTS];
    tally_number faults[SIM_FAULTS]; /* requests that each befell; of refusals, connections */
    tally_number statuses[TALLY_STATUSES];
    struct tally_path paths[TALLY_PATHS]; /* in the order they were first asked for */
    struct tally_hist hists[MEASURES];
};

/* All tallies of a service. */
struct tallies {
    nanos born; /* on the wall clock */
    bool apart; /* they are engines', to be told apart; else threads', to be added up */
    unsigned count;
    struct tally *of[];
};

struct tallies *tallies_new(unsigned count, const struct ladder *const ladders[MEASURES]);
void tallies_free(struct tallies *all);

struct tally *tally_new(const struct ladder *const ladders[MEASURES]);
void tally_free(struct tally *t);
/* What `into` has no histograms of is left out. Gauges too are added up. */
void tally_merge(struct tally *into, const struct tally *from);

static inline uint64_t tally_read(const tally_number *n)
{
    return atomic_load_explicit(n, memory_order_relaxed);
}

/* A single writer needs no lock to count. */
static inline void tally_up(tally_number *n, uint64_t by)
{
    atomic_store_explicit(n, tally_read(n) + by, memory_order_relaxed);
}

static inline void tally_add(struct tally *t, enum tally_count c, uint64_t by)
{
    tally_up(&t->counts[c], by);
}

static inline void tally_set(struct tally *t, enum tally_count gauge, uint64_t to)
{
    atomic_store_explicit(&t->counts[gauge], to, memory_order_relaxed);
}

/* A request for a path by a method; both texts must live for ever. What it gives is where its reply
 * counts; NULL: there were too many paths. */
struct tally_path *tally_path(struct tally *t, const char *method, const char *path);
void tally_status(struct tally *t, struct tally_path *p, int status);

void tally_record(struct tally *t, enum measure m, nanos value); /* -1: nothing */
/* So many tokens of each choice have come, so long after the token before them. */
void tally_gaps(struct tally *t, nanos span, unsigned tokens, unsigned choices);

/* A life as it goes: it enters the batch, where its prompt is sought in the cache, has its first
 * token, is over. One that was never scheduled leaves no trace here, unless its client left. An
 * engine counts itself who enters, and does so at once: we may hear of it with the first token. */
void tally_scheduled(struct tally *t, const struct life *l, bool caches);
void tally_sought(struct tally *t, const struct life *l);
void tally_first(struct tally *t, const struct life *l);
void tally_over(struct tally *t, const struct life *l);

#endif
