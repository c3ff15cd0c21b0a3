#include "cli/options.h"

#include "base/error.h"
#include "base/near.h"
#include "base/units.h"

#include <getopt.h>
#include <stdbool.h>
#include <string.h>

enum { OPTIONS_MAX = 96, WORD_MAX = 40 };

int option_text(void *field, const char *text, struct error *err)
{
    if (!*text)
        return error_set(err, "expected some text");
    *(const char **)field = text;
    return 0;
}

int option_flag(void *field, const char *text, struct error *err)
{
    (void)text, (void)err;
    *(bool *)field = true;
    return 0;
}

int option_span(void *field, const char *text, struct error *err)
{
    return units_read_span(text, field, err);
}

int option_wait(void *field, const char *text, struct error *err)
{
    nanos span;

    if (units_read_span(text, &span, err))
        return -1;
    if (span == 0)
        return error_set(err, "\"%s\" is no time at all: expected some, such as 30s", text);
    *(nanos *)field = span;
    return 0;
}

int option_count(void *field, const char *text, struct error *err)
{
    uint64_t n;

    if (units_read_count(text, &n, err))
        return -1;
    if (n == 0)
        return error_set(err, "\"%s\" is too few: at least 1 is needed", text);
    *(uint64_t *)field = n;
    return 0;
}

static bool is_end(const struct option_line *o)
{
    return !o->name && !o->help;
}

const char *options_nearest(const struct option_line *table, const char *word)
{
    const char *best = NULL;
    int limit = near_limit(word);

    for (const struct option_line *o = table; !is_end(o); o++)
        if (o->name && near_better(word, o->name, &limit))
            best = o->name;
    return best;
}

static int unknown(const struct option_line *table, const char *word, struct error *err)
{
    char name[WORD_MAX];
    const char *like = NULL;

    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    word = name;
    if (word[0] == '-' && word[1] == '-')
        like = options_nearest(table, word + 2);

    if (like)
        return error_set(err, "there is no option %s; did you mean --%s?", word, like);
    return error_set(err, "there is no option %s; --help shows all", word);
}

static int take(const struct option_line *o, const char *text, void *wish, struct error *err)
{
    if (o->read((char *)wish + o->field, text, err) == 0)
        return 0;
    return error_in(err, "--%s", o->name);
}

int options_take(const struct option_line *table, const char *name, const char *text, void *wish,
                 struct error *err)
{
    const char *like;

    for (const struct option_line *o = table; !is_end(o); o++)
        if (o->name && !strcmp(o->name, name))
            return take(o, text, wish, err);
    like = options_nearest(table, name);
    if (like)
        return error_set(err, "there is no option \"%s\"; did you mean \"%s\"?", name, like);
    return error_set(err, "there is no option \"%s\"; stoke --help shows all", name);
}

static int describe(const struct option_line *table, struct option *longs, char *shorts)
{
    int n = 0;

    *shorts++ = ':';
    for (const struct option_line *o = table; !is_end(o); o++) {
        if (!o->name)
            continue;
        longs[n++] = (struct option){o->name, o->value ? required_argument : no_argument, NULL,
                                     256 + (int)(o - table)};
        if (!o->letter)
            continue;
        *shorts++ = (char)o->letter;
        if (o->value)
            *shorts++ = ':';
    }
    longs[n] = (struct option){0};
    *shorts = '\0';
    return n;
}

static const struct option_line *found(const struct option_line *table, int got)
{
    const struct option_line *o = table;

    if (got >= 256)
        return &table[got - 256];
    while (!is_end(o) && o->letter != got)
        o++;
    return o;
}

/* getopt names a bad short option by its letter, a long one by where it stands. */
static int complain(const struct option_line *table, int got, char **argv, struct error *err)
{
    char word[3] = {'-', (char)optopt, '\0'};
    bool is_short = optopt > 0 && optopt < 256;

    if (got == ':')
        return error_set(err, "%s needs a value", is_short ? word : argv[optind - 1]);
    return unknown(table, is_short ? word : argv[optind - 1], err);
}

int options_read(const struct option_line *table, int argc, char **argv, void *wish,
                 struct error *err)
{
    struct option longs[OPTIONS_MAX];
    char shorts[OPTIONS_MAX * 2];
    int got;

    describe(table, longs, shorts);
    opterr = 0;
    optind = 0; /* glibc: read from the start, whoever read before */
    while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (got == '?' || got == ':')
            return complain(table, got, argv, err);
        if (take(found(table, got), optarg, wish, err))
            return -1;
    }
    return optind;
}

/* "chat, http" behind the help of an option whose names only the running program knows. */
static const char *names_of(const struct option_names *known, const char *name)
{
    for (; known && known->option; known++)
        if (!strcmp(known->option, name))
            return known->names;
    return "";
}

static void help_line(const struct option_line *o, const struct option_names *known, FILE *out)
{
    char left[64];

    snprintf(left, sizeof left, "%c%c%s --%s %s", o->letter ? '-' : ' ',
             o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->value ? o->value : "");
    fprintf(out, "  %-28s %s%s\n", left, o->help, names_of(known, o->name));
}

void options_help(const struct option_line *table, const struct option_names *known, FILE *out)
{
    for (const struct option_line *o = table; !is_end(o); o++) {
        if (o->name)
            help_line(o, known, out);
        else
            fprintf(out, "\n%s\n", o->help);
    }
}
