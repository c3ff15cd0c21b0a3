/* The prelude's C side, by small pieces of Lua: json, random, time, shape and endpoints.
 * Each piece is an expression that must be true, or a call that must fail with some words. */

#include "base/clock.h"
#include "base/error.h"
#include "llm/shape.h"
#include "net/decoder.h"
#include "net/http.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "script/lib_shape.h"
#include "script/script.h"
#include "script/task.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <stdlib.h>

static struct loop *loop;
static struct plan plan;
static struct script script;

static void run(const char *code)
{
    if (luaL_dostring(script.L, code)) {
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
        exit(1);
    }
    lua_settop(script.L, 0);
}

/* Is the expression true? */
static bool holds(const char *expression)
{
    bool yes = false;

    lua_pushfstring(script.L, "return %s", expression);
    if (luaL_loadstring(script.L, lua_tostring(script.L, -1)) || lua_pcall(script.L, 0, 1, 0))
        note("%s", lua_tostring(script.L, -1));
    else
        yes = lua_toboolean(script.L, -1);
    lua_settop(script.L, 0);
    return yes;
}

/* Does the call fail, with these words? */
static bool fails_with(const char *call, const char *words)
{
    const char *got = NULL;
    bool yes;

    lua_pushfstring(script.L, "return %s", call);
    if (luaL_loadstring(script.L, lua_tostring(script.L, -1)) || lua_pcall(script.L, 0, 0, 0))
        got = lua_tostring(script.L, -1);
    yes = got && strstr(got, words);
    if (!yes)
        note("got: %s", got ? got : "no failure");
    lua_settop(script.L, 0);
    return yes;
}

static void test_json_encode(void)
{
    note("keys in alphabetical order, arrays in theirs");
    ok(holds("json.encode { b = 1, a = { true, false, 'x' }, c = {} }"
             " == [[{\"a\":[true,false,\"x\"],\"b\":1,\"c\":{}}]]"));
    ok(holds("json.encode(json.array {}) == '[]' and json.encode {} == '{}'"));
    ok(holds("json.encode { json.null, 2 } == '[null,2]' and json.encode(nil) == 'null'"));
    note("whole numbers as such, others so that they read back");
    ok(holds("json.encode(2^53 - 1) == '9007199254740991' and json.encode(-0.1) == '-0.1'"));
    ok(holds("json.encode(1e300) == '1e+300' and json.encode(1e15) == '1000000000000000'"));
    ok(fails_with("json.encode(0 / 0)", "NaN is no JSON number"));
    ok(holds("json.encode 'a\"b\\\\c\\n\\1/' == [[\"a\\\"b\\\\c\\n\\u0001/\"]]"));
    ok(holds("json.encode '\\255' == '\"\\239\\191\\189\"' and json.encode 'a\\0b' == "
             "'\"a\\\\u0000b\"'"));
    ok(fails_with("json.encode(print)", "a function cannot be written"));
    ok(fails_with("json.encode { [true] = 1 }", "not a boolean key"));
    ok(fails_with("json.encode { [1.5] = 1 }", "not a number key"));
    run("loop = {} loop.loop = loop");
    ok(fails_with("json.encode(loop)", "inside itself"));
    run("deep = {} for i = 1, 59 do deep = { deep } end");
    ok(holds("#json.encode(deep) == 2 * 60"));
    ok(fails_with("json.encode()", "bad argument #1"));
}

