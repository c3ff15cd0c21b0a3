/* Reading command lines: a table of its own for how, stoke's table for what. */

#include "base/clock.h"
#include "base/error.h"
#include "cli/options.h"
#include "cli/wish.h"
#include "tests/tap.h"

#include <stdlib.h>

struct small {
    const char *model;
    bool quiet, wild;
    nanos wait, span;
    uint64_t count;
};

#define IN(name) offsetof(struct small, name)

static const struct option_line table[] = {
    {0,   NULL,    NULL,   "What:",     NULL,         0        },
    {'m', "model", "NAME", "a model",   option_text,  IN(model)},
    {'n', "count", "N",    "how many",  option_count, IN(count)},
    {'T', "wait",  "T",    "how long",  option_wait,  IN(wait) },
    {0,   "span",  "T",    "or none",   option_span,  IN(span) },
    {0,   NULL,    NULL,   "And else:", NULL,         0        },
    {'q', "quiet", NULL,   "no noise",  option_flag,  IN(quiet)},
    {0,   "wild",  NULL,   "or noise",  option_flag,  IN(wild) },
    {0,   NULL,    NULL,   NULL,        NULL,         0        },
};

static struct error err;

/* A line as it is typed, cut at its spaces; what is no option is left in `rest`. */
static struct small wish;
static char rest[128];

static int read_line(const char *line)
{
    static char text[256];
    char *argv[32] = {text}, *at = NULL;
    int argc = 0, first;

    snprintf(text, sizeof text, "stoke %s", line);
    for (char *word = strtok_r(text, " ", &at); word; word = strtok_r(NULL, " ", &at))
        argv[argc++] = word;
    wish = (struct small){0};
    err.text[0] = rest[0] = '\0';
    first = options_read(table, argc, argv, &wish, &err);
    for (int i = first; first >= 0 && i < argc; i++)
        snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "%s ", argv[i]);
    return first;
}

static bool fails_with(const char *line, const char *words)
{
    bool yes = read_line(line) == -1 && strstr(err.text, words);

    if (!yes)
        note("%s: %s", line, err.text);
    return yes;
}

static void test_read(void)
{
    ok(read_line("") == 1 && !wish.model && !wish.quiet && !rest[0]);
    ok(read_line("--model llama --count=2k -q here") > 0);
    ok(!strcmp(wish.model, "llama") && wish.count == 2000 && wish.quiet && !wish.wild);
    ok(!strcmp(rest, "here "));
    note("short and long, apart and together, before and after the rest");
    ok(read_line("here -qn3 --wild there -mllama --wait 2m -- -q") > 0);
    ok(wish.count == 3 && wish.quiet && wish.wild && !strcmp(wish.model, "llama"));
    ok(wish.wait == 120 * NANOS_PER_SECOND && !strcmp(rest, "here there -q "));
    note("what is given twice is what was given last; a beginning will do if it is clear");
    ok(read_line("-m a --model b --qui") > 0 && !strcmp(wish.model, "b") && wish.quiet);
    ok(read_line("--span 0 -m -x") > 0 && wish.span == 0 && !strcmp(wish.model, "-x"));
    ok(read_line("-") > 0 && !strcmp(rest, "- "));
}

static void test_wrong(void)
{
    ok(fails_with("--modle x", "there is no option --modle; did you mean --model?"));
    ok(fails_with("--quite", "did you mean --quiet?"));
    ok(fails_with("--something-else", "there is no option --something-else; --help shows all"));
    ok(fails_with("-z", "there is no option -z; --help shows all"));
    ok(fails_with("-qz", "there is no option -z;"));
    ok(fails_with("here -z there", "there is no option -z;"));
    ok(fails_with("--w", "there is no option --w"));
    ok(fails_with("-m", "-m needs a value") && fails_with("--model", "--model needs a value"));
    ok(fails_with("-q --count", "--count needs a value") && fails_with("-qn", "-n needs a value"));
    note("what is wrong with a value is said with the option's long name");
    ok(fails_with("-n some", "--count: \"some\"") && fails_with("-n 0", "at least 1"));
    ok(fails_with("-T 0", "--wait: \"0\" is no time at all") &&
       fails_with("--span soon", "--span: "));
    ok(fails_with("--model=", "--model: expected some text"));
    ok(fails_with("--quiet=yes", "--quiet"));
    note("one reading has nothing to do with the next");
    ok(fails_with("-n", "-n needs a value") && read_line("-n 1 x") > 0 && wish.count == 1);
}

static void test_take(void)
{
    wish = (struct small){0};
    ok(options_take(table, "model", "llama", &wish, &err) == 0 && !strcmp(wish.model, "llama"));
    ok(options_take(table, "quiet", "", &wish, &err) == 0 && wish.quiet);
    ok(options_take(table, "modell", "x", &wish, &err) == -1 &&
       strstr(err.text, "there is no option \"modell\"; did you mean \"model\"?"));
    ok(options_take(table, "elsewhere", "x", &wish, &err) == -1 &&
       strstr(err.text, "stoke --help shows all"));
    ok(options_take(table, "count", "many", &wish, &err) == -1 && strstr(err.text, "--count: "));
    note("its letter is not its name");
    ok(options_take(table, "m", "x", &wish, &err) == -1 && !strcmp(wish.model, "llama"));
}

