#include "cli/quote.h"

#include "base/buf.h"
#include "measure/redact.h"

#include <string.h>

enum { QUOTED = 200 };

/* How many bytes of a control character are there: one of ASCII's, or of those that Unicode has
 * twice, U+0080 to U+009F, which terminals obey as well. */
static size_t control_at(const char *text, size_t len)
{
    unsigned char c = (unsigned char)text[0];

    if (c < ' ' || c == 127)
        return 1;
    return len > 1 && c == 0xc2 && (text[1] & 0xe0) == 0x80 ? 2 : 0;
}

void quote_calm(char *text, size_t len, const char *keep)
{
    for (size_t i = 0, n; i < len; i += n ? n : 1) {
        n = control_at(text + i, len - i);
        if (n && (n > 1 || !text[i] || !strchr(keep, text[i])))
            memset(text + i, ' ', n);
    }
}

void quote(struct buf *out, const char *text, size_t len, const char *const *secrets)
{
    redact(out, text, len, secrets);
    if (out->len > QUOTED)
        out->len = QUOTED;
    quote_calm(out->data, out->len, "");
    while (out->len && out->data[out->len - 1] == ' ')
        out->len--;
}
