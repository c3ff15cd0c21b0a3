#include "cli/arguments.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line of the table that this long word means: whole, or a beginning that is one's alone, as
 * getopt has it. NULL: it is none of ours; or it is several's, which getopt will complain of. */
static const struct option_line *find_long(const struct option_line *table, const char *name,
                                           size_t len, bool *ours)
{
    const struct option_line *like = NULL;

    *ours = false;
    for (const struct option_line *o = table; o->name || o->help; o++) {
        if (!o->name || strncmp(o->name, name, len) != 0)
            continue;
        *ours = true;
        like = o;
        if (!o->name[len])
            return o;
    }
    return like;
}

static bool takes_value(const struct option_line *table, char letter)
{
    for (const struct option_line *o = table; o->name || o->help; o++)
        if (o->letter == letter)
            return o->value != NULL;
    return false;
}

/* "-qn3", "-qn 3": the letter that takes a value, which is the last one; NULL: none does. */
static const char *value_letter(const struct option_line *table, const char *word)
{
    const char *c = word + 1;

    while (*c && !takes_value(table, *c))
        c++;
    return *c ? c : NULL;
}

/* A flag's value is the next word, unless that is an option or the service's address. Whether the
 * flag wants one is known when the script has run. */
static bool is_value(const char *word)
{
    if (!word || !strcmp(word, "--") || strstr(word, "://"))
        return false;
    return word[0] != '-' || isdigit((unsigned char)word[1]) || word[1] == '.';
}

static char *join(const char *name, const char *value)
{
    size_t n = strlen(name) + strlen(value) + 2;
    char *text = mem_new(n);

    snprintf(text, n, "%s=%s", name, value);
    return text;
}

/* A long word; gives how many words it is. */
static int take_long(struct arguments *a, const struct option_line *table, char **argv)
{
    const char *name = argv[0] + 2;
    size_t len = strcspn(name, "=");
    bool ours, with_next;
    const struct option_line *o = find_long(table, name, len, &ours);

    if (ours || !a->has_script) {
        a->names_script |= o && !strcmp(o->name, "script");
        return o && o->value && !name[len] ? 2 : 1;
    }
    with_next = !name[len] && is_value(argv[1]);
    a->flags[a->flag_count++] = with_next ? join(name, argv[1]) : mem_text(name);
    return with_next ? -2 : -1;
}

static int take_letters(struct arguments *a, const struct option_line *table, const char *word)
{
    const char *letter = value_letter(table, word);

    a->names_script |= letter && *letter == 's';
    return letter && !letter[1] ? 2 : 1;
}

/* How many words this option is, or less than nothing: so many, but they are not stoke's. */
static int take(struct arguments *a, const struct option_line *table, char **argv)
{
    if (argv[0][0] == '-' && argv[0][1] == '-')
        return take_long(a, table, argv);
    return argv[0][0] == '-' ? take_letters(a, table, argv[0]) : 1;
}

static void split(struct arguments *a, const struct option_line *table, int argc, char **argv)
{
    int i = 1, words;

    a->own[a->own_count++] = argv[0];
    for (; i < argc && strcmp(argv[i], "--") != 0; i += abs(words)) {
        words = take(a, table, argv + i);
        for (int k = 0; k < words && i + k < argc; k++)
            a->own[a->own_count++] = argv[i + k];
    }
    a->own[a->own_count] = NULL;
    if (i >= argc)
        return;
    a->rest = (const char *const *)argv + i + 1;
    a->rest_count = (size_t)(argc - i - 1);
}

/* Without a script an unknown flag is nobody's, and getopt says so. */
void arguments_split(struct arguments *a, const struct option_line *table, int argc, char **argv)
{
    bool has_script = false;

    for (int tries = 0; tries < 2; tries++) {
        arguments_release(a);
        a->own = mem_new(((size_t)argc + 2) * sizeof *a->own);
        a->flags = mem_new(((size_t)argc + 1) * sizeof *a->flags);
        a->has_script = has_script;
        split(a, table, argc, argv);
        has_script = a->names_script;
    }
}

void arguments_release(struct arguments *a)
{
    for (size_t i = 0; i < a->flag_count; i++)
        free(a->flags[i]);
    free(a->flags);
    free(a->own);
    *a = (struct arguments){0};
}
