#ifndef DATA_MISFITS_H
#define DATA_MISFITS_H

#include <stdbool.h>
#include <stddef.h>

/* What of a file was left out, and why: the first few of all and of each reason by their numbers,
 * all of them counted by reason. A reason that says a number ("got 3 columns") is another one for
 * each: those that no longer fit are counted together. */
enum { MISFITS = 3, MISFIT_REASONS = 12, MISFIT_WORDS = 128 };

struct misfits {
    size_t count;
    struct misfit {
        size_t number; /* whatever the owner counts: a line, or a row */
        char why[MISFIT_WORDS];
    } first[MISFITS];
    struct misfit_reason {
        size_t count;
        size_t first[MISFITS]; /* numbers */
        char why[MISFIT_WORDS];
    } reasons[MISFIT_REASONS];
    size_t reason_count, others;
};

void misfits_add(struct misfits *m, size_t number, const char *why);
bool misfits_asks(const struct misfits *m,
                  const char *why); /* will the next one's number be kept? */

#endif
