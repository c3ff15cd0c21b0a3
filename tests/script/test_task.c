/* Tasks: who runs when, what they get, how they wait, fail, and are given up. `hold(...)` is
 * a C function that waits until the test wakes its task. */

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "plan/plan.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <stdlib.h>

enum { CROWD = 10000 };

static struct script script;
static struct task *holding[CROWD]; /* in the order in which they began to wait */
static unsigned holders, undone;

static void undo(void *thing)
{
    undone += thing == &holders;
}

static int hold(lua_State *L)
{
    struct script *s = lua_touserdata(L, lua_upvalueindex(1));
    struct task *t = task_running(s, L);

    holding[holders++ % CROWD] = t;
    return task_wait(L, undo, &holders);
}

/* What tasks say, and how they end. */
static char said[256];

static int say(lua_State *L)
{
    strncat(said, luaL_checkstring(L, 1), sizeof said - strlen(said) - 1);
    return 0;
}

struct end {
    unsigned well, failed;
    char failure[2048];
};

static void on_end(void *owner, const char *failure)
{
    struct end *e = owner;

    e->well += !failure;
    e->failed += failure != NULL;
    if (failure)
        snprintf(e->failure, sizeof e->failure, "%s", failure);
}

/* A wait whose result is made when the task goes on, and not before. */
static int tell(lua_State *co, void *thing)
{
    unsigned *n = thing;

    lua_pushinteger(co, (lua_Integer)++ * n);
    lua_pushstring(co, "told");
    return 2;
}

static unsigned told;

static int later(lua_State *L)
{
    struct script *s = lua_touserdata(L, lua_upvalueindex(1));

    holding[holders++ % CROWD] = task_running(s, L);
    return task_wait(L, undo, &told);
}

/* Whether the running task has waited, as who measures its first request asks it. */
static int waited(lua_State *L)
{
    struct script *s = lua_touserdata(L, lua_upvalueindex(1));

    lua_pushboolean(L, task_has_waited(s->running));
    return 1;
}

static void give_lua(const char *name, lua_CFunction fn)
{
    lua_pushlightuserdata(script.L, &script);
    lua_pushcclosure(script.L, fn, 1);
    lua_setglobal(script.L, name);
}

static void begin(void)
{
    static struct plan plan;
    struct error err;

    plan_init(&plan);
    if (script_open(&script, &plan, &err))
        printf("Bail out! %s\n", err.text);
    give_lua("hold", hold);
    give_lua("later", later);
    give_lua("waited", waited);
    lua_pushcfunction(script.L, say);
    lua_setglobal(script.L, "say");
    holders = undone = told = 0;
    said[0] = '\0';
}

/* Outside of any task. */
static void run(const char *code)
{
    if (luaL_dostring(script.L, code)) {
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
        exit(1);
    }
}

/* A task of `code`, whose `...` is the argument. */
static struct task *spawn(const char *code, const char *argument, struct end *e)
{
    if (luaL_loadbuffer(script.L, code, strlen(code), "=journey"))
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
    lua_pushstring(script.L, argument);
    return task_spawn(&script, 1, on_end, e);
}

static void run_all(void)
{
    while (tasks_run(&script))
        ;
}

/* What a lone task of this code fails with; NULL: it did not. */
static const char *failure_of(const char *code)
{
    static struct end e;

    e = (struct end){0};
    spawn(code, "", &e);
    run_all();
    return e.failed == 1 && !e.well ? e.failure : NULL;
}

static bool fails_with(const char *code, const char *words)
{
    const char *failure = failure_of(code);

    if (!failure || !strstr(failure, words))
        note("got: %s", failure ? failure : "nothing");
    return failure && strstr(failure, words);
}

static void test_order(void)
{
    struct end e = {0};
    const char *code = "say(...) hold() say(...)";

    begin();
    spawn(code, "a", &e);
    spawn(code, "b", &e);
    spawn(code, "c", &e);
    note("nothing runs before tasks_run(), then all in their order");
    ok(!said[0] && script.tasks == 3);
    run_all();
    ok(!strcmp(said, "abc") && holders == 3 && e.well == 0);
    ok(!tasks_run(&script) && !strcmp(said, "abc"));
    note("and again in the order of waking");
    task_wake(holding[2], 0);
    task_wake(holding[0], 0);
    ok(!strcmp(said, "abc"));
    run_all();
    ok(!strcmp(said, "abcca") && e.well == 2 && script.tasks == 1);
    task_wake(holding[1], 0);
    run_all();
    ok(!strcmp(said, "abccab") && e.well == 3 && e.failed == 0 && script.tasks == 0);
    ok(undone == 0 && lua_gettop(script.L) == 0);
    script_close(&script);
}

