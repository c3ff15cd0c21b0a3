#include "base/error.h"
#include "base/mem.h"
#include "base/timers.h"
#include "base/units.h"
#include "measure/recorder.h"
#include "measure/trace.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"
#include "script/task.h"

#include "base/list.h"
#include <math.h>
#include <stdlib.h>

/* Scripts count in seconds, as Lua numbers. */

struct nap {
    struct timer timer;
    struct task *task;
    struct loop *loop;
};

static int time_now(lua_State *L)
{
    lua_pushnumber(L, (double)clock_now() / (double)NANOS_PER_SECOND);
    return 1;
}

static void nap_over(struct timer *t, nanos now)
{
    struct nap *n = container_of(t, struct nap, timer);

    (void)now;
    task_wake(n->task, 0);
    free(n);
}

static void nap_undo(void *thing)
{
    struct nap *n = thing;

    loop_timer_stop(n->loop, &n->timer);
    free(n);
}

static int time_sleep(lua_State *L)
{
    struct script *s = lib_script(L);
    nanos span = (nanos)(fmin(fmax(luaL_checknumber(L, 1), 0), 1e9) * 1e9);
    struct task *t = task_running(s, L);
    struct nap *n = mem_new(sizeof *n);

    if (s->recorder && s->recorder->trace)
        recorder_tell(s->recorder, &(struct trace_line){.kind = TRACE_WAIT, .span = span});
    n->task = t;
    n->loop = s->loop;
    n->timer.fire = nap_over;
    loop_timer(s->loop, &n->timer, clock_now() + (s->plan->dry_run ? 0 : span));
    return task_wait(L, nap_undo, n); /* nothing, when it is over */
}

static int time_span(lua_State *L)
{
    struct error err;
    nanos span;

    if (lua_type(L, 1) == LUA_TNUMBER) {
        luaL_argcheck(L, lua_tonumber(L, 1) >= 0, 1, "a span is not negative");
        lua_settop(L, 1);
        return 1;
    }
    if (lua_type(L, 1) != LUA_TSTRING)
        return luaL_argerror(L, 1, "expected a span such as \"2s\" or a number of seconds");
    if (units_read_span(lua_tostring(L, 1), &span, &err))
        return luaL_argerror(L, 1, err.text);
    lua_pushnumber(L, (double)span / (double)NANOS_PER_SECOND);
    return 1;
}

int lib_time(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"now",   time_now  },
        {"sleep", time_sleep},
        {"span",  time_span },
        {NULL,    NULL      },
    };

    return lib_table(L, functions);
}
