#include "measure/foreign.h"

#include "base/buf.h"
#include "base/json.h"
#include "measure/redact.h"

#include <string.h>

/* The longest beginning of at most `most` bytes that does not end inside a character. */
static size_t whole_characters(const char *text, size_t len, size_t most)
{
    if (len <= most)
        return len;
    while (most && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

void foreign_text(struct json_writer *w, const char *name, const char *text, size_t most,
                  const char *const *secrets)
{
    struct buf clean = {0};

    if (!text)
        return;
    json_put_key(w, name);
    redact(&clean, text, strlen(text), secrets);
    json_put_text(w, clean.len ? clean.data : "", whole_characters(clean.data, clean.len, most));
    buf_release(&clean);
}

void foreign_key(struct json_writer *w, const char *name, const char *const *secrets)
{
    struct buf clean = {0};

    redact(&clean, name, strlen(name), secrets);
    json_put_key(w, clean.len ? clean.data : "");
    buf_release(&clean);
}