static void test_results(void)
{
    struct end e = {0};
    lua_State *co;

    begin();
    spawn("local a, b, c = hold('x', 'y') say(a) say(b) say(type(c))", "", &e);
    run_all();
    co = task_stack(holding[0]);
    lua_pushstring(co, "one");
    lua_pushstring(co, "two");
    task_wake(holding[0], 2);
    run_all();
    ok(!strcmp(said, "onetwonil") && e.well == 1);
    note("a protected call may wait, and protects what comes after");
    said[0] = '\0';
    spawn("local ok, got = pcall(function() local r = hold() error(r, 0) end)"
          " say(tostring(ok)) say(got)",
          "", &e);
    run_all();
    lua_pushstring(task_stack(holding[1]), "late");
    task_wake(holding[1], 1);
    run_all();
    ok(!strcmp(said, "falselate") && e.well == 2);
    script_close(&script);
}

static void test_cancel(void)
{
    struct end e = {0};
    struct task *t;

    begin();
    spawn("hold()", "", &e);
    run_all();
    task_cancel(holding[0]);
    ok(undone == 1 && script.tasks == 0 && e.well + e.failed == 0);
    note("there is nothing to undo before it waits, and after it was woken");
    t = spawn("hold()", "", &e);
    task_cancel(t);
    run_all();
    ok(undone == 1 && holders == 1 && script.tasks == 0);
    spawn("hold() say 'awake'", "", &e);
    run_all();
    task_wake(holding[1], 0);
    task_cancel(holding[1]);
    run_all();
    ok(undone == 1 && !said[0] && e.well + e.failed == 0);
    script_close(&script);
}

static void test_failures(void)
{
    begin();
    ok(fails_with("local function deep() error 'boom' end\ndeep()", "journey:1: boom"));
    ok(fails_with("local function deep() error 'boom' end\ndeep()", "stack traceback:"));
    ok(fails_with("local function deep() error 'boom' end\ndeep() return 1", "'deep'"));
    ok(fails_with("local t = nil\nreturn t.field", "journey:2: "));
    ok(fails_with("error {}", "(the error is a table)"));
    ok(fails_with("error()", "(the error is a nil)"));
    ok(fails_with("coroutine.yield(1)", "not by coroutine.yield"));
    ok(fails_with("coroutine.wrap(function() hold() end)()",
                  "a journey cannot wait inside a coroutine of its own"));
    note("what failed has left nothing behind: others go on");
    ok(script.tasks == 0 && lua_gettop(script.L) == 0 && undone == 0 && holders == 0);
    ok(failure_of("say 'fine'") == NULL && !strcmp(said, "fine"));
    note("outside of a journey nobody can wait");
    ok(luaL_dostring(script.L, "hold()") &&
       strstr(lua_tostring(script.L, -1), "only be called in a journey"));
    lua_settop(script.L, 0);
    script_close(&script);
}

/* C functions that call Lua cannot be left in the middle: the wait never begins. */
/* require() gives tests the module of the prelude. */
#define CATCHER                                 \
    "local trace = require('core.task').trace " \
    "local function through(f) local ok, e = xpcall(f, trace) if not ok then error(e, 0) end end "

static void test_kept_traces(void)
{
    const char *failure;

    begin();
    note("who passes an error on keeps its traceback: the innermost is shown");
    failure = failure_of(CATCHER "local function culprit() local x = nil return x.y end"
                                 " through(function() through(function() return 1, culprit() end)"
                                 " end)");
    ok(failure && strstr(failure, "attempt to index") && strstr(failure, "in function 'culprit'"));
    note("but not with another error that comes after it");
    failure = failure_of(CATCHER "local function first() error('one', 0) end"
                                 " local function second() error('two', 0) end"
                                 " pcall(through, first) second()");
    ok(failure && strstr(failure, "two") && strstr(failure, "'second'"));
    ok(!strstr(failure, "'first'"));
    note("nor in the next task of the same coroutine");
    failure_of(CATCHER "local function first() error('one', 0) end pcall(through, first)");
    failure = failure_of("local function second() error('one', 0) end second()");
    ok(failure && strstr(failure, "'second'") && !strstr(failure, "'first'"));
    note("an error that is no text goes through as it is");
    ok(fails_with(CATCHER "through(function() error {} end)", "(the error is a table)"));
    script_close(&script);
}

