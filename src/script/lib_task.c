#include "base/list.h"
#include "base/mem.h"
#include "measure/recorder.h"
#include "measure/trace.h"
#include "script/failure.h"
#include "script/lib.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"

#include <stdlib.h>
#include <string.h>

/* Branches of a journey that run side by side and join again. */

struct branch {
    struct list node; /* of those that run */
    struct join *join;
    struct task *task;
    int number;
};

struct join {
    struct script *script;
    struct task *parent;
    struct list running;
    int errors; /* reference to the table of them */
};

static void join_free(struct join *j)
{
    luaL_unref(j->script->L, LUA_REGISTRYINDEX, j->errors);
    free(j);
}

static int answer(lua_State *co, void *thing)
{
    struct join *j = thing;

    lua_rawgeti(co, LUA_REGISTRYINDEX, j->errors);
    join_free(j);
    return 1;
}

/* What goes wrong in a branch is counted, whether the journey asks for it or not. */
static void note_failure(struct branch *b, const char *failure)
{
    struct script *s = b->join->script;

    if (failure != task_gave_up && s->recorder)
        failure_note(s->recorder, task_user(b->task), *task_step(b->task), failure);
    lua_rawgeti(s->L, LUA_REGISTRYINDEX, b->join->errors);
    task_push_error(b->task, s->L);
    lua_rawseti(s->L, -2, b->number);
    lua_pop(s->L, 1);
}

static void on_branch_end(void *owner, const char *failure)
{
    struct branch *b = owner;
    struct join *j = b->join;

    if (failure)
        note_failure(b, failure);
    list_take(&b->node);
    free(b);
    if (list_empty(&j->running))
        task_wake_later(j->parent, answer);
}

/* The journey is given up, and its branches with it. */
static void undo(void *thing)
{
    struct join *j = thing;

    while (!list_empty(&j->running)) {
        struct branch *b = container_of(j->running.next, struct branch, node);

        task_cancel(b->task);
        list_take(&b->node);
        free(b);
    }
    join_free(j);
}

static void begin_branch(lua_State *L, struct join *j, int number)
{
    struct branch *b = mem_new(sizeof *b);

    b->join = j;
    b->number = number;
    list_init(&b->node);
    list_add(&j->running, &b->node);
    lua_rawgeti(L, 1, number);
    lua_xmove(L, j->script->L, 1);
    b->task = task_spawn(j->script, 0, on_branch_end, b);
}

/* together({function, ...}) -> table of the errors of those that failed, by number, as pcall()
 * gives them; or the value gave_up */
static int task_together(lua_State *L)
{
    struct script *s = lib_script(L);
    struct task *parent = task_running(s, L);
    struct join *j;
    int n;

    luaL_checktype(L, 1, LUA_TTABLE);
    n = (int)lua_objlen(L, 1);
    if (n == 0) {
        lua_newtable(L);
        return 1;
    }
    j = mem_new(sizeof *j);
    j->script = s;
    j->parent = parent;
    list_init(&j->running);
    lua_newtable(L);
    j->errors = luaL_ref(L, LUA_REGISTRYINDEX);
    for (int i = 1; i <= n; i++)
        begin_branch(L, j, i);
    return task_wait(L, undo, j);
}

static struct user *check_user(lua_State *L)
{
    struct user *u = lua_touserdata(L, 1);

    luaL_argcheck(L, lua_islightuserdata(L, 1) && u, 1, "expected a user's handle");
    return u;
}

/* number(user's handle): of its journey among all that begin, from 0 (load/pace.h) */
static int task_number(lua_State *L)
{
    lua_pushnumber(L, (double)check_user(L)->nth);
    return 1;
}

/* give_up(user's handle, label): ends the task as failed, without an error to show; and the user's
 * journey has failed for this reason, whatever becomes of the task. */
static int task_give_up(lua_State *L)
{
    struct user *u = check_user(L);

    u->given_up = (label)luaL_checkinteger(L, 2);
    task_push_gave_up(L);
    return lua_error(L);
}

static void tell_step(const struct script *s, label step)
{
    const char *name = s->recorder ? labels_name(s->recorder->labels, step) : "";

    if (s->recorder && s->recorder->trace)
        recorder_tell(s->recorder,
                      &(struct trace_line){.kind = TRACE_STEP, .text = name, .len = strlen(name)});
}

/* step(label or nil) -> what measurements of the running task went under until now */
static int task_set_step(lua_State *L)
{
    struct script *s = lib_script(L);
    label *step = s->running ? task_step(s->running) : NULL;
    lua_Integer next = luaL_optinteger(L, 1, 0);

    luaL_argcheck(L, next >= 0 && (!step || (label)next < labels_count(s->recorder->labels)), 1,
                  "expected a step");
    lua_pushinteger(L, step ? (lua_Integer)*step : 0);
    if (step && (label)next != *step)
        tell_step(s, (label)next);
    if (step)
        *step = (label)next;
    return 1;
}

/* trace(message) -> message: for xpcall by those who pass it on */
static int task_trace(lua_State *L)
{
    struct script *s = lib_script(L);

    if (s->running)
        task_keep_trace(s->running, L);
    return 1;
}

/* complain(error): counts and keeps one that was caught after trace() had it, and the journey goes
 * on */
static int task_complain(lua_State *L)
{
    struct script *s = lib_script(L);
    label step;

    lua_settop(L, 1);
    if (s->running && s->recorder && task_push_trace(s->running, L, &step))
        failure_note(s->recorder, task_user(s->running), step, lua_tostring(L, -1));
    return 0;
}

int lib_task(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"together", task_together},
        {"number",   task_number  },
        {"give_up",  task_give_up },
        {"step",     task_set_step},
        {"trace",    task_trace   },
        {"complain", task_complain},
        {NULL,       NULL         },
    };

    lib_table(L, functions);
    task_push_gave_up(L);
    lua_setfield(L, -2, "gave_up");
    return 1;
}
