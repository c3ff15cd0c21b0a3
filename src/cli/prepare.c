#include "cli/prepare.h"

#include "base/error.h"
#include "cli/ask_for_model.h"
#include "cli/calibrate.h"
#include "cli/cli.h"
#include "cli/complain.h"
#include "cli/contents.h"
#include "cli/key.h"
#include "cli/look.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/salt.h"
#include "cli/script_flags.h"
#include "cli/script_options.h"
#include "cli/secrets.h"
#include "cli/sense.h"
#include "cli/service.h"
#include "cli/trace.h"
#include "data/library.h"
#include "data/records.h"
#include "measure/journal.h"
#include "net/pem.h"
#include "net/source.h"
#include "plan/schedule.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_arguments(struct run *r, int argc, char **argv, struct error *err)
{
    struct plan_script *typed = &r->wish.plan.typed;
    int first;

    arguments_split(&r->arguments, wish_options, argc, argv);
    argc = r->arguments.own_count;
    argv = r->arguments.own;
    first = options_read(wish_options, argc, argv, &r->wish, err);
    if (first < 0)
        return -1;
    typed->args = r->arguments.rest;
    typed->arg_count = r->arguments.rest_count;
    typed->flags = (const char *const *)r->arguments.flags;
    typed->flag_count = r->arguments.flag_count;
    if (first < argc)
        r->wish.plan.url = argv[first];
    r->wish.plan.headers = r->wish.headers; /* a script may look at these */
    r->wish.plan.header_count = r->wish.header_count;
    if (first + 1 < argc && !r->wish.plan.script)
        return error_set(err, "one URL is enough: what is \"%s\"?", argv[first + 1]);
    return 0;
}

static void tell_of_overtime(void *run, const char *text)
{
    struct error said;

    error_set(&said, "%s", text);
    prepare_complain(run, &said);
}

/* Into the wish, which has nothing of the script's yet but its path. */
static int read_script_options(struct run *r, const struct wish *typed, struct error *err)
{
    wish_init(&r->wish);
    r->wish.plan.script = typed->plan.script;
    if (script_options(&r->script, &r->wish, err))
        return -1;
    if (sense_rivals(&r->wish, err))
        return error_in(err, "%s: options", r->wish.plan.script);
    sense_settle(&r->wish, typed);
    return 0;
}

/* What was typed is read again after it, and wins. */
static int take_profile(struct run *r, const struct wish *typed, struct error *err)
{
    if (!typed->profile)
        return typed->peak && !r->wish.profiled
                   ? error_set(err, "--peak is about a profile: add one, such as --profile ramp")
                   : 0;
    if (typed->stages_by)
        return error_set(err, "--profile and %s both say how the load goes: leave one of them out",
                         typed->stages_by);
    return profile_take(&r->script, &r->wish, typed->profile, typed->peak, err);
}

static int read_again(struct run *r, int argc, char **argv, const struct wish *typed,
                      struct error *err)
{
    return take_profile(r, typed, err) || read_arguments(r, argc, argv, err) ? -1 : 0;
}

int prepare_wish(struct run *r, int argc, char **argv, struct error *err)
{
    struct wish typed;

    wish_init(&r->wish);
    if (read_arguments(r, argc, argv, err) || sense_rivals(&r->wish, err))
        return EXIT_USAGE;
    typed = r->wish;
    if (script_open(&r->script, &r->wish.plan, err))
        return EXIT_OURS;
    if (r->wish.version || (r->wish.help && !r->wish.plan.script))
        return 0;
    r->library = library_new();
    r->script.library = r->library;
    r->overtime = (struct overtime){.tell = tell_of_overtime, .owner = r};
    r->script.overtime = &r->overtime;
    if (!typed.plan.script && !typed.profile && !typed.peak)
        return 0;
    if (!typed.plan.script) {
        wish_init(&r->wish);
        return read_again(r, argc, argv, &typed, err) ? EXIT_USAGE : 0;
    }
    if (script_run_file(&r->script, typed.plan.script, err) || read_script_options(r, &typed, err))
        return EXIT_BAD_SCRIPT;
    if (read_again(r, argc, argv, &typed, err))
        return EXIT_USAGE;
    return script_flags_check(&r->script, err);
}