static void test_json_decode(void)
{
    run("value = json.decode ' {\"a\" : [1, -2.5e1, null, true], \"b\":{\"c\":\"\"}} '");
    ok(holds("value.a[1] == 1 and value.a[2] == -25 and value.a[3] == json.null and value.a[4]"));
    ok(holds("#value.a == 4 and value.b.c == '' and value.d == nil"));
    note("what was an array is written as one, even if it is empty");
    ok(holds("json.encode(json.decode '[[],{},[{}]]') == '[[],{},[{}]]'"));
    ok(holds("json.decode [[\"a\\u00e9\\n\\ud83d\\ude00\\/\"]] == "
             "'a\\195\\169\\n\\240\\159\\152\\128/'"));
    ok(holds("json.decode [[{\"a\\u0062\":1}]].ab == 1 and json.decode 'false' == false"));
    ok(holds("select('#', json.decode '7') == 1 and json.decode '7' == 7"));
    note("the same text, whatever the table's own order, many times over");
    run("text = '{\"a\":1,\"b\":[1,2,{\"c\":null}],\"d\":\"\\\\u0000\"}'");
    ok(holds("json.encode(json.decode(text)) == text"));
    ok(holds("json.decode '' == nil and select(2, json.decode '') == "
             "'not JSON: line 1, column 1: expected a value'"));
    ok(holds("select(2, json.decode '{\"a\":1,}'):find 'column 8'"));
    ok(holds("json.decode '[1] x' == nil and json.decode '{\"a\" 1}' == nil"));
    ok(holds("json.decode(('['):rep(64) .. (']'):rep(64)) ~= nil"));
    ok(holds("json.decode(('['):rep(65) .. (']'):rep(65)) == nil"));
    ok(fails_with("json.decode {}", "bad argument #1"));
}

/* Nothing may be lost without a word. */
static void test_json_mixed(void)
{
    ok(fails_with("json.encode { 1, 2, x = 3 }", "either text keys or 1..n"));
    ok(fails_with("json.encode { 'a', [2.5] = 'b' }", "either text keys or 1..n"));
    ok(fails_with("json.encode { ['a\\0b'] = 1 }", "zero byte"));
    ok(fails_with("json.encode(json.array { x = 1 })", "either text keys or 1..n"));
    ok(fails_with("json.encode { 1, [3] = 3 }", "either text keys or 1..n"));
    ok(holds("json.encode { 1, json.null, 3 } == '[1,null,3]'"));
}

static void test_random(void)
{
    run("function draw(seed, stream) local r, t = random.new(seed, stream), {}"
        " for i = 1, 20 do t[i] = r:between(1, 1000) end return table.concat(t, ' ') end");
    note("the same dice for the same seed and user, others for others");
    ok(holds("draw(1, 7) == draw(1, 7) and draw(1, 7) ~= draw(2, 7) and draw(1, 7) ~= draw(1, 8)"));
    run("dice, low, high, seen = random.new(3, 4), 9, 0, {}"
        " for i = 1, 2000 do local n = dice:between(1, 6)"
        " low, high, seen[n] = math.min(low, n), math.max(high, n), true end");
    ok(holds("low == 1 and high == 6 and #seen == 6 and dice:between(5, 5) == 5"));
    ok(holds("dice:between(-3, -3) == -3 and dice:between(0, 9e14) % 1 == 0"));
    run("picked = {} for i = 1, 200 do picked[dice:pick { 'a', 'b' }] = true end");
    ok(holds("picked.a and picked.b and dice:pick { 'only' } == 'only'"));
    run("sum, least, most = 0, 1, 0 for i = 1, 4000 do local u = dice:uniform()"
        " sum, least, most = sum + u, math.min(least, u), math.max(most, u) end");
    ok(holds("least >= 0 and most < 1 and math.abs(sum / 4000 - 0.5) < 0.05"));
    ok(holds("dice:uniform(3, 3) == 3 and dice:uniform(10, 20) >= 10"));
    run("n, e = 0, 0 for i = 1, 4000 do n, e = n + dice:normal(10, 1), e + dice:exponential(2) "
        "end");
    ok(holds("math.abs(n / 4000 - 10) < 0.2 and math.abs(e / 4000 - 2) < 0.3"));
    ok(fails_with("dice:between(5, 1)", "expected the upper bound of a range"));
    ok(fails_with("dice:between(0 / 0, 1)", "expected the upper bound of a range"));
    ok(fails_with("dice:between(1, 1 / 0)", "expected the upper bound of a range"));
    ok(fails_with("dice:pick {}", "there is nothing to pick from"));
    ok(fails_with("dice.pick({}, { 1 })", "bad argument"));
    ok(fails_with("dice:between(1)", "number expected"));
}

