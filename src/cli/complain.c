#include "cli/complain.h"

#include "base/buf.h"
#include "base/error.h"
#include "measure/redact.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* A message may hold what a model has said, which must not command the terminal. The lines of a
 * traceback stay lines. */
static void clean(struct buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (iscntrl((unsigned char)text->data[i]) && !strchr("\n\t", text->data[i]))
            text->data[i] = ' ';
}

void complain(const struct error *err, char *const *secrets)
{
    struct buf text = {0};

    redact(&text, err->text, strlen(err->text), (const char *const *)secrets);
    clean(&text);
    fprintf(stderr, "stoke: %s\n", text.data);
    buf_release(&text);
}
