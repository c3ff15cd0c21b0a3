#include "measure/complaints.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4096 };

/* The end of a number or of something in quotes; `at` itself: there is none. */
static const char *skip_value(const char *at, const char *end)
{
    const char *quote = *at == '"' ? memchr(at + 1, '"', (size_t)(end - at) - 1) : NULL;

    if (quote)
        return quote + 1;
    while (at < end &&
           (isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[-1]))))
        at++;
    return at;
}

/* "chat.lua:3: ", or all of it. */
static size_t place_length(const char *line, size_t len)
{
    const char *end = line;

    while ((end = memchr(end, ':', (size_t)(line + len - end))) && end[1] != ' ')
        end++;
    return end ? (size_t)(end - line) + 2 : len;
}

/* Values may differ, the words and the place may not. */
static bool alike(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t place = place_length(a, a_len);
    const char *a_end = a + a_len, *b_end = b + b_len;

    if (place > b_len || memcmp(a, b, place) != 0)
        return false;
    for (a += place, b += place; a < a_end && b < b_end;) {
        const char *a_next = skip_value(a, a_end), *b_next = skip_value(b, b_end);
        bool values = a_next > a && b_next > b;

        if (!values && *a != *b)
            return false;
        a = values ? a_next : a + 1;
        b = values ? b_next : b + 1;
    }
    return a == a_end && b == b_end;
}

void complaints_add(struct complaints *c, const char *text, uint64_t times)
{
    size_t len = strnlen(text, TEXT_MAX), same = strcspn(text, "\n");
    size_t i = 0;

    same = same < len ? same : len;
    while (i < c->count && !alike(c->at[i].text, c->at[i].same, text, same))
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
