/* stoke.data as a script sees it: several Lua states of one run, as many as it has workers, and
 * small files in a folder of their own, beside the script. */
#include "base/error.h"
#include "data/library.h"
#include "plan/plan.h"
#include "script/script.h"
#include "script/task.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { STATES = 4 }; /* the main one, and three workers' */

static char directory[] = "/tmp/stoke-set-XXXXXX";
static char script_path[64];
static struct plan plan;
static struct library *library;
static struct script states[STATES];
static struct script *script = states;

static void file(const char *name, const char *text)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    f = fopen(path, "wb");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        abort();
}

static void make_files(void)
{
    file("lines.txt", "one\r\n\r\ntwo\nthree");
    file("rows.jsonl",
         "\xef\xbb\xbf{\"q\":\"a\",\"n\":1}\n{\"q\":\nnull\n{\"q\":\"\\u00e9\",\"n\":[1]}\n");
    file("table.csv", "id, question\n1,\"a, \"\"b\"\"\"\n2,two\n");
    file("bare.csv", "1;2\n3;4\n");
    file("talk.json", "[{\"id\":\"x\",\"conversations\":[{\"from\":\"system\",\"value\":\"S\"},{"
                      "\"from\":\"human\","
                      "\"value\":\"Q\"},{\"from\":\"gpt\",\"value\":\"A\"},{\"role\":\"user\","
                      "\"content\":\"R\"}]},5]");
    file("two.txt", "one\ntwo\n");
    file("bad.jsonl", "x\n");
}

static void remove_files(void)
{
    static const char *const names[] = {"lines.txt", "rows.jsonl", "table.csv", "bare.csv",
                                        "talk.json", "bad.jsonl",  "two.txt"};
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
}

static bool run_in(struct script *s, const char *code)
{
    bool good = luaL_loadbuffer(s->L, code, strlen(code), "=script.lua") == 0 &&
                lua_pcall(s->L, 0, LUA_MULTRET, 0) == 0;

    if (!good) {
        note("%s", lua_tostring(s->L, -1));
        exit(1);
    }
    return good;
}

static void run(const char *code)
{
    for (struct script *s = states; s < states + STATES; s++) {
        run_in(s, code);
        lua_settop(s->L, 0);
    }
}

static bool holds(const char *expression)
{
    char code[512];
    bool yes;

    snprintf(code, sizeof code, "return %s", expression);
    run_in(script, code);
    yes = lua_toboolean(script->L, -1);
    lua_settop(script->L, 0);
    return yes;
}

static bool fails_with(const char *call, const char *message)
{
    lua_State *L = script->L;
    const char *got = NULL;
    bool yes;

    if (luaL_loadbuffer(L, call, strlen(call), "=script.lua") || lua_pcall(L, 0, 0, 0))
        got = lua_tostring(L, -1);
    yes = got && strcmp(got, message) == 0;
    if (!yes)
        note("got: %s", got ? got : "no failure");
    lua_settop(L, 0);
    return yes;
}

static void test_lines(void)
{
    run("lines = data.lines 'lines.txt'");
    ok(holds("#lines == 3 and lines[1] == 'one' and lines[2] == 'two' and lines:at(3) == 'three'"));
    ok(holds("lines[0] == nil and lines[4] == nil and lines[1.5] == nil and lines[-1] == nil"));
    ok(holds("lines.kind == 'lines' and lines.skipped == 0 and lines.columns == nil"));
    ok(holds("lines.path:match '/lines.txt$' and tostring(lines) == '3 rows of ' .. lines.path .. "
             "' (lines)'"));
    run("all = {} for number, row in lines:rows() do all[number] = row end");
    ok(holds("table.concat(all, ' ') == 'one two three'"));
}

static void test_jsonl(void)
{
    run("rows = data.jsonl 'rows.jsonl'");
    note("'null' is a row as well, the one that was cut in two is none");
    ok(holds("#rows == 3 and rows.skipped == 1 and rows[1].q == 'a' and rows[1].n == 1"));
    ok(holds(
        "rows[3].q == '\\195\\169' and rows[3].n[1] == 1 and rows[2] == require 'core.json'.null"));
    ok(holds("rows[1] ~= rows[1]"));
    ok(holds("data.open('rows.jsonl').kind == 'jsonl' and #data.open 'rows.jsonl' == 3"));
}

static void test_csv(void)
{
    run("csv = data.csv 'table.csv'");
    ok(holds("#csv == 2 and csv[1].id == '1' and csv[1].question == 'a, \"b\"' and csv[2].question "
             "== 'two'"));
    ok(holds("#csv.columns == 2 and csv.columns[1] == 'id' and csv.columns[2] == 'question'"));
    run("bare = data.csv('bare.csv', { header = false, delimiter = ';' })");
    ok(holds("#bare == 2 and bare[1][1] == '1' and bare[2][2] == '4' and bare.columns == nil"));
    run("named = data.csv('bare.csv', { header = { 'x', 'y' }, delimiter = ';' })");
    ok(holds(
        "#named == 2 and named[2].x == '3' and named[2].y == '4' and named.columns[2] == 'y'"));
    ok(holds("data.open('table.csv')[2].id == '2'"));
}

