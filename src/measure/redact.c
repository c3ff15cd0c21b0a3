#include "measure/redact.h"

#include "base/buf.h"

#include <string.h>

/* How much of the text is this secret: all of it, or the beginning that fits if that is
 * long enough to give something away; else 0. */
static size_t secret_length(const char *text, size_t len, const char *secret)
{
    size_t whole = strlen(secret), n = whole < len ? whole : len;

    if (!whole || (n < whole && n < REDACT_TAIL))
        return 0;
    return memcmp(text, secret, n) == 0 ? n : 0;
}

/* The longest, since one secret may begin with another. */
static size_t any_secret(const char *text, size_t len, const char *const *secrets)
{
    size_t longest = 0;

    for (; secrets && *secrets; secrets++) {
        size_t n = secret_length(text, len, *secrets);

        if (n > longest)
            longest = n;
    }
    return longest;
}

void redact(struct buf *out, const char *text, size_t len, const char *const *secrets)
{
    size_t at = 0;

    while (at < len) {
        size_t n = any_secret(text + at, len - at, secrets);

        if (n)
            buf_add(out, "***", 3);
        else
            buf_add(out, text + at, 1);
        at += n ? n : 1;
    }
}
