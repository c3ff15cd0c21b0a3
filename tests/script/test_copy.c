/* Values from one Lua state to another: what arrives is the same, and what cannot go is named. */

#include "base/error.h"
#include "plan/plan.h"
#include "script/copy.h"
#include "script/script.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <stdbool.h>

static struct plan plan;
static struct script here, there;

static void open(struct script *s)
{
    struct error err;

    if (script_open(s, &plan, &err) ||
        luaL_dostring(s->L, "json = require 'core.json' ffi = require 'ffi'"))
        printf("Bail out! cannot open a state\n");
}

/* Copies what the expression gives. */
static int copy(const char *expression, struct error *err)
{
    int failed, top;

    lua_pushfstring(here.L, "return %s", expression);
    if (luaL_loadstring(here.L, lua_tostring(here.L, -1)) || lua_pcall(here.L, 0, 1, 0))
        printf("Bail out! %s\n", lua_tostring(here.L, -1));
    top = lua_gettop(here.L);
    failed = script_copy(here.L, -1, there.L, err);
    ok(lua_gettop(here.L) == top && lua_gettop(there.L) == !failed);
    lua_settop(here.L, 0);
    return failed;
}

/* Is the condition true of `v`, the copy? */
static bool arrives(const char *expression, const char *condition)
{
    struct error err = {""};
    bool yes = false;

    if (copy(expression, &err)) {
        note("%s", err.text);
        return false;
    }
    lua_setglobal(there.L, "v");
    lua_pushfstring(there.L, "return %s", condition);
    if (luaL_loadstring(there.L, lua_tostring(there.L, -1)) || lua_pcall(there.L, 0, 1, 0))
        note("%s", lua_tostring(there.L, -1));
    else
        yes = lua_toboolean(there.L, -1);
    lua_settop(there.L, 0);
    return yes;
}

static bool refused(const char *expression, const char *words)
{
    struct error err = {""};
    bool yes = copy(expression, &err) && strstr(err.text, words);

    if (!yes)
        note("got: %s", err.text);
    lua_settop(there.L, 0);
    return yes;
}

static void test_scalars(void)
{
    ok(arrives("nil", "v == nil"));
    ok(arrives("false", "v == false"));
    ok(arrives("2^53 - 1", "v == 2^53 - 1"));
    ok(arrives("0/0", "v ~= v"));
    ok(arrives("'a\\0b\\255'", "v == 'a\\0b\\255'"));
    ok(arrives("''", "v == ''"));
    note("64-bit numbers, to their ends");
    ok(arrives("9223372036854775807LL", "v == 9223372036854775807LL"));
    ok(arrives("-9223372036854775807LL - 1", "v == -9223372036854775807LL - 1"));
    ok(arrives("18446744073709551615ULL", "v == 18446744073709551615ULL"));
    ok(arrives("json.null", "v == json.null"));
}

static void test_tables(void)
{
    ok(arrives("{}", "type(v) == 'table' and next(v) == nil"));
    ok(arrives("{ 1, nil, 3, x = { y = { 'z' } }, [true] = 5, [2.5] = 6 }",
               "v[1] == 1 and v[3] == 3 and v.x.y[1] == 'z' and v[true] == 5 and v[2.5] == 6"));
    ok(arrives("(function() local t = {} for i = 1, 1e5 do t[i] = i end return t end)()",
               "#v == 1e5 and v[77777] == 77777"));
    note("one table stays one, within itself as well; others stay others");
    ok(arrives("(function() local s = {} return { a = s, b = s, c = {} } end)()",
               "v.a == v.b and v.a ~= v.c"));
    ok(arrives("(function() local t = {} t.me = t return t end)()", "v.me == v"));
    note("a JSON array is one there too, empty as it is");
    ok(arrives("{ list = json.array {} }", "json.encode(v) == '{\"list\":[]}'"));
    ok(arrives("json.object { [7] = 1 }", "json.encode(v) == '{\"7\":1}'"));
    note("what does nothing but name the fields that there are stays behind");
    ok(arrives("{ u = setmetatable({ n = 1 }, { __index = print, ['stoke.strict'] = true }) }",
               "v.u.n == 1 and getmetatable(v.u) == nil"));
    note("the copy is nobody else's");
    ok(luaL_dostring(here.L, "t = { n = 1 }") == 0 && arrives("t", "v.n == 1"));
    ok(luaL_dostring(there.L, "v.n = 2") == 0 && arrives("t", "v.n == 1"));
}

static void test_refusals(void)
{
    ok(refused("print", "value is a function, and only nil"));
    ok(refused("{ users = { 1, 2, { greet = print } } }", "value.users[3].greet is a function"));
    ok(refused("{ ['two words'] = { [true] = coroutine.create(print) } }",
               "value[\"two words\"][true] is a thread"));
    ok(refused("{ { io.stdout } }", "value[1][1] is a userdata"));
    ok(refused("{ x = { [{}] = 1 } }", "value.x has a table as a key"));
    ok(refused("{ x = setmetatable({}, { __index = string }) }", "value.x has a metatable"));
    ok(refused("{ n = ffi.new('int[2]') }", "value.n is a cdata"));
    ok(refused("{ n = ffi.C }", "value.n is a"));
    ok(refused("(function() local t = {} for _ = 1, 101 do t = { t } end return t end)()",
               "more than 100 deep"));
    ok(arrives("(function() local t = {} for _ = 1, 99 do t = { t } end return t end)()",
               "type(v[1][1][1]) == 'table'"));
    note("the way is told of what is refused, not of what went well before it");
    ok(refused("{ { ok = { 1 } }, { bad = print } }", "value[2].bad is a function"));
}

int main(void)
{
    plan_init(&plan);
    open(&here);
    open(&there);
    test_scalars();
    test_tables();
    test_refusals();
    script_close(&here);
    script_close(&there);
    return tap_done();
}
