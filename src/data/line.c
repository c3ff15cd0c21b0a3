#include "data/line.h"

#include <string.h>

bool line_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!text[i] || !strchr(" \t\r\n", text[i]))
            return false;
    return true;
}

bool line_next(struct line *l)
{
    const char *end;
    size_t whole;

    if (l->left == 0)
        return false;
    end = memchr(l->rest, '\n', l->left);
    whole = end ? (size_t)(end - l->rest) : l->left;
    l->text = l->rest;
    l->len = whole && l->rest[whole - 1] == '\r' ? whole - 1 : whole;
    l->number++;
    l->rest += whole + (end != NULL);
    l->left -= whole + (end != NULL);
    return true;
}
