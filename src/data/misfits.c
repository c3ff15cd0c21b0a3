#include "data/misfits.h"

#include <stdio.h>
#include <string.h>

static void copy(char out[static MISFIT_WORDS], const char *why)
{
    snprintf(out, MISFIT_WORDS, "%s", why);
}

/* Its own, or the one after the last. */
static size_t place_of(const struct misfits *m, const char *why)
{
    size_t i = 0;

    while (i < m->reason_count && strncmp(m->reasons[i].why, why, MISFIT_WORDS - 1) != 0)
        i++;
    return i;
}

static void count_reason(struct misfits *m, size_t number, const char *why)
{
    size_t i = place_of(m, why);

    if (i == MISFIT_REASONS) {
        m->others++;
        return;
    }
    if (i == m->reason_count) {
        copy(m->reasons[i].why, why);
        m->reason_count++;
    }
    if (m->reasons[i].count < MISFITS)
        m->reasons[i].first[m->reasons[i].count] = number;
    m->reasons[i].count++;
}

bool misfits_asks(const struct misfits *m, const char *why)
{
    size_t i = place_of(m, why);

    if (m->count < MISFITS)
        return true;
    return i == m->reason_count ? i < MISFIT_REASONS : m->reasons[i].count < MISFITS;
}

void misfits_add(struct misfits *m, size_t number, const char *why)
{
    if (m->count < MISFITS) {
        m->first[m->count].number = number;
        copy(m->first[m->count].why, why);
    }
    m->count++;
    count_reason(m, number, why);
}
