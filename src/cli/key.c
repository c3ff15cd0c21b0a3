#include "cli/key.h"

#include "base/error.h"
#include "base/mem.h"
#include "cli/prepare.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *first_line(FILE *f)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, f);

    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r' || line[n - 1] == ' '))
        line[--n] = '\0';
    if (n > 0)
        return line;
    free(line);
    return NULL;
}

static int read_key_file(struct run *r, struct error *err)
{
    FILE *f = fopen(r->wish.key_file, "re");

    if (!f)
        return error_set(err, "cannot read the API key from \"%s\": %s", r->wish.key_file,
                         strerror(errno));
    errno = 0;
    r->key = first_line(f);
    fclose(f);
    if (!r->key && errno)
        return error_set(err, "cannot read the API key from \"%s\": %s", r->wish.key_file,
                         strerror(errno));
    return r->key ? 0 : error_set(err, "there is no API key in \"%s\"", r->wish.key_file);
}

int key_read(struct run *r, struct error *err)
{
    const char *value;

    if (r->wish.key_file && read_key_file(r, err))
        return -1;
    if (r->wish.key_variable) {
        value = getenv(r->wish.key_variable);
        if (!value || !*value)
            return error_set(err, "there is no API key in the environment variable %s",
                             r->wish.key_variable);
        free(r->key);
        r->key = mem_text(value);
    }
    r->wish.plan.api_key = r->key;
    return 0;
}
