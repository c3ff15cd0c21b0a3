#include "cli/complain.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/quote.h"
#include "measure/redact.h"

#include <stdio.h>
#include <string.h>

void complain(const struct error *err, char *const *secrets)
{
    struct buf text = {0};

    redact(&text, err->text, strlen(err->text), (const char *const *)secrets);
    quote_calm(text.data, text.len, "\n\t"); /* the lines of a traceback stay lines */
    fprintf(stderr, "stoke: %s\n", text.data);
    buf_release(&text);
}
