#include "data/misfits.h"

#include <stdio.h>
#include <string.h>

static void copy(char out[static MISFIT_WORDS], const char *why)
{
    snprintf(out, MISFIT_WORDS, "%s", why);
}

static void count_reason(struct misfits *m, const char *why)
{
    size_t i = 0;

    while (i < m->reason_count && strncmp(m->reasons[i].why, why, MISFIT_WORDS - 1) != 0)
        i++;
    if (i == MISFIT_REASONS) {
        m->others++;
        return;
    }
    if (i == m->reason_count) {
        copy(m->reasons[i].why, why);
        m->reason_count++;
    }
    m->reasons[i].count++;
}

void misfits_add(struct misfits *m, size_t number, const char *why)
{
    if (m->count < MISFITS) {
        m->first[m->count].number = number;
        copy(m->first[m->count].why, why);
    }
    m->count++;
    count_reason(m, why);
}
