#include "script/probe.h"

#include "base/error.h"
#include "measure/label.h"
#include "measure/recorder.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"

#include <errno.h>
#include <inttypes.h>
#include <lauxlib.h>
#include <luajit.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Nobody minds a stray one of these. */
#define KNOCK SIGURG

/* The profiler's own clock must never tick: 23 days of processor time, in milliseconds. */
#define NEVER "i2000000000"

enum { IDLE, ASKED, INSISTING, ANSWERED };

static const char key[] = "stoke.probe";

static void on_hook(lua_State *L, lua_Debug *ar);

static void on_sample(void *data, lua_State *L, int samples, int state)
{
    (void)data, (void)L, (void)samples, (void)state; /* the hook is set: it comes next */
}

/* LuaJIT lets a signal handler set a hook. */
static void on_knock(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    if (info->si_code == SI_QUEUE && info->si_pid == getpid() && info->si_value.sival_ptr)
        lua_sethook(info->si_value.sival_ptr, on_hook, LUA_MASKCOUNT, 1);
}

int probe_open(struct probe *p, struct error *err)
{
    struct sigaction action = {.sa_sigaction = on_knock, .sa_flags = SA_SIGINFO | SA_RESTART};

    *p = (struct probe){.keeper = luaL_newstate()};
    if (!p->keeper)
        return error_set(err, "LuaJIT cannot be started: out of memory");
    if (sigaction(KNOCK, &action, NULL))
        return error_set(err, "cannot watch over scripts: %s", strerror(errno));
    luaJIT_profile_start(p->keeper, NEVER, on_sample, NULL);
    return 0;
}

void probe_close(struct probe *p)
{
    if (!p->keeper)
        return;
    luaJIT_profile_stop(p->keeper);
    lua_close(p->keeper);
    p->keeper = NULL;
}

/* With "l", code that is compiled looks for the profiler at each line; since another state has
 * it, nothing else happens. Measured: it costs nothing that can be seen. */
void probe_watch(struct probe *p, struct script *s)
{
    s->probe = p;
    lua_pushlightuserdata(s->L, s);
    lua_setfield(s->L, LUA_REGISTRYINDEX, key);
    luaJIT_profile_start(s->L, "l" NEVER, on_sample, NULL);
}

/* Back to the keeper, in the script's thread or when that is over. To stop it takes the looking
 * out of what is compiled; to start it again puts it back. */
static void give_back(struct probe *p, struct script *s)
{
    luaJIT_profile_stop(s->L);
    luaJIT_profile_start(p->keeper, NEVER, on_sample, NULL);
    luaJIT_profile_start(s->L, "l" NEVER, on_sample, NULL);
}

void probe_ask(struct probe *p, struct script *s, pthread_t thread, bool end, bool insist)
{
    union sigval value = {.sival_ptr = s->L};

    p->asked = s;
    p->since = script_since(s);
    p->end = end;
    p->text[0] = '\0';
    atomic_store_explicit(&p->state, insist ? INSISTING : ASKED, memory_order_release);
    luaJIT_profile_stop(p->keeper);
    luaJIT_profile_start(s->L, NEVER, on_sample, NULL);
    pthread_sigqueue(thread, KNOCK, value);
    pthread_kill(thread, SIGPROF);
}

static void answered(struct probe *p, struct script *s)
{
    give_back(p, s);
    atomic_store_explicit(&p->state, ANSWERED, memory_order_release);
}

static bool is_asked(const struct probe *p, const struct script *s)
{
    int state = atomic_load_explicit(&p->state, memory_order_acquire);

    return (state == ASKED || state == INSISTING) && p->asked == s;
}

const char *probe_answer(struct probe *p)
{
    if (atomic_load_explicit(&p->state, memory_order_acquire) != ANSWERED)
        return NULL;
    p->asked = NULL;
    atomic_store_explicit(&p->state, IDLE, memory_order_relaxed);
    return p->text;
}

void probe_forget(struct probe *p, struct script *s)
{
    if (is_asked(p, s))
        answered(p, s);
}

void probe_turn(struct script *s)
{
    struct probe *p = s->probe;

    if (!p || !is_asked(p, s))
        return;
    lua_sethook(s->L, NULL, 0, 0);
    answered(p, s);
}

/* The nearest line that is the script's own: what is embedded has a name that begins with "=". */
static void find_line(lua_State *L, lua_Debug *ar)
{
    for (int level = 0; lua_getstack(L, level, ar); level++) {
        lua_getinfo(L, "Sl", ar);
        if (ar->source[0] == '@')
            return;
    }
    lua_getstack(L, 0, ar);
    lua_getinfo(L, "Sl", ar);
}

static void describe(struct script *s, lua_State *L, char *out, size_t size)
{
    const struct user *u = s->running ? task_user(s->running) : NULL;
    const char *scenario = u ? labels_name(s->recorder->labels, u->scenario) : "";
    double span = (double)(clock_now() - script_since(s)) / (double)NANOS_PER_SECOND;
    lua_Debug ar;

    find_line(L, &ar);
    snprintf(out, size,
             "user %" PRIu64 "%s%s has not waited for anything for %.1f s, so nobody else on its "
             "worker could go on: it is at %s:%d",
             u ? u->id : 0, *scenario ? " of scenario " : "", scenario, span, ar.short_src,
             ar.currentline);
}

void probe_peek(struct script *s, char *out, size_t size)
{
    out[0] = '\0';
    if (s->running)
        describe(s, task_stack(s->running), out, size);
}

static void end_it(lua_State *L, bool insist)
{
    if (insist)
        lua_sethook(L, on_hook, LUA_MASKCOUNT, 1); /* probe_turn() takes it away */
    luaL_where(L, 0);
    lua_pushstring(L, "this never came to wait for anything, and was ended");
    lua_concat(L, 2);
    lua_error(L);
}

/* In the script's thread, between two of its instructions. */
static void on_hook(lua_State *L, lua_Debug *ar)
{
    struct script *s;
    struct probe *p;
    bool end, insist;

    (void)ar;
    lua_sethook(L, NULL, 0, 0);
    lua_getfield(L, LUA_REGISTRYINDEX, key);
    s = lua_touserdata(L, -1);
    lua_pop(L, 1);
    p = s ? s->probe : NULL;
    if (!p || !is_asked(p, s))
        return;
    if (script_since(s) != p->since) {
        probe_turn(s);
        return;
    }
    insist = atomic_load_explicit(&p->state, memory_order_relaxed) == INSISTING;
    end = p->end;
    if (!p->text[0])
        describe(s, L, p->text, sizeof p->text);
    if (!insist)
        answered(p, s);
    if (end)
        end_it(L, insist);
}
