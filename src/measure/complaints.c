#include "measure/complaints.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4096 };

void complaints_add(struct complaints *c, const char *text, uint64_t times)
{
    size_t len = strnlen(text, TEXT_MAX), same = strcspn(text, "\n");
    size_t i = 0;

    same = same < len ? same : len;
    while (i < c->count && (c->at[i].same != same || memcmp(c->at[i].text, text, same) != 0))
        i++;
    if (i == COMPLAINTS_KEPT)
        return;
    if (i == c->count) {
        c->at[i] = (struct complaint){.text = mem_copy(text, len), .same = same};
        c->count++;
    }
    c->at[i].count += times;
}

void complaints_merge(struct complaints *into, const struct complaints *from)
{
    for (size_t i = 0; i < from->count; i++)
        complaints_add(into, from->at[i].text, from->at[i].count);
}

void complaints_clear(struct complaints *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->at[i].text);
    *c = (struct complaints){.count = 0};
}
