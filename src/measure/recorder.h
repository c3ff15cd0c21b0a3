#ifndef MEASURE_RECORDER_H
#define MEASURE_RECORDER_H

#include "base/clock.h"
#include "measure/label.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;
struct metrics;
struct sample;

/* Where what a worker measures goes, and what of it counts: the measured window is
 * [from, to); an exchange that was due before it is warm-up. Its worker fills it in and may put
 * other metrics in place of these at any turn. */
struct recorder {
    struct metrics *metrics;
    struct labels *labels;
    struct journal *journal; /* NULL: none is kept */
    bool token_stamps;       /* the journal wants every token's moment */
    nanos from, to;
    uint64_t done; /* exchanges that ended well, warm-up too */
};

bool recorder_counts(const struct recorder *r, nanos at); /* inside the window? */
/* Between two tokens of an exchange that was due then: it counts if the exchange will. */
void recorder_gap(struct recorder *r, label step, nanos gap, nanos due);

/* `s->warmup` is decided here. `words` explain a fault, and may be NULL. */
void recorder_sample(struct recorder *r, struct sample *s, const char *words, size_t len,
                     const char *request_id, const nanos *tokens_at, size_t tokens);

#endif
