#ifndef DATA_SEEN_H
#define DATA_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was met before: a set of numbers, which forgets nothing and takes no more than `limit` of
 * them. A zeroed one with a limit is empty and ready. */
struct seen {
    uint64_t *slots; /* 0: free */
    size_t room, count, limit;
};

bool seen_add(struct seen *s, uint64_t key); /* true: it was there already */
bool seen_full(const struct seen *s);
void seen_release(struct seen *s);

uint64_t seen_key(uint64_t before, const void *bytes, size_t len); /* of bytes that follow others */

#endif
