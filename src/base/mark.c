#include "base/mark.h"

void mark_write(char out[static MARK_LETTERS], uint64_t bits)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";

    for (int i = 0; i < MARK_LETTERS; i++, bits >>= 5)
        out[i] = letters[bits & 31];
}
