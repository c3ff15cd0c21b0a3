#include "measure/label.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A journey has a handful of names, so walking them is the quickest search. */
struct labels {
    char **names;
    unsigned count;
};

struct labels *labels_new(void)
{
    struct labels *ls = mem_new(sizeof *ls);

    labels_add(ls, "");
    return ls;
}

void labels_free(struct labels *ls)
{
    if (!ls)
        return;
    for (unsigned i = 0; i < ls->count; i++)
        free(ls->names[i]);
    free(ls->names);
    free(ls);
}

static unsigned find(const struct labels *ls, const char *name)
{
    unsigned i = 0;

    while (i < ls->count && strcmp(ls->names[i], name) != 0)
        i++;
    return i;
}

bool labels_has(const struct labels *ls, const char *name)
{
    return find(ls, name) < ls->count;
}

label labels_add(struct labels *ls, const char *name)
{
    unsigned known = find(ls, name);

    if (known < ls->count)
        return known;
    ls->names = mem_resize(ls->names, (ls->count + 1) * sizeof *ls->names);
    ls->names[ls->count] = mem_text(name);
    return ls->count++;
}

const char *labels_name(const struct labels *ls, label l)
{
    assert(l < ls->count);
    return ls->names[l];
}

unsigned labels_count(const struct labels *ls)
{
    return ls->count;
}
