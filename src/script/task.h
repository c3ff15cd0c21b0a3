#ifndef SCRIPT_TASK_H
#define SCRIPT_TASK_H

#include "measure/label.h"

#include <lua.h>
#include <stdbool.h>

struct script;
struct user;

/* A Lua coroutine that waits for one thing at a time. Lua runs in tasks_run() and
 * nowhere else: what happens in callbacks only marks a task as ready. */
struct task;

/* `failure` is the message with a traceback, until it returns; NULL: it ended well;
 * task_gave_up itself: it raised the value of that name, as user:fail() does, and it is no error.
 * The task is gone then. */
extern const char task_gave_up[];
void task_push_gave_up(lua_State *L); /* the value; tostring() has the sentence */
typedef void task_end_fn(void *owner, const char *failure);

/* For on_end, of a task that failed: pushes on L what pcall() would have given. */
void task_push_error(struct task *t, lua_State *L);

/* Takes the function and its `nargs` arguments from the script's stack; it runs at the
 * next tasks_run(). */
struct task *task_spawn(struct script *s, int nargs, task_end_fn *fn, void *owner);
void task_cancel(struct task *t); /* undoes its wait; on_end is not called */

/* How a C function waits: `return task_wait(L, undo, thing);`. It cannot go on after
 * that (LuaJIT has no lua_yieldk): what must happen next is the prelude's, in Lua. The
 * C function's arguments stay alive until the task is woken. `undo` gives up what is
 * being waited for. */
int task_wait(lua_State *L, void (*undo)(void *thing), void *thing);
struct task *task_running(struct script *s, lua_State *L); /* or a Lua error, if it may not wait */

/* Push what the wait is to return on the task's stack, and wake it. */
lua_State *task_stack(const struct task *t);
void task_wake(struct task *t, int nresults);

/* The same from where Lua may not be touched: `answer` pushes the results of the wait on `thing`
 * when the task goes on, and says how many. */
void task_wake_later(struct task *t, int (*answer)(lua_State *co, void *thing));

/* Code of ours that catches an error to pass it on keeps the traceback, which would be lost: the
 * error on top of L's stack is replaced by what is told of it, if that is text. The traceback is
 * shown if the task ends by that. */
void task_keep_trace(struct task *t, lua_State *L);

/* Pushes on L what was kept of the error on top of it, and gives the step in which it was raised.
 */
bool task_push_trace(struct task *t, lua_State *L, label *step);

bool task_has_waited(const struct task *t); /* or the task that it is a branch of, before it */
const struct task *task_parent(const struct task *t); /* which it is a branch of, or NULL */
label *task_step(struct task *t);                     /* what its measurements go under */

/* Whose journey it is; a task that another spawns is the same user's. */
void task_set_user(struct task *t, const struct user *user);
const struct user *task_user(const struct task *t); /* NULL: nobody's */

bool tasks_run(struct script *s);     /* some of those that are ready; true: more are */
void tasks_release(struct script *s); /* when no task is waiting any more */

#endif