static void test_no_way_to_wait(void)
{
    const char *words = "cannot wait inside a function that string.gsub";

    begin();
    ok(fails_with("('x'):gsub('x', function() hold() end)", words));
    ok(fails_with("('x'):gsub('x', hold)", words));
    ok(fails_with("table.sort({3, 2, 1}, function(a, b) hold() return a < b end)", words));
    ok(fails_with("pcall(string.gsub, 'x', 'x', hold) say 'on' error 'end'", "end"));
    ok(holders == 0 && undone == 0 && !strcmp(said, "on"));
    note("but iterators and metamethods are Lua's own, and may");
    ok(failure_of("for _ in hold do end") == NULL && holders == 1);
    ok(failure_of("return setmetatable({}, {__index = hold}).x") == NULL && holders == 2);
    task_cancel(holding[0]);
    task_cancel(holding[1]);
    script_close(&script);
}

static void test_reuse(void)
{
    struct end e = {0};
    lua_State *first;

    begin();
    spawn("local a = ... hold() return a, a, a", "once", &e);
    run_all();
    first = task_stack(holding[0]);
    task_wake(holding[0], 0);
    run_all();
    ok(lua_gettop(first) == 0);
    spawn("say(tostring(select('#', ...))) local a = ... say(a) hold() error 'no more'", "again",
          &e);
    run_all();
    note("a coroutine that has returned is used again, and nothing of before is in it");
    ok(task_stack(holding[1]) == first && !strcmp(said, "1again"));
    task_wake(holding[1], 0);
    run_all();
    spawn("hold()", "", &e);
    run_all();
    note("one that has failed is not");
    ok(e.well == 1 && e.failed == 1 && holders == 3);
    task_cancel(holding[2]);
    script_close(&script);
}

/* What a task passes to what it waits for is the caller's memory until it is woken. */
static void test_alive(void)
{
    struct end e = {0};

    begin();
    run("weak = setmetatable({}, {__mode = 'v'})\n"
        "function make() weak[1] = {} return weak[1] end\n"
        "function alive() collectgarbage() collectgarbage()"
        " say(weak[1] and 'alive ' or 'gone ') end");
    spawn("hold(make(), 'and more') coroutine.yield()", "", &e);
    run_all();
    run("alive()");
    ok(!strcmp(said, "alive "));
    task_wake(holding[0], 0);
    run_all();
    run("alive()");
    ok(!strcmp(said, "alive gone "));
    note("the argument of a journey that has ended is free as well");
    if (luaL_loadstring(script.L, "hold()"))
        printf("Bail out! no code\n");
    lua_getglobal(script.L, "make");
    lua_call(script.L, 0, 1);
    task_spawn(&script, 1, on_end, &e);
    run_all();
    run("alive()");
    task_wake(holding[1], 0);
    run_all();
    run("alive()");
    ok(!strcmp(said, "alive gone alive gone ") && e.well == 1);
    script_close(&script);
}

static void test_wake_later(void)
{
    struct end e = {0};

    begin();
    spawn("local n, word = later() say(n .. word)", "", &e);
    run_all();
    task_wake_later(holding[0], tell);
    note("nothing is made of it until the task goes on");
    ok(told == 0 && lua_gettop(task_stack(holding[0])) == 0);
    run_all();
    ok(told == 1 && !strcmp(said, "1told") && e.well == 1);
    note("one that is given up in between is never told");
    spawn("later() say 'never'", "", &e);
    run_all();
    task_wake_later(holding[1], tell);
    task_cancel(holding[1]);
    run_all();
    ok(told == 1 && undone == 0 && script.tasks == 0 && !strcmp(said, "1told"));
    note("the next wait of the same task has results of its own");
    spawn("later() local word = hold() say(word)", "", &e);
    run_all();
    task_wake_later(holding[2], tell);
    run_all();
    lua_pushstring(task_stack(holding[3]), "own");
    task_wake(holding[3], 1);
    run_all();
    ok(told == 2 && !strcmp(said, "1toldown") && e.well == 2);
    script_close(&script);
}