/* Means and shares that so many draws hold within many deviations. */
static void test_skewed_random(void)
{
    run("dice, below, sum, ranks = random.new(3, 4), 0, 0, { 0, 0, 0 } for i = 1, 6000 do"
        " if dice:lognormal(8, 0.5) < 8 * math.exp(0.5) then below = below + 1 end"
        " sum = sum + dice:gamma(4, 2.5)"
        " local k = dice:zipf(3, 1) ranks[k] = ranks[k] + 1 end");
    note("of a lognormal, 84.13 %% lie below a sigma above the median");
    ok(holds("math.abs(below / 6000 - 0.8413) < 0.03 and dice:lognormal(7, 0) == 7"));
    ok(holds("math.abs(sum / 6000 - 10) < 0.4"));
    ok(holds("math.abs(ranks[1] / 6000 - 6 / 11) < 0.04 and "
             "math.abs(ranks[2] / 6000 - 3 / 11) < 0.04 and #ranks == 3"));
    ok(holds("dice:zipf(1, 1.1) == 1 and dice:zipf(1e15, 0) > 3 and dice:zipf(9, 100) == 1"));
    ok(fails_with("dice:gamma(0, 1)", "expected a shape above 0, such as 2"));
    ok(fails_with("dice:gamma(1 / 0, 1)", "expected a shape above 0"));
    ok(fails_with("dice:zipf(0.5, 1)", "expected how many there are, such as 1000"));
    ok(fails_with("dice:zipf(10, -1)", "expected a skew from 0 to 100, such as 1.1"));
    ok(fails_with("dice:zipf(10, 1 / 0)", "expected a skew"));
    ok(fails_with("dice:zipf(10)", "number expected"));
}

static void test_time(void)
{
    ok(holds("time.span '250ms' == 0.25 and time.span '1m' == 60 and time.span(3) == 3"));
    ok(fails_with("time.span(-1)", "a span is not negative"));
    ok(fails_with("time.span 'soon'", "soon"));
    ok(fails_with("time.span {}", "expected a span such as \"2s\""));
    ok(fails_with("time.span()", "expected a span such as \"2s\""));
    run("before = time.now()");
    ok(holds("time.now() >= before and time.now() < before + 100"));
    ok(fails_with("time.sleep(1)", "only be called in a journey"));
}

static void on_end(void *owner, const char *failure)
{
    unsigned *ended = owner;

    ++*ended;
    if (failure)
        note("%s", failure);
}

static struct task *spawn(const char *code, unsigned *ended)
{
    if (luaL_loadstring(script.L, code))
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
    return task_spawn(&script, 0, on_end, ended);
}

static void turn(void)
{
    loop_turn(loop, false);
    while (tasks_run(&script))
        ;
}

static void test_sleep(void)
{
    unsigned ended = 0;
    struct task *t;

    run("woken = {}");
    spawn("slept = time.now() time.sleep(0.02) slept = time.now() - slept woken[#woken + 1] = 'a'",
          &ended);
    spawn("time.sleep(0.001) woken[#woken + 1] = 'b'", &ended);
    spawn("time.sleep(-5) time.sleep(0 / 0) woken[#woken + 1] = 'c'", &ended);
    tasks_run(&script);
    t = spawn("time.sleep(1e18) woken[#woken + 1] = 'never'", &ended);
    tasks_run(&script);
    while (ended < 3)
        turn();
    ok(holds("slept >= 0.02 and slept < 10"));
    ok(holds("#woken == 3 and woken[3] == 'a'"));
    task_cancel(t);
    ok(script.tasks == 0);
    note("a sleep that is not to be leaves no timer behind");
    t = spawn("time.sleep(0.001)", &ended);
    tasks_run(&script);
    task_cancel(t);
    spawn("pcall(time.sleep, 'x') pcall(string.gsub, 'x', 'x', function() time.sleep(0.001) end)"
          " time.sleep(0.01)",
          &ended);
    tasks_run(&script);
    while (ended < 4)
        turn();
    ok(ended == 4 && script.tasks == 0);
}

/* What the shape in the global `made` finds in an event of this name and data. */
static struct finding find(const char *name, const char *data)
{
    struct event e = {
        .name = name, .name_len = strlen(name), .data = data, .data_len = strlen(data)};
    struct finding f;

    lua_getglobal(script.L, "made");
    shape_read(lib_shape_check(script.L, 1), &e, &f);
    lua_settop(script.L, 0);
    return f;
}

