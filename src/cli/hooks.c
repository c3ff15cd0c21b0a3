#include "cli/hooks.h"

#include "base/buf.h"
#include "base/hist.h"
#include "cli/cli.h"
#include "cli/complain.h"
#include "cli/prepare.h"
#include "load/crew.h"
#include "load/solo.h"
#include "measure/complaints.h"
#include "measure/metrics.h"

#include <inttypes.h>
#include <lauxlib.h>
#include <luajit.h>
#include <signal.h>
#include <string.h>

#define TICK_EVERY NANOS_PER_SECOND

enum { LISTEN_EVERY = 100000 }; /* instructions of Lua */

static void fail(struct hooks *h, const struct error *err)
{
    h->failed = true;
    complain(err, h->run->secrets);
}

static bool is_defined(struct run *r, const char *name)
{
    bool yes;

    if (!r->wish.plan.script)
        return false;
    lua_getfield(r->script.L, LUA_GLOBALSINDEX, name);
    yes = lua_isfunction(r->script.L, -1);
    lua_pop(r->script.L, 1);
    return yes;
}

/* Pushes what the prelude has under this name. */
static int push_of_init(struct run *r, const char *name, struct error *err)
{
    if (script_require(&r->script, "stoke.init", err))
        return -1;
    lua_getfield(r->script.L, -1, name);
    lua_remove(r->script.L, -2);
    return 0;
}

static void tell_of_branches(struct hooks *h, const char *name, const struct complaints *c)
{
    struct error err;

    for (size_t i = 0; i < c->count; i++) {
        error_set(&err, "%s: %s", name, c->at[i].text);
        fail(h, &err);
    }
}

/* prepare() or cleanup(), by a user of its own. */
static int run_alone(struct hooks *h, const char *name, struct error *err)
{
    struct run *r = h->run;
    struct solo *solo = solo_new(&r->script, &r->wish.http, err);
    int failed = solo ? push_of_init(r, name, err) : -1;

    if (solo && !failed) {
        overtime_begin(&r->script, name);
        failed = solo_run(solo, err);
        overtime_end(&r->script);
        tell_of_branches(h, name, solo_complaints(solo));
    }
    solo_free(solo);
    return failed ? error_in(err, "%s", name) : 0;
}

int hooks_prepare(struct hooks *h, struct run *r, struct lua_State **shared, struct error *err)
{
    *h = (struct hooks){.run = r};
    *shared = NULL;
    if (!r->wish.plan.script)
        return 0;
    if (script_find_hooks(&r->script, err))
        return EXIT_BAD_SCRIPT;
    h->ticks = is_defined(r, "tick");
    if (!is_defined(r, "prepare"))
        return 0;
    if (run_alone(h, "prepare", err) || push_of_init(r, "shared", err))
        return EXIT_BAD_SCRIPT;
    if (!lua_isnil(r->script.L, -1))
        *shared = r->script.L;
    return 0;
}

static void listen(lua_State *L, lua_Debug *ar)
{
    sigset_t pending;

    (void)ar;
    sigpending(&pending);
    if (!sigismember(&pending, SIGINT) && !sigismember(&pending, SIGTERM))
        return;
    luaL_where(L, 0); /* what was running: the hook is no level of its own */
    lua_pushliteral(L, "interrupted");
    lua_concat(L, 2);
    lua_error(L);
}

/* A hook that never ends must not stand between a person and the end of the run. Compiled code
 * would not listen. */
void hooks_begin(struct hooks *h)
{
    lua_State *L = h->run->script.L;

    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_FLUSH);
    lua_sethook(L, listen, LUA_MASKCOUNT, LISTEN_EVERY);
}

/* What tick(live) is given. */

