#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "cli/options.h"

#include <stdbool.h>
#include <stddef.h>

/* What was typed, in three parts: stoke's own; with a script its flags, which only it knows
 * ("--depth 3", see lua/flag.lua); and what follows `--`, which is the script's as well. */
struct arguments {
    char **own; /* argv[0] and stoke's, owned; NULL-ended */
    int own_count;
    char **flags; /* "name=text", or "name" when no value came along; owned */
    size_t flag_count;
    const char *const *rest; /* in argv */
    size_t rest_count;
    bool has_script, names_script;
};

void arguments_split(struct arguments *a, const struct option_line *table, int argc, char **argv);
void arguments_release(struct arguments *a);

#endif