static const char *last_failure;

static void on_given_up(void *owner, const char *failure)
{
    on_end(owner, failure);
    last_failure = failure;
}

static void give_up(const char *code, struct end *e)
{
    if (luaL_loadstring(script.L, code))
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
    task_spawn(&script, 0, on_given_up, e);
    run_all();
}

static void test_give_up(void)
{
    struct end e = {0};
    struct user user = {.id = 1};

    begin();
    run("task = require 'core.task'");
    lua_pushlightuserdata(script.L, &user);
    lua_setglobal(script.L, "user");
    give_up("task.give_up(user, 5)", &e);
    note("who gives up has failed, but not by an error: there is nothing to show");
    ok(e.failed == 1 && last_failure == task_gave_up);
    note("its user's journey has failed, even if that is caught");
    ok(user.given_up == 5);
    give_up("local ok, why = pcall(task.give_up, user, 6) say(tostring(ok)) say(tostring(why))"
            " error 'after it'",
            &e);
    ok(!strcmp(said, "falsethe journey was given up") && last_failure != task_gave_up &&
       strstr(last_failure, "after it") && user.given_up == 6);
    note("who passes it on gives up as well");
    give_up("local _, why = pcall(task.give_up, user, 7) error(why)", &e);
    ok(last_failure == task_gave_up);
    note("not even in a branch, which ends itself alone");
    said[0] = '\0';
    give_up("local errors = task.together { function() task.give_up(user, 8) end,"
            " function() say 'other' end }"
            " say(tostring(errors[1] == task.gave_up)) say(tostring(errors[2]))",
            &e);
    ok(!strcmp(said, "othertruenil") && e.well == 1 && last_failure == NULL);
    ok(script.tasks == 0 && lua_gettop(script.L) == 0);
    script_close(&script);
}

static void test_branches(void)
{
    struct end e = {0};

    begin();
    run("task = require 'core.task'");
    spawn("say 'a' task.together { function() hold() say 'b' end, function() hold() say 'c' end }"
          " say 'd'",
          "", &e);
    run_all();
    ok(holders == 2 && script.tasks == 3 && !strcmp(said, "a"));
    task_wake(holding[1], 0);
    run_all();
    ok(!strcmp(said, "ac") && e.well == 0);
    task_wake(holding[0], 0);
    run_all();
    note("the journey goes on when the last of its branches has ended");
    ok(!strcmp(said, "acbd") && e.well == 1 && script.tasks == 0 && undone == 0);
    script_close(&script);
}

/* A journey that is given up takes its branches with it, whatever they wait for. */
static void test_branches_given_up(void)
{
    struct end e = {0};
    struct task *t;

    begin();
    run("task = require 'core.task'");
    t = spawn("task.together { function() hold() end, later, function() end, function()"
              " task.together { hold, hold } end } say 'never'",
              "", &e);
    run_all();
    ok(holders == 4 && script.tasks == 6);
    task_cancel(t);
    run_all();
    note("each wait of theirs is undone once (the test counts those of hold)");
    ok(undone == 3 && script.tasks == 0 && !said[0] && e.well + e.failed == 0);
    note("also when one was just woken, and one has not begun");
    t = spawn("task.together { function() hold() task.together { hold } end, function() hold() end"
              " }",
              "", &e);
    run_all();
    task_wake(holding[4], 0);
    task_cancel(t);
    run_all();
    ok(undone == 4 && script.tasks == 0);
    t = spawn("task.together { function() say 'never' end }", "", &e);
    task_cancel(t);
    ok(script.tasks == 0 && !said[0]);
    script_close(&script);
}

static void test_branches_fail(void)
{
    struct end e = {0};

    begin();
    run("task = require 'core.task'");
    spawn("local errors = task.together { function() error('one', 0) end, function() hold() end,"
          " function() hold() error { code = 5 } end } say(errors[1])"
          " say(tostring(errors[2])) say(errors[3].code)",
          "", &e);
    run_all();
    note("a branch's error does not end the others, and is told by its number, as if caught");
    ok(e.well == 0 && script.tasks == 3);
    task_wake(holding[0], 0);
    task_wake(holding[1], 0);
    run_all();
    ok(!strcmp(said, "onenil5") && e.well == 1);
    script_close(&script);
}

