#ifndef MEASURE_COMPLAINTS_H
#define MEASURE_COMPLAINTS_H

#include <stddef.h>
#include <stdint.h>

/* What a script's code failed with, each message once with its count. Two are the same if their
 * first lines are, message and source line, but for numbers and what is in double quotes; whose it
 * was and the traceback come below. The first of each stays whole; of more than a few, only the
 * number is kept elsewhere. */
enum { COMPLAINTS_KEPT = 8 };

struct complaint {
    char *text;
    size_t same; /* bytes of its first line */
    uint64_t count;
};

struct complaints {
    struct complaint at[COMPLAINTS_KEPT];
    size_t count;
};

void complaints_add(struct complaints *c, const char *text, uint64_t times);
void complaints_merge(struct complaints *into, const struct complaints *from);
void complaints_clear(struct complaints *c);

#endif
