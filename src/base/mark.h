#ifndef BASE_MARK_H
#define BASE_MARK_H

#include <stdint.h>

/* A few letters that tell one thing from another at a glance, of so many bits by chance: those that
 * look alike are not among them. No '\0' follows. */
enum { MARK_LETTERS = 8 };

void mark_write(char out[static MARK_LETTERS], uint64_t bits);

#endif