static void test_nearest(void)
{
    static const char *const near[][2] = {
        {"conections", "connections"},
        {"duraton",    "duration"   },
        {"max_tokens", "max-tokens" },
        {"max-token",  "max-tokens" },
        {"promt",      "prompt"     },
        {"prompts",    "prompts"    },
        {"treads",     "threads"    },
        {"timout",     "timeout"    },

        {"insecur",    "insecure"   },
        {"percentile", "percentiles"},
    };
    static const char *const far[] = {"zzz", "frobnicate", "", "x",
                                      "longer-than-any-option-there-could-ever-be-on-earth"};

    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        const char *got = options_nearest(wish_options, near[i][0]);

        note("%s: %s", near[i][0], got ? got : "nothing");
        ok(got && !strcmp(got, near[i][1]));
    }
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        ok(!options_nearest(wish_options, far[i]));
}

static void test_table(void)
{
    char *help = NULL;
    size_t len = 0, lines = 0, widest = 0, listed = 0, named = 0;
    unsigned letters[128] = {0}, twice = 0;
    FILE *out = open_memstream(&help, &len);

    options_help(wish_options, NULL, out);
    fclose(out);
    for (char *at = help, *end; (end = strchr(at, '\n')); at = end + 1, lines++)
        widest = (size_t)(end - at) > widest ? (size_t)(end - at) : widest;
    for (const struct option_line *o = wish_options; o->name || o->help; o++) {
        char text[64];

        if (!o->name)
            continue;
        snprintf(text, sizeof text, "%c%c%s --%s ", o->letter ? '-' : ' ',
                 o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name);
        named++;
        listed += strstr(help, text) && strstr(help, o->help);
        twice += o->letter && letters[o->letter & 127]++;
        for (const struct option_line *p = o + 1; p->name || p->help; p++)
            twice += p->name && !strcmp(p->name, o->name);
    }
    note("%zu options in %zu lines, the widest of %zu columns", named, lines, widest);
    ok(named > 30 && listed == named && widest <= 100);
    note("no name and no letter is there twice");
    ok(twice == 0 && !letters['?'] && !letters[':']);
    free(help);
}

/* Each of stoke's own readers: what it takes, and what it says to what it does not. */
static void test_wish(void)
{
    static const struct {
        const char *name, *good, *bad, *words;
    } cases[] = {
        {"connections",   "64",               "many",             "is no number of users"    },
        {"connections",   "pool",             "0",                "at least 1"               },
        {"duration",      "30s",              "0",                "no time at all"           },
        {"requests",      "1k",               "-1",               "-1"                       },
        {"rate",          "30/m",             "0",                "is no rate"               },
        {"arrival",       "constant",         "users",            "is no way to arrive"      },
        {"max-in-flight", "64",               "0",                "at least 1"               },
        {"on-full",       "drop",             "wait",             "expected queue or drop"   },
        {"burstiness",    "0.5",              "0",                "is no burstiness"         },
        {"threads",       "2",                "2000",             "1024 threads are the most"},
        {"seed",          "0",                "1.5",              "is no seed"               },
        {"seed",          "9007199254740992", "9007199254740993", "up to 2^53"               },
        {"temperature",   "0.7",              "hot",              "is no temperature"        },
        {"temperature",   "0",                "-1",               "is no temperature"        },
        {"header",        "X-A: 1",           "X-A",              "expected \"Name: value\"" },
        {"header",        "X-A:",             ": 1",              "is no header"             },
        {"header",        "X-B: 1",           "X-A: 1\r\nX-B: 2", "is no header"             },
        {"percentiles",   "50,99.9",          "99,50",            "rising list"              },
        {"percentiles",   "50",               "100",              "rising list"              },
        {"percentiles",   "1,2,3",            "50;99",            "rising list"              },
        {"percentiles",   "50",               "",                 "expected a list"          },
        {"clock",         "user",             "sundial",          "expected kernel or user"  },
        {"timeout",       "90",               "0",                "no time at all"           },
    };
    struct wish w;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wish_init(&w);
        note("%s: %s, but not %s", cases[i].name, cases[i].good, cases[i].bad);
        ok(options_take(wish_options, cases[i].name, cases[i].good, &w, &err) == 0);
        ok(options_take(wish_options, cases[i].name, cases[i].bad, &w, &err) == -1 &&
           strstr(err.text, cases[i].words));
    }
    wish_init(&w);
    ok(w.percentile_count == 6 && w.http.kernel_stamps && w.plan.users == 10 && !w.users_given);
    for (int i = 0; i < WISH_HEADERS; i++)
        options_take(wish_options, "header", "X: y", &w, &err);
    ok(w.header_count == WISH_HEADERS &&
       options_take(wish_options, "header", "X: y", &w, &err) == -1);
}

int main(void)
{
    test_read();
    test_wrong();
    test_take();
    test_nearest();
    test_table();
    test_wish();
    return tap_done();
}