static void test_sharegpt(void)
{
    run("talks = data.sharegpt 'talk.json' talk = talks[1]");
    ok(holds("#talks == 1 and talks.skipped == 1 and talk.id == 'x' and talk.prompt == 'Q'"));
    ok(holds(
        "#talk.turns == 4 and talk.turns[1].role == 'system' and talk.turns[2].role == 'user'"));
    ok(holds("talk.turns[3].role == 'assistant' and talk.turns[3].content == 'A'"));
    ok(holds("talk.turns[4].role == 'user' and talk.turns[4].content == 'R'"));
    ok(holds("data.open('talk.json').kind == 'sharegpt' and data.json('talk.json')[2] == 5"));
}

static void test_shared(void)
{
    size_t n = 0;

    note("four states have opened each file, some more than once");
    while (library_at(library, n))
        n++;
    ok(n == 6);
}

/* What one state after the other is dealt, turn by turn, from the expression in `feed`. */
static void deal(const char *feeder, int each, int from, char *out, size_t size)
{
    char code[256];

    snprintf(code, sizeof code, "feed = %s", feeder);
    run(code);
    *out = '\0';
    for (int i = 0; i < each; i++)
        for (struct script *s = states + from; s < states + STATES; s++) {
            run_in(s, "return ({ one = 1, two = 2, three = 3 })[feed:next() or ''] or 0");
            snprintf(out + strlen(out), size - strlen(out), "%d ", (int)lua_tointeger(s->L, 1));
            lua_settop(s->L, 0);
        }
}

static bool is_permutation(const char *text)
{
    return strlen(text) == 6 && strchr(text, '1') && strchr(text, '2') && strchr(text, '3');
}

static void test_feeders(void)
{
    char got[256], again[256];

    run("two = data.lines 'two.txt'");
    note("three workers: each has its part of the one order");
    deal("lines:sequence()", 2, 1, got, sizeof got);
    ok(strcmp(got, "1 2 3 1 2 3 ") == 0);
    deal("two:sequence()", 3, 1, got, sizeof got);
    ok(strcmp(got, "1 2 1 2 1 2 1 2 1 ") == 0);
    deal("two:sequence { once = true }", 2, 1, got, sizeof got);
    ok(strcmp(got, "1 2 0 0 0 0 ") == 0);
    deal("lines:shuffle(7)", 1, 1, got, sizeof got);
    ok(is_permutation(got));
    deal("lines:shuffle { seed = 7, once = true }", 2, 1, again, sizeof again);
    ok(strncmp(got, again, 6) == 0 && strcmp(again + 6, "0 0 0 ") == 0);
    note("without a seed it is the plan's");
    plan.seed = 1;
    deal("lines:shuffle()", 20, 1, got, sizeof got);
    deal("lines:shuffle(1)", 20, 1, again, sizeof again);
    ok(strcmp(got, again) == 0);
    plan.seed = 2;
    deal("lines:shuffle()", 20, 1, again, sizeof again);
    ok(strcmp(got, again) != 0);
    deal("lines:random { skew = 1 }", 20, 1, got, sizeof got);
    ok(strlen(got) == 120 && !strchr(got, '0') && !strchr(got, '4'));
    note("the main state has all of it");
    deal("lines:sequence { once = true }", 1, 0, got, sizeof got);
    ok(strcmp(got, "1 1 2 3 ") == 0);
    ok(holds("feed:next() == 'two' and feed:next() == 'three' and feed:next() == nil"));
}

static void test_users(void)
{
    run("function visit(id) user = { id = id } return lines:for_user(user) end");
    ok(holds(
        "visit(1) == 'one' and visit(2) == 'three' and visit(3) == 'two' and visit(4) == 'one'"));
    run("user = { id = 2 } a = lines:for_user(user) b = lines:for_user(user) c = "
        "lines:for_user(user)");
    ok(holds("a == 'three' and b == 'one' and c == 'two' and lines:for_user(user) == a"));
    ok(holds("lines:for_user(user, 2) == b and csv:for_user(user).id == '2'"));
    run("dice = require 'core.random'.new(1, 1) seen = {}"
        " for _ = 1, 50 do seen[lines:pick(dice)] = true end");
    ok(holds("seen.one and seen.two and seen.three and select('#', lines:pick(dice)) == 1"));
}

