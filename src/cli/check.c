#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/prepare.h"
#include "load/crew.h"
#include "measure/redact.h"

#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "stoke check: read a script, and say what is wrong with it\n"
                            "\n"
                            "  stoke check SCRIPT [options]\n"
                            "\n"
                            "It is read and made ready as for a run, with the options of one, and "
                            "nothing is sent. Exit codes:\n"
                            "0 nothing is wrong with it, 104 it is, 2 the options are.\n";

/* "check x.lua ..." as the command line of a run: "stoke -s x.lua ...". */
static char **as_run(int argc, char **argv)
{
    static char script[] = "-s";
    char **line = mem_new(((size_t)argc + 2) * sizeof *line);
    int n = 0;

    line[n++] = argv[0];
    line[n++] = script;
    for (int i = 1; i < argc; i++)
        line[n++] = argv[i];
    return line;
}

/* Every worker reads the script, so one of them must be able to. */
static int make_ready(struct run *r, struct error *err)
{
    struct worker_setup setup = {
        .plan = &r->wish.plan, .http = &r->wish.http, .library = r->library};
    struct crew *c;

    if (!r->wish.plan.url)
        r->wish.plan.url = "http://localhost";
    r->wish.plan.threads = 1;
    if (prepare_plan(r, err))
        return EXIT_BAD_SCRIPT;
    if (http_start_up(err))
        return EXIT_OURS;
    c = crew_new(&setup, err);
    crew_free(c);
    return c ? 0 : EXIT_BAD_SCRIPT;
}

/* A script may put what -e calls a key into any of its options. */
static void put_clean(const struct run *r, const char *text, size_t len)
{
    struct buf clean = {0};

    redact(&clean, text, len, (const char *const *)r->secrets);
    fwrite(clean.data, 1, clean.len, stdout);
    buf_release(&clean);
}

static int tell(struct run *r, struct error *err)
{
    lua_State *L = r->script.L;
    const char *text;
    size_t len;

    if (script_require(&r->script, "stoke.check", err))
        return EXIT_OURS;
    lua_pushstring(L, r->wish.plan.script);
    if (script_call(&r->script, "check", 1, 1, err))
        return EXIT_OURS;
    text = lua_tolstring(L, -1, &len);
    put_clean(r, text, len);
    return 0;
}

static int check(int argc, char **argv)
{
    struct run r = {0};
    struct error err = {""};
    int code = prepare_wish(&r, argc, argv, &err);

    if (!code && r.wish.help)
        fputs(usage, stdout);
    else if (!code)
        code = make_ready(&r, &err);
    if (!code && !r.wish.help)
        code = tell(&r, &err);
    if (code)
        prepare_complain(&r, &err);
    prepare_release(&r);
    return code;
}

int cli_check(int argc, char **argv)
{
    char **line;
    int code;

    if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
        fputs(usage, stdout);
        return EXIT_DONE;
    }
    if (argc < 2 || argv[1][0] == '-') {
        fputs("stoke: check what? Give a script first, such as stoke check chat.lua\n", stderr);
        return EXIT_USAGE;
    }
    line = as_run(argc, argv);
    code = check(argc + 1, line);
    free(line);
    return code;
}