static void test_shape_made(void)
{
    run("made = shape.new { done = 'END', text = { 'a', delta = { 'b', 'c' } }, finish = 'f' }");
    ok(find("x", "{\"a\":\"t\"}").output == SAYS_TEXT && !find("x", "{\"b\":\"t\"}").output);
    ok(find("delta", "{\"c\":\"t\"}").output == SAYS_TEXT);
    ok(find("x", "END").done && find("x", "{\"f\":\"stop\"}").finished);
}

static void test_shape(void)
{
    ok(holds("shape.new { text = 'a.*.b', finish = { 'c', 'd' }, done = '[DONE]',"
             " failure = { error = 'e', 'object=error' } }"));
    ok(holds("shape.new {}"));
    ok(fails_with("shape.new { text = 'a..b' }", "protocol: "));
    ok(fails_with("shape.new { text = 5 }", "protocol: 'text' must be a path such as"));
    ok(fails_with("shape.new { tokens_in = { {}, { true } } }", "'tokens_in' must be a path"));
    ok(fails_with("shape.new 'text'", "table expected"));
}

static void test_endpoint(void)
{
    run("weak = setmetatable({}, { __mode = 'v' })"
        " weak.shape = shape.new { text = 'a' }"
        " where = exchange.endpoint('POST', 'http://127.0.0.1:1/', { 'A: b' }, weak.shape)"
        " collectgarbage() collectgarbage()");
    note("an endpoint keeps its shape alive, and no longer than itself");
    ok(holds("weak.shape ~= nil"));
    run("where = nil collectgarbage() collectgarbage()");
    ok(holds("weak.shape == nil"));
    ok(holds("exchange.endpoint('GET', 'http://127.0.0.1:1/', {}, nil)"));
    ok(fails_with("exchange.endpoint('GET', 'http://x/', {}, {})", "bad argument #4"));
    ok(fails_with("exchange.endpoint('GET', 'http://x/', {}, random.new(1, 2))",
                  "bad argument #4"));
    ok(fails_with("exchange.endpoint('GET', 'http://x/')", "bad argument #3"));
    run("many = {} for i = 1, 129 do many[i] = 'A: b' end");
    ok(fails_with("exchange.endpoint('GET', 'http://x/', many)", "too many headers"));
    ok(fails_with("exchange.endpoint('GET', 'http://x/', { 'A: b', {} })", "text"));
    ok(fails_with("exchange.send({})", "bad argument #1"));
    ok(fails_with("exchange.send(exchange.endpoint('GET', 'http://x/', {}), nil)",
                  "only be called in a journey"));
}

static void test_plan(void)
{
    ok(holds("plan.settings().url == 'http://here' and plan.settings().api == nil"));
    ok(holds("plan.settings().seed == 5 and plan.settings().headers[1] == 'X-A: 1'"));
    ok(holds("plan.settings().max_tokens == nil and plan.settings().temperature == nil"));
    ok(holds("plan.settings().stream == true and plan.settings().ignore_eos == false"));
    ok(holds("records.count() == 0 and records.format() == nil"));
    ok(fails_with("records.text(1)", "there is no record of this number"));
    note("without a recorder names have no numbers, and checks pass their value on");
    ok(holds("measure.step 'greet' == 0 and measure.check('fine', 7) == 7"));
    ok(fails_with("measure.check 'fine'", "expected a value, such as reply.ok"));
}

int main(void)
{
    static const char *const headers[] = {"X-A: 1"};
    struct error err = {""};

    plan_init(&plan);
    plan.url = "http://here";
    plan.seed = 5;
    plan.headers = headers;
    plan.header_count = 1;
    loop = loop_new(&err);
    if (!loop || http_start_up(&err) || script_open(&script, &plan, &err))
        printf("Bail out! %s\n", err.text);
    script.loop = loop;
    run("for _, name in ipairs { 'exchange', 'json', 'measure', 'plan', 'random', 'records', "
        "'shape',"
        " 'time' } do _G[name] = require('core.' .. name) end");
    test_json_encode();
    test_json_decode();
    test_json_mixed();
    test_random();
    test_skewed_random();
    test_time();
    test_sleep();
    test_shape();
    test_shape_made();
    test_endpoint();
    test_plan();
    script_close(&script);
    loop_free(loop);
    return tap_done();
}