/* wrk's scripts word their own requests: no protocol does it for them, and no model is needed. */
static int find_kind(struct run *r, struct error *err)
{
    lua_State *L = r->script.L;
    const char *kind;

    if (!r->wish.plan.script)
        return 0;
    if (script_require(&r->script, "stoke.wrk.kind", err))
        return -1;
    lua_getfield(L, -1, "of_script");
    if (script_call(&r->script, r->wish.plan.script, 0, 1, err))
        return -1;
    kind = lua_tostring(L, -1);
    r->has_journeys = !strcmp(kind, "journey");
    r->is_wrk = !strcmp(kind, "wrk");
    lua_settop(L, 0);
    return 0;
}

/* Whoever names neither a model nor a prompt nor a script wants what wrk does, unless the URL
 * is a protocol's own, which the prelude knows. */
static int choose_api(struct run *r, struct error *err)
{
    struct plan *p = &r->wish.plan;
    bool asks = p->model || p->prompt || r->wish.prompts || r->wish.trace || r->has_journeys;
    lua_State *L = r->script.L;

    r->api_given = p->api != NULL;
    if (script_require(&r->script, "stoke.apis", err))
        return -1;
    lua_getfield(L, -1, "choose");
    lua_pushstring(L, p->api);
    lua_pushstring(L, p->url);
    lua_pushboolean(L, asks);
    if (script_call(&r->script, "--api", 3, 2, err))
        return -1;
    if (lua_isnil(L, -2))
        return error_set(err, "--api: %s", lua_tostring(L, -1));
    lua_pop(L, 1);
    p->api = lua_tostring(L, -1);
    luaL_ref(L, LUA_REGISTRYINDEX); /* the plan keeps the text */
    lua_settop(L, 0);
    return 0;
}

/* Reports are the prelude's. A misspelt one must not be found out about when the load is over. */
static int check_report(struct run *r, struct error *err)
{
    lua_State *L = r->script.L;
    int failed = script_require(&r->script, "stoke.report.init", err);

    if (failed)
        return failed;
    lua_getfield(L, -1, "complaint");
    lua_pushstring(L, r->wish.report);
    failed = script_call(&r->script, "--report", 1, 1, err);
    if (!failed && lua_isstring(L, -1))
        failed = error_set(err, "--report: %s", lua_tostring(L, -1));
    lua_settop(L, 0);
    return failed;
}

static bool wants_model(const struct run *r)
{
    const char *m = r->wish.plan.model;

    if (!m && (r->is_wrk || (r->records && records_whole(r->records))))
        return false;
    return strcmp(r->wish.plan.api, "http") != 0 && (!m || !strcmp(m, "auto"));
}

/* A closed loop has ten users unless told; an open one has no limit unless told. A count
 * of requests alone has no end in time. */
static void fill_gaps(struct wish *w)
{
    if (w->plan.rate > 0 && !w->users_given)
        w->plan.users = 0;
    if (w->plan.requests && !w->duration_given)
        w->plan.lasts = NANOS_NEVER;
}

/* Both would be the same number. */
static int check_one_limit(const struct wish *w, struct error *err)
{
    if (!w->users_given || !w->plan.max_in_flight || w->plan.rate == 0)
        return 0;
    return error_set(err, "-c and --max-in-flight both say how many journeys may be under way at "
                          "most: leave one of them out");
}

/* A load that is nobody's would be asked for in vain. */
static int check_shared_load(const struct wish *w, struct error *err)
{
    if (plan_shares_load(&w->plan) || (!w->users_given && w->plan.rate == 0))
        return 0;
    return error_set(
        err,
        "%s is shared by scenarios with a weight, and all of %s say their own users or "
        "rate",
        w->plan.rate > 0 ? "-R" : "-c", w->plan.script);
}

/* Users of a script may be asleep most of the time, and who never sends has no connection: it is
 * warned of what may come, and connections that there is no file for are counted. */
