#include "net/chunks.h"

/* More than a read can hold is no whole chunk, whatever it says. */
enum { SIZE_DIGITS = 6 };

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 'a' ^ 'A';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size of the chunk, and how many bytes say it. 0: something else is there. */
static size_t read_size(const char *at, const char *end, size_t *size)
{
    const char *from = at;
    int d;

    for (*size = 0; at < end && at - from <= SIZE_DIGITS && (d = digit(*at)) >= 0; at++)
        *size = *size * 16 + (size_t)d;
    if (at == from || end - at < 2 || at[0] != '\r' || at[1] != '\n')
        return 0;
    return (size_t)(at + 2 - from);
}

size_t chunks_whole(const char *bytes, size_t n, chunk_fn *fn, void *owner)
{
    const char *at = bytes, *end = bytes + n;
    size_t head, size;
    bool more = true;

    while (more && (head = read_size(at, end, &size)) && size &&
           (size_t)(end - at) >= head + size + 2) {
        const char *data = at + head;

        if (data[size] != '\r' || data[size + 1] != '\n')
            break;
        more = fn(owner, data, size);
        at = data + size + 2;
    }
    return (size_t)(at - bytes);
}