static void test_wrong_files(void)
{
    char message[512];

    ok(fails_with("data.lines(5)",
                  "script.lua:1: data.lines: expected the path of a file, got a number"));
    snprintf(message, sizeof message,
             "script.lua:1: data.open: cannot read %s/none.txt: No such file or directory",
             directory);
    ok(fails_with("data.open 'none.txt'", message));
    snprintf(message, sizeof message,
             "script.lua:1: data.jsonl: %s/bad.jsonl has no row in it: line 1: this is no JSON; "
             "expected a JSON value a line, such as {\"question\": \"...\"}",
             directory);
    ok(fails_with("data.jsonl 'bad.jsonl'", message));
    ok(fails_with("data.csv('table.csv', 5)",
                  "script.lua:1: data.csv: expected a table of options, got a number"));
    ok(fails_with(
        "data.csv('table.csv', { headers = false })",
        "script.lua:1: data.csv: there is no option headers; it takes delimiter, header"));
    ok(fails_with("data.csv('table.csv', { delimiter = ';;' })",
                  "script.lua:1: data.csv: delimiter: expected one character, such as \";\""));
    ok(fails_with(
        "data.csv('table.csv', { header = 1 })",
        "script.lua:1: data.csv: header: expected true, false or a list of names, got a number"));
    snprintf(message, sizeof message,
             "script.lua:1: data.csv: header names 1 columns, and %s/table.csv has 2", directory);
    ok(fails_with("data.csv('table.csv', { header = { 'a' } })", message));
}

static void test_wrong_calls(void)
{
    char message[512];

    snprintf(message, sizeof message,
             "script.lua:1: set:at: %s/lines.txt has rows 1 to 3, and none is 4", directory);
    ok(fails_with("lines:at(4)", message));
    ok(fails_with("lines:at()", "script.lua:1: set:at: expected the number of a row, got a nil"));
    ok(fails_with("lines.at(1)",
                  "script.lua:1: at: expected a data set before a colon, as in set:at(...)"));
    ok(fails_with("lines:pick()",
                  "script.lua:1: set:pick: expected dice, such as user.random, got a nil"));
    ok(fails_with(
        "return lines.skiped",
        "script.lua:1: a data set has no skiped; it has at, rows, pick, sequence, shuffle, "
        "random, for_user, and path, kind, columns, skipped"));
    ok(fails_with("lines[1] = 'x'",
                  "script.lua:1: a data set cannot be changed: all workers share it"));
    ok(fails_with("lines:shuffle 'x'",
                  "script.lua:1: set:shuffle: expected options, got a string"));
    ok(fails_with("lines:shuffle(-1)",
                  "script.lua:1: set:shuffle: seed: expected a whole number from 0"));
    ok(fails_with("lines:random { skew = 'x' }",
                  "script.lua:1: set:random: skew: expected a number from 0 to 100, such as 1.1"));
    ok(fails_with("lines:sequence { seed = 1 }",
                  "script.lua:1: set:sequence: there is no option seed; it takes once"));
    ok(fails_with("lines:sequence().next()",
                  "script.lua:1: next: expected a feeder before a colon, as in feeder:next()"));
    ok(fails_with("lines:for_user(5)",
                  "script.lua:1: set:for_user: expected the journey's user, got a number"));
    ok(fails_with("lines:for_user({ id = 1 }, 0)",
                  "script.lua:1: set:for_user: expected the number of a visit, from 1, got 0"));
}

static void on_end(void *owner, const char *failure)
{
    snprintf(owner, 200, "%.*s", failure ? (int)strcspn(failure, "\n") : 0, failure ? failure : "");
}

static bool in_journey(const char *code, const char *message)
{
    char got[200] = "nothing";

    if (luaL_loadbuffer(script->L, code, strlen(code), "=script.lua"))
        return false;
    task_spawn(script, 0, on_end, got);
    tasks_run(script);
    if (strcmp(got, message) != 0)
        note("got: %s", got);
    return strcmp(got, message) == 0;
}

static void test_journeys(void)
{
    ok(in_journey(
        "data.lines 'lines.txt'",
        "script.lua:1: data.lines: no file is opened in a journey, where it would hold up "
        "every user; open it at top level"));
    ok(in_journey(
        "lines:shuffle()",
        "script.lua:1: set:shuffle: a feeder made in a journey begins anew in each; make it at "
        "top level, or use set:for_user(user)"));
    ok(in_journey("assert(lines[1] == 'one' and feed:next() == nil and lines:for_user { id = 1 })",
                  ""));
}

static void open_states(void)
{
    struct error err;

    plan_init(&plan);
    plan.script = script_path;
    library = library_new();
    for (unsigned i = 0; i < STATES; i++) {
        if (script_open(&states[i], &plan, &err))
            exit(1);
        states[i].library = library;
        if (i)
            states[i].share = (struct share){i - 1, STATES - 1};
    }
    run("data = require 'stoke.data'");
}

int main(void)
{
    if (!mkdtemp(directory))
        return 1;
    snprintf(script_path, sizeof script_path, "%s/script.lua", directory);
    make_files();
    open_states();
    test_lines();
    test_jsonl();
    test_csv();
    test_sharegpt();
    test_shared();
    test_feeders();
    test_users();
    test_wrong_files();
    test_wrong_calls();
    test_journeys();
    for (int i = 0; i < STATES; i++)
        script_close(&states[i]);
    library_free(library);
    plan_release(&plan);
    remove_files();
    return tap_done();
}
