#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/records_options.h"
#include "data/library.h"
#include "data/records.h"
#include "data/survey.h"
#include "plan/plan.h"
#include "script/script.h"

#include <lua.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* `stoke data FILE`: what there is to ask in it. The numbers are data/survey.c's, the words are
 * lua/survey.lua's. */

static const char usage[] = "stoke data: say what there is to ask in a file\n"
                            "\n"
                            "  stoke data FILE [options]\n"
                            "\n"
                            "Its format, what is wrong with rows, times, lengths, and how much of "
                            "it a cache could know.\n";

struct data_wish {
    struct records_wish records;
    bool json, quiet, help;
};

#define IN(name) offsetof(struct data_wish, name)

/* clang-format off */
static const struct option_line data_options[] = {
    {0,   NULL, NULL, "What of it:", NULL, 0},
    {0,   "format", "NAME", "read it as sharegpt, openai, mooncake, ... (as it looks)", option_format, IN(records.format)},
    {0,   "from", "T", "only what a trace has from then on", option_span, IN(records.from)},
    {0,   "to", "T", "and before then", option_wait, IN(records.to)},
    {0,   "keep-input", "A..B", "only those of so many tokens, as the file says", option_range, IN(records.input)},
    {0,   "keep-output", "A..B", "only those whose answer has so many", option_range, IN(records.output)},
    {0,   NULL, NULL, "What comes out:", NULL, 0},
    {0,   "json", NULL, "the numbers as JSON", option_flag, IN(json)},
    {'q', "quiet", NULL, "no progress on stderr", option_flag, IN(quiet)},
    {'h', "help", NULL, "this page", option_flag, IN(help)},
    {0,   NULL, NULL, NULL, NULL, 0},
};
/* clang-format on */

enum { LONG_FILE = 64 << 20 };

static bool is_long(const char *path)
{
    struct stat about;

    return !stat(path, &about) && about.st_size >= LONG_FILE;
}

static void show_progress(void *path, size_t done, size_t all)
{
    fprintf(stderr, "\r\033[K%s: %.0f %% of %zu rows", (const char *)path,
            100 * (double)done / (double)all, all);
}

static int print_text(const struct buf *tree, struct error *err)
{
    struct script script;
    struct plan plan;
    int failed = -1;

    plan_init(&plan);
    if (script_open(&script, &plan, err))
        return EXIT_OURS;
    if (!script_require(&script, "stoke.survey", err)) {
        lua_pushlstring(script.L, tree->data, tree->len);
        failed = script_call(&script, "survey", 1, 1, err);
    }
    if (!failed)
        fputs(lua_tostring(script.L, -1), stdout);
    script_close(&script);
    plan_release(&plan);
    return failed ? EXIT_OURS : EXIT_DONE;
}

static int survey(const struct records *r, const struct data_wish *wish, char *path, bool shows,
                  struct error *err)
{
    struct survey_watch watch = {.progress = shows ? show_progress : NULL, .owner = path};
    struct buf tree = {0};
    struct json_writer w = {.out = &tree, .indent = wish->json ? 2 : 0};
    int code = EXIT_DONE;

    survey_write(r, &watch, &w);
    if (shows)
        fputs("\r\033[K", stderr);
    if (wish->json)
        printf("%s\n", tree.data);
    else
        code = print_text(&tree, err);
    buf_release(&tree);
    return code;
}

static int tell(char *path, const struct data_wish *wish, struct error *err)
{
    bool shows = !wish->quiet && isatty(STDERR_FILENO) && is_long(path);
    struct library *library = library_new();
    struct records *r;
    int code = EXIT_USAGE;

    if (shows)
        fprintf(stderr, "%s: reading", path);
    r = records_open(library, path, &wish->records, err);
    if (r)
        code = survey(r, wish, path, shows, err);
    else if (shows)
        fputs("\r\033[K", stderr);
    records_free(r);
    library_free(library);
    return code;
}

static int help(void)
{
    fputs(usage, stdout);
    options_help(data_options, NULL, stdout);
    return EXIT_DONE;
}

static int run(int argc, char **argv, struct error *err)
{
    struct data_wish wish = {.records = RECORDS_ANY};
    int first = options_read(data_options, argc, argv, &wish, err);

    if (first < 0)
        return EXIT_USAGE;
    if (wish.help)
        return help();
    if (first == argc)
        return error_set(err, "which file? Give one, such as stoke data questions.jsonl"),
               EXIT_USAGE;
    if (first + 1 < argc)
        return error_set(err, "one file is enough: what is \"%s\"?", argv[first + 1]), EXIT_USAGE;
    return tell(argv[first], &wish, err);
}

int cli_data(int argc, char **argv)
{
    struct error err = {""};
    int code = run(argc, argv, &err);

    if (code)
        complain(&err, NULL);
    return code;
}