static int check_descriptors(const struct run *r, struct error *err)
{
    struct rlimit limit;
    uint64_t pool = r->wish.plan.pool_size, wanted = pool ? pool : plan_users(&r->wish.plan);
    uint64_t need = wanted + 16 * (uint64_t)r->wish.plan.threads + 32;

    if (getrlimit(RLIMIT_NOFILE, &limit))
        return 0;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max == RLIM_INFINITY || need <= limit.rlim_max)
        return 0;
    error_set(err, "%llu %s need %llu open files, and this shell allows %llu: raise \"ulimit -n\"",
              (unsigned long long)wanted, pool ? "connections" : "users", (unsigned long long)need,
              (unsigned long long)limit.rlim_max);
    if (!r->wish.plan.script)
        return -1;
    if (!r->wish.quiet)
        fprintf(stderr, "stoke: if all are to be connected, %s\n", err->text);
    return 0;
}

/* Found out before the load, not after it. */
static int check_summary(struct run *r, struct error *err)
{
    const char *path = r->wish.summary;
    FILE *f;

    if (!path || !strcmp(path, "-"))
        return 0;
    r->made_summary = access(path, F_OK) != 0;
    f = fopen(path, "ae");
    if (!f)
        return error_set(err, "cannot write \"%s\": %s", path, strerror(errno));
    fclose(f);
    return 0;
}

/* An empty file is no summary: whoever reads it next would take it for a broken one. */
static void leave_no_empty_summary(const struct run *r)
{
    struct stat file;

    if (r->made_summary && !stat(r->wish.summary, &file) && !file.st_size)
        unlink(r->wish.summary);
}

static int read_files(struct run *r, struct error *err)
{
    struct wish *w = &r->wish;

    if (pem_check(&w->http, err))
        return -1;
    if (service_read(r, err))
        return -1;
    if (w->prompts && contents_open(r, w->prompts, err))
        return -1;
    if (check_summary(r, err))
        return -1;
    if (w->journal && !(r->journal = journal_open(w->journal, err)))
        return -1;
    return 0;
}

int prepare_plan(struct run *r, struct error *err)
{
    struct plan *p = &r->wish.plan;

    if (key_read(r, err))
        return EXIT_USAGE;
    r->secrets = secrets_find(&r->wish, r->key);
    if (look_wanted(&r->wish))
        look_fit(&r->wish);
    if (trace_fit(r, err) || stages_fit(&r->wish, err))
        return EXIT_USAGE;
    fill_gaps(&r->wish);
    if (check_one_limit(&r->wish, err) || check_shared_load(&r->wish, err) || plan_check(p, err))
        return EXIT_USAGE;
    if (!p->url)
        return error_set(err, "where to? Give the service's address, such as "
                              "http://localhost:8000"),
               EXIT_USAGE;
    if (http_read_url(p->url, &r->url, err) || find_kind(r, err) || choose_api(r, err) ||
        sense_check(r, err) || check_report(r, err))
        return EXIT_USAGE;
    return 0;
}

static int find_model(struct run *r, struct error *err)
{
    r->model = ask_for_model(&r->script, &r->wish, (const char *const *)r->secrets, err);
    r->wish.plan.model_found = !r->wish.plan.model;
    r->wish.plan.model = r->model;
    return r->model ? 0 : -1;
}

int prepare_run(struct run *r, struct error *err)
{
    struct plan *p = &r->wish.plan;
    int code = prepare_plan(r, err);

    if (code)
        return code;
    if (read_files(r, err) || check_descriptors(r, err))
        return EXIT_USAGE;
    salt_choose(r);
    if (p->dry_run)
        return 0;
    if (service_find(r, err))
        return EXIT_NOTHING;
    if (wants_model(r) && find_model(r, err))
        return EXIT_NOTHING;
    return calibrate(&r->script, &r->wish, err) ? EXIT_OURS : 0;
}

void prepare_complain(const struct run *r, const struct error *err)
{
    complain(err, r->secrets);
}

void prepare_release(struct run *r)
{
    struct error err;

    leave_no_empty_summary(r);
    script_close(&r->script);
    records_free(r->records);
    schedule_free(r->schedule);
    free(r->known_tokens);
    library_free(r->library);
    if (r->journal) /* nothing was measured: whether it is whole is nobody's concern */
        journal_close(r->journal, &err);
    plan_release(&r->wish.plan);
    free(r->key);
    free(r->model);
    sources_free(r->sources);
    places_release(&r->places);
    free(r->wish.scenarios);
    arguments_release(&r->arguments);
    secrets_free(r->secrets);
}
