#ifndef DATA_LINE_H
#define DATA_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* A text taken apart at its line ends, "\n" or "\r\n". Begin with `rest` and `left`. */
struct line {
    const char *rest, *text;
    size_t left, len, number; /* of the line: 1 is the first */
};

bool line_next(struct line *l);
bool line_blank(const char *text, size_t len); /* nothing but space, and line ends */

#endif
