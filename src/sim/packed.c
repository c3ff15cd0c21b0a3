#include "sim/packed.h"

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

/* RFC 4648, section 4 */
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static uint32_t byte_at(const float *v, size_t at, size_t all)
{
    uint32_t bits;

    if (at >= all)
        return 0;
    memcpy(&bits, &v[at / 4], sizeof bits);
    return bits >> at % 4 * 8 & 255;
}

/* Three bytes are four letters; what is missing of the last three is said by = signs. */
static void put_three(struct buf *out, const float *v, size_t at, size_t all)
{
    uint32_t three =
        byte_at(v, at, all) << 16 | byte_at(v, at + 1, all) << 8 | byte_at(v, at + 2, all);
    char four[4];

    for (int i = 0; i < 4; i++)
        four[i] = letters[three >> (18 - 6 * i) & 63];
    if (at + 2 >= all)
        four[3] = '=';
    if (at + 1 >= all)
        four[2] = '=';
    buf_add(out, four, sizeof four);
}

void packed_put(struct buf *out, const float *v, unsigned size)
{
    size_t all = size * sizeof *v;

    for (size_t at = 0; at < all; at += 3)
        put_three(out, v, at, all);
}