/* Measurements of a branch go under a step of its own, which begins as its journey's. */
static void test_steps(void)
{
    struct end e = {0};
    struct labels *labels = labels_new();
    struct recorder recorder = {.metrics = metrics_new(labels), .labels = labels};

    begin();
    script.recorder = &recorder;
    labels_add(labels, "outer");
    labels_add(labels, "inner");
    run("task = require 'core.task' function step() local now = task.step(0) task.step(now)"
        " return tostring(now) end");
    spawn("task.step(1) task.together { function() say(step()) task.step(2) hold() say(step()) end,"
          " function() hold() say(step()) end } say(step()) task.step(0) hold() say(step())",
          "", &e);
    run_all();
    ok(!strcmp(said, "1"));
    task_wake(holding[1], 0);
    run_all();
    ok(!strcmp(said, "11"));
    task_wake(holding[0], 0);
    run_all();
    note("its own is the journey's no more, nor another branch's");
    ok(!strcmp(said, "1121") && *task_step(holding[2]) == 0);
    task_wake(holding[2], 0);
    run_all();
    ok(!strcmp(said, "11210") && e.well == 1);
    ok(failure_of("task.step(3)") && strstr(failure_of("task.step(3)"), "expected a step"));
    script_close(&script);
    metrics_free(recorder.metrics);
    labels_free(labels);
}

static void test_has_waited(void)
{
    struct end e = {0};

    begin();
    run("task = require 'core.task' function has() return waited() and 'y' or 'n' end");
    spawn("say(has()) hold() say(has())", "", &e);
    run_all();
    task_wake(holding[0], 0);
    run_all();
    ok(!strcmp(said, "ny"));
    note("a new task of the same coroutine has not");
    said[0] = '\0';
    spawn("say(has()) task.together { function() say(has()) end } say(has())", "", &e);
    run_all();
    note("a branch has when its journey had before it began, and a journey has after it");
    ok(!strcmp(said, "nny"));
    said[0] = '\0';
    spawn("hold() task.together { function() say(has()) end }", "", &e);
    run_all();
    task_wake(holding[1], 0);
    run_all();
    ok(!strcmp(said, "y") && e.well == 3);
    script_close(&script);
}

/* The end of one is where the next begins, many at a time. */
struct relay {
    struct end end;
    unsigned left;
};

static void pass_on(void *owner, const char *failure)
{
    struct relay *r = owner;

    on_end(&r->end, failure);
    if (r->left && r->left--) {
        lua_getglobal(script.L, "step");
        task_spawn(&script, 0, pass_on, r);
    }
}

static void test_crowd(void)
{
    struct relay r = {.left = CROWD};
    struct end e = {0};
    unsigned calls = 1;
    int top;

    begin();
    run("function step() end function two() hold() hold() end");
    top = lua_gettop(script.L);
    for (int i = 0; i < CROWD; i++) {
        lua_getglobal(script.L, "two");
        task_spawn(&script, 0, on_end, &e);
    }
    ok(lua_gettop(script.L) == top && script.tasks == CROWD);
    while (tasks_run(&script))
        calls++;
    note("%u tasks began in %u calls: none keeps a turn to itself", CROWD, calls);
    ok(holders == CROWD && calls > 1);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < CROWD; i++)
            task_wake(holding[i], 0);
        run_all();
    }
    ok(holders == 2 * CROWD && e.well == CROWD && script.tasks == 0);
    for (int i = 0; i < 4; i++)
        pass_on(&r, NULL);
    run_all();
    ok(r.end.well == CROWD + 4 && r.left == 0 && script.tasks == 0);
    script_close(&script);
}

/* What is ready or idle at the end goes with its script; the sanitizer knows. */
static void test_close(void)
{
    struct end e = {0};

    begin();
    spawn("say 'idle'", "", &e);
    run_all();
    spawn("say 'never'", "", &e);
    spawn("say 'never'", "", &e);
    script_close(&script);
    script_close(&script);
    ok(!strcmp(said, "idle") && e.well == 1);
}

int main(void)
{
    test_order();
    test_results();
    test_cancel();
    test_failures();
    test_kept_traces();
    test_no_way_to_wait();
    test_reuse();
    test_alive();
    test_wake_later();
    test_give_up();
    test_branches();
    test_branches_given_up();
    test_branches_fail();
    test_steps();
    test_has_waited();
    test_crowd();
    test_close();
    return tap_done();
}
