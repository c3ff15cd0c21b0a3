#include "cli/quote.h"

#include "base/buf.h"
#include "measure/redact.h"

enum { QUOTED = 200 };

static int is_space(char c)
{
    return (unsigned char)c <= ' ' || c == 127;
}

void quote(struct buf *out, const char *text, size_t len, const char *const *secrets)
{
    redact(out, text, len, secrets);
    if (out->len > QUOTED)
        out->len = QUOTED;
    for (size_t i = 0; i < out->len; i++)
        if (is_space(out->data[i]))
            out->data[i] = ' ';
    while (out->len && is_space(out->data[out->len - 1]))
        out->len--;
}
