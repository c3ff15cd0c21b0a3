#include "sim/gzip.h"

#include "base/buf.h"

#include <stdbool.h>

enum { BLOCK_MAX = 65535 };

/* The checksum of RFC 1952, a bit at a time: nobody is in a hurry here. */
static uint32_t checksum(uint32_t sum, const char *bytes, size_t n)
{
    sum = ~sum;
    for (; n; n--) {
        sum ^= (unsigned char)*bytes++;
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? UINT32_C(0xedb88320) : 0);
    }
    return ~sum;
}

static void put_little(struct buf *out, uint32_t n, int bytes)
{
    for (; bytes; bytes--, n >>= 8)
        buf_add(out, (const char[]){(char)(n & 0xff)}, 1);
}

void gzip_begin(struct buf *out)
{
    static const char head[10] = {0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, (char)255};

    buf_add(out, head, sizeof head);
}

/* A stored block: its kind, its length, the same inverted, the bytes. */
static void put_stored(struct buf *out, const char *bytes, size_t n, bool last)
{
    put_little(out, last, 1);
    put_little(out, (uint32_t)n, 2);
    put_little(out, ~(uint32_t)n & 0xffff, 2);
    buf_add(out, bytes, n);
}

uint32_t gzip_block(struct buf *out, const char *bytes, size_t n, uint32_t sum)
{
    for (size_t at = 0; at < n; at += BLOCK_MAX)
        put_stored(out, bytes + at, n - at < BLOCK_MAX ? n - at : BLOCK_MAX, false);
    return checksum(sum, bytes, n);
}

void gzip_end(struct buf *out, uint32_t sum, uint32_t length)
{
    put_stored(out, "", 0, true);
    put_little(out, sum, 4);
    put_little(out, length, 4);
}