static void set_number(lua_State *L, const char *name, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

static double seconds(nanos span)
{
    return (double)span / (double)NANOS_PER_SECOND;
}

static void set_spread(lua_State *L, const char *name, const struct hist *h)
{
    if (!hist_count(h))
        return;
    lua_newtable(L);
    set_number(L, "count", (double)hist_count(h));
    set_number(L, "mean", hist_mean(h) / (double)NANOS_PER_SECOND);
    set_number(L, "p50", seconds(hist_quantile(h, 0.5)));
    set_number(L, "p95", seconds(hist_quantile(h, 0.95)));
    set_number(L, "p99", seconds(hist_quantile(h, 0.99)));
    set_number(L, "max", seconds(hist_max(h)));
    lua_setfield(L, -2, name);
}

static void set_counts(lua_State *L, const struct counts *c)
{
    set_number(L, "begun", (double)c->begun);
    set_number(L, "ok", (double)c->ok);
    set_number(L, "failed", (double)c->failed);
    set_number(L, "stopped", (double)c->stopped);
    set_number(L, "tokens", c->window_tokens);
    set_number(L, "journeys", (double)(c->journeys - c->journeys_failed));
    set_number(L, "journeys_failed", (double)c->journeys_failed);
}

/* A second's rates: of what has been collected since the last tick. */
static void set_rates(struct hooks *h, lua_State *L, const struct crew_view *v)
{
    const struct counts *c = metrics_counts(v->total);
    double span = seconds(v->elapsed - h->tick_before);

    set_number(L, "tokens_per_second", span > 0 ? (c->window_tokens - h->tokens_before) / span : 0);
    set_number(L, "requests_per_second",
               span > 0 ? (double)(c->window_requests - h->requests_before) / span : 0);
    h->tick_before = v->elapsed;
    h->tokens_before = c->window_tokens;
    h->requests_before = c->window_requests;
}

static void push_live(struct hooks *h, lua_State *L, const struct crew_view *v)
{
    lua_newtable(L);
    set_number(L, "elapsed", seconds(v->elapsed));
    set_number(L, "running", (double)v->running);
    set_flag(L, "draining", v->draining);
    set_counts(L, metrics_counts(v->total));
    set_rates(h, L, v);
    set_spread(L, "ttft", metrics_hist(v->total, METRIC_TTFT));
    set_spread(L, "tpot", metrics_hist(v->total, METRIC_TPOT));
    set_spread(L, "e2e", metrics_hist(v->total, METRIC_E2E));
    set_spread(L, "latency", metrics_hist(v->total, METRIC_LATENCY));
}

static void call_tick(struct hooks *h, const struct crew_view *v)
{
    lua_State *L = h->run->script.L;
    struct error err;
    int failed = script_require(&h->run->script, "stoke.tick", &err);

    if (!failed) {
        push_live(h, L, v);
        failed = script_call(&h->run->script, "tick", 1, 0, &err);
    }
    if (failed && h->tick_failures++ == 0)
        h->tick_failure = err;
}

static void tell(struct hooks *h, const char *news)
{
    struct error text;

    error_set(&text, "%s", news);
    progress_end(&h->progress); /* until it is drawn again */
    complain(&text, h->run->secrets);
}

void hooks_tick(void *hooks, const struct crew_view *view)
{
    struct hooks *h = hooks;

    if (view->news)
        tell(h, view->news);
    progress_tick(&h->progress, view);
    if (!h->ticks || view->elapsed < h->tick_next)
        return;
    if (h->tick_next > 0)
        call_tick(h, view);
    h->tick_next = view->elapsed + TICK_EVERY - view->elapsed % TICK_EVERY;
}

/* Once, however often it was. */
static void tell_of_ticks(struct hooks *h)
{
    struct error err = {""};

    if (!h->tick_failures)
        return;
    error_set(&err, "%s", h->tick_failure.text);
    if (h->tick_failures > 1)
        error_in(&err, "%" PRIu64 " times", h->tick_failures);
    fail(h, &err);
}

void hooks_cleanup(struct hooks *h)
{
    struct error err;

    tell_of_ticks(h);
    if (is_defined(h->run, "cleanup") && run_alone(h, "cleanup", &err))
        fail(h, &err);
}

/* With the summary, which is on top of the stack. */
static int call(struct hooks *h, const char *name, int nresults, struct error *err)
{
    int failed;

    overtime_begin(&h->run->script, name);
    failed = script_call(&h->run->script, name, 1, nresults, err);
    overtime_end(&h->run->script);
    return failed;
}

/* report() gives a file's text by its path; lua/files.lua writes them, and gives a list of what
 * was wrong. */
static void call_report(struct hooks *h, const struct buf *summary)
{
    lua_State *L = h->run->script.L;
    struct error err;

    if (script_require(&h->run->script, "stoke.files", &err)) {
        fail(h, &err);
        return;
    }
    lua_pushlstring(L, summary->data, summary->len);
    if (call(h, "report", 1, &err)) {
        fail(h, &err);
        return;
    }
    for (size_t i = 1; i <= lua_objlen(L, -1); i++) {
        lua_rawgeti(L, -1, (int)i);
        error_set(&err, "report: %s", lua_tostring(L, -1));
        fail(h, &err);
        lua_pop(L, 1);
    }
}

static void call_done(struct hooks *h, const struct buf *summary)
{
    struct error err;
    int failed = script_require(&h->run->script, "stoke.done", &err);

    if (!failed) {
        lua_pushlstring(h->run->script.L, summary->data, summary->len);
        failed = call(h, "done", 0, &err);
    }
    if (failed)
        fail(h, &err);
}

void hooks_done(struct hooks *h, const struct buf *summary)
{
    if (!h->run->wish.plan.script)
        return;
    call_done(h, summary);
    if (is_defined(h->run, "report"))
        call_report(h, summary);
    lua_settop(h->run->script.L, 0);
}
