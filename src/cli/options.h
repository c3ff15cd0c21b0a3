#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

struct error;

/* A command's options in one table: what getopt reads, --help prints and, for `run`, a
 * script's `options` may set. A line without a name is a heading, one without help the end.
 * Each reads its text into a field of the command's wish, and says what it expected. */
struct option_line {
    int letter;        /* 0: none */
    const char *name;  /* the long one */
    const char *value; /* what it is called in --help; NULL: a flag */
    const char *help;
    int (*read)(void *field, const char *text, struct error *err); /* text NULL for a flag */
    size_t field;                                                  /* its offset in the wish */
};

/* Options and other arguments may be mixed; what follows `--` is left alone. Returns the index
 * in argv (whose order changes) of the first other argument; -1: err says what is wrong. */
int options_read(const struct option_line *table, int argc, char **argv, void *wish,
                 struct error *err);

/* One option by its long name, as a script gives it. */
int options_take(const struct option_line *table, const char *name, const char *text, void *wish,
                 struct error *err);

/* What an option may be, where a list elsewhere knows: its --help ends in these names. */
struct option_names {
    const char *option, *names;
};

/* `known` ends in one without an option; NULL: none are. */
void options_help(const struct option_line *table, const struct option_names *known, FILE *out);

/* Readers for common fields. */
int option_text(void *field, const char *text, struct error *err);  /* const char * */
int option_flag(void *field, const char *text, struct error *err);  /* bool, becomes true */
int option_span(void *field, const char *text, struct error *err);  /* nanos */
int option_wait(void *field, const char *text, struct error *err);  /* nanos, more than 0 */
int option_count(void *field, const char *text, struct error *err); /* uint64_t, more than 0 */

/* The name of the table that is most like `word`; NULL: none is like it. */
const char *options_nearest(const struct option_line *table, const char *word);

#endif
