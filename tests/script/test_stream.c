/* Streams as the prelude has them: tokens and their kinds in the order they came, stopping,
 * two who wait, and what becomes of a stream whose journey is over. */

#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "plan/plan.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"
#include "tests/net/client.h"
#include "tests/tap.h"

#include <lauxlib.h>

#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define SAYS(text) "data: {\"text\":\"" text "\"}\n\n"
#define THINKS(text) "data: {\"reasoning\":\"" text "\"}\n\n"
#define END "data: {\"end\":true}\n\n"

static const struct peer_reply replies[] = {
    {"/tokens",
     CLOSES,            {STREAM, THINKS("hm"), SAYS("a\\u0000b"), SAYS("c") SAYS("\\\"d\\\""),
      "data: {\"refusal\":\"no\",\"text\":\"e\",\"reasoning\":\"so\"}\n\n", SAYS(""), END}},
    {"/one",    CLOSES, {STREAM, SAYS("one"), END}                                                    },
    {"/stays",  KEEPS,  {STREAM, SAYS("a"), SAYS("b")}                                                },
    {"/breaks", RESETS, {STREAM, SAYS("a")}                                                           },
    {NULL,      CLOSES, {NULL}                                                                        },
};

static struct script script;
static struct plan plan;
static struct recorder recorder;
static struct user user;
static char said[512];
static unsigned well, failed;

static int say(lua_State *L)
{
    size_t n, len = strlen(said);
    const char *text = luaL_checklstring(L, 1, &n);

    for (size_t i = 0; i < n && len + 2 < sizeof said; i++)
        said[len++] = text[i] ? text[i] : '0';
    said[len] = '\0';
    return 0;
}

static void on_task_end(void *owner, const char *failure)
{
    (void)owner;
    well += !failure;
    failed += failure != NULL;
    if (failure)
        note("%s", failure);
}

static void run(const char *code)
{
    if (luaL_dostring(script.L, code)) {
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
        exit(1);
    }
    lua_settop(script.L, 0);
}

/* What every piece of code here may use: begin(path), rest(stream) that says all that comes, and
 * result(stream). */
static const char helpers[] =
    "exchange, shape, stream = require 'core.exchange', require 'core.shape', require "
    "'core.stream'\n"
    "task, time = require 'core.task', require 'core.time'\n"
    "local reads = shape.new { text = 'text', reasoning = 'reasoning', refusal = 'refusal',\n"
    "  finish = 'end' }\n"
    "function begin(path, keep)\n"
    "  return stream.begin(exchange.endpoint('POST', base .. path, {}, reads), user, 'body', "
    "keep)\n"
    "end\n"
    "function rest(st)\n"
    "  for text, kind in function() return stream.receive(st) end do\n"
    "    say(kind:sub(1, 2) .. '=' .. text .. ' ')\n"
    "  end\n"
    "end\n"
    "function result(st)\n"
    "  local r = stream.result(st)\n"
    "  say((r.ok and 'ok' or r.fault) .. (r.stopped and ' stopped' or '') .. ' ')\n"
    "  return r\n"
    "end\n";

static void open_script(void)
{
    struct error err;

    plan_init(&plan);
    plan.timeout = plan.stall = 20 * NANOS_PER_SECOND;
    if (script_open(&script, &plan, &err))
        printf("Bail out! %s\n", err.text);
    script.loop = loop;
    script.recorder = &recorder;
    recorder.metrics = metrics_new(recorder.labels);
    user = (struct user){.id = 7, .line = http_line_new(http)};
    lua_pushlightuserdata(script.L, &user);
    lua_setglobal(script.L, "user");
    lua_pushcfunction(script.L, say);
    lua_setglobal(script.L, "say");
    lua_pushfstring(script.L, "http://127.0.0.1:%d", (int)peer.port);
    lua_setglobal(script.L, "base");
    run(helpers);
    said[0] = '\0';
    well = failed = 0;
}

static void close_script(void)
{
    script_close(&script);
    http_line_free(user.line);
    metrics_free(recorder.metrics);
}

static struct task *spawn(const char *code)
{
    if (luaL_loadbuffer(script.L, code, strlen(code), "=journey"))
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
    return task_spawn(&script, 0, on_task_end, NULL);
}

static void one_turn(void)
{
    turn();
    while (tasks_run(&script))
        ;
}

static void turn_until(const unsigned *what, unsigned n)
{
    nanos patience = clock_now() + 20 * NANOS_PER_SECOND;

    while (*what < n && clock_now() < patience)
        one_turn();
}

static void turn_until_said(const char *words)
{
    nanos patience = clock_now() + 20 * NANOS_PER_SECOND;

    while (!strstr(said, words) && clock_now() < patience)
        one_turn();
}

static bool has_said(const char *words)
{
    if (strcmp(said, words) != 0)
        note("said: %s", said);
    return !strcmp(said, words);
}

static const struct counts *counts(void)
{
    return metrics_counts(recorder.metrics);
}

static const char all_tokens[] = "re=hm te=a0b te=c te=\"d\" te=e re=so re=no ";

static void test_tokens(void)
{
    open_script();
    spawn("local st = begin('/tokens', true) rest(st) local r = result(st)"
          " say(r.text .. '/' .. r.reasoning .. '/' .. r.refusal .. #r.text)");
    turn_until(&well, 1);
    note("in their order, of one event text first; a NUL is a byte like any other");
    ok(has_said("re=hm te=a0b te=c te=\"d\" te=e re=so re=no ok a0bc\"d\"e/hmso/no8"));
    ok(counts()->ok == 1 && counts()->token_events == 5 && well == 1);
    note("the same when all of it has come before anybody reads, and no text is kept of it");
    said[0] = '\0';
    spawn("local st = begin('/tokens', false) while not stream.over(st) do time.sleep(0.001) end"
          " collectgarbage() rest(st) local r = result(st) say(tostring(#r.text))"
          " say(tostring(r.reasoning)) result(st)");
    turn_until(&well, 2);
    ok(!strncmp(said, all_tokens, sizeof all_tokens - 1));
    ok(!strcmp(said + sizeof all_tokens - 1, "ok 0nilok "));
    note("who waits for the end alone can read after it");
    said[0] = '\0';
    spawn("local st = begin('/one') result(st) rest(st) rest(st)");
    turn_until(&well, 3);
    ok(has_said("ok te=one ") && !user.fell_short && !user.streams);
    close_script();
}

static void test_fault(void)
{
    open_script();
    spawn("local st = begin('/breaks', true) rest(st) local r = result(st) say(r.text)");
    turn_until(&well, 1);
    note("what came before it went wrong is there, and then the fault");
    ok(has_said("te=a reset a") && counts()->failed == 1 && user.fell_short);
    close_script();
}

static void test_stop(void)
{
    open_script();
    spawn("local st = begin('/stays', true) say(stream.receive(st)) stream.stop(st) stream.stop(st)"
          " rest(st) local r = result(st) stream.stop(st) say(r.text) say(tostring(r.fault))");
    turn_until(&well, 1);
    note("what the journey wants no more of is no fault, and what had come stays");
    ok(has_said("aok stopped anil") && counts()->stopped == 1 && counts()->failed == 0);
    note("what has come and was not read is dropped");
    said[0] = '\0';
    spawn("local st = begin('/stays', true) stream.receive(st) time.sleep(0.05) stream.stop(st)"
          " rest(st) say(result(st).text)");
    turn_until(&well, 2);
    ok(has_said("ok stopped ab") && counts()->stopped == 2);
    note("one that is over stays as it was");
    said[0] = '\0';
    spawn(
        "local st = begin('/one', true) result(st) stream.stop(st) rest(st) say(result(st).text)");
    turn_until(&well, 3);
    ok(has_said("ok ok one") && counts()->stopped == 2 && counts()->ok == 1);
    note("another branch stops what one waits for");
    said[0] = '\0';
    spawn("local st = begin('/stays') task.together { function() rest(st) result(st) end,"
          " function() time.sleep(0.05) stream.stop(st) end }");
    turn_until(&well, 4);
    ok(has_said("te=a te=b ok stopped ") && counts()->stopped == 3);
    close_script();
}

static void test_two_wait(void)
{
    open_script();
    spawn("local st = begin('/stays') stream.receive(st) stream.receive(st)"
          " local errors = task.together { function() stream.receive(st) say 'first ' end,"
          " function() local ok, why = pcall(stream.receive, st) say(why .. ' ') end,"
          " function() local ok, why = pcall(stream.result, st) say(why .. ' ') stream.stop(st) end"
          " } say(tostring(next(errors)))");
    turn_until(&well, 1);
    note("the second is told, the first goes on waiting");
    ok(has_said("another branch of the journey already waits for this reply "
                "another branch of the journey already waits for this reply first nil"));
    note("one after the other they may");
    said[0] = '\0';
    spawn("local st = begin('/one') task.together { function() rest(st) end }"
          " task.together { function() result(st) end, function() result(st) end }");
    turn_until(&well, 2);
    ok(has_said("te=one ok ok "));
    close_script();
}

/* As vuser.c does it when a journey has come to its end. */
static void test_journey_over(void)
{
    open_script();
    spawn("left = begin('/stays', true) stream.receive(left) begin('/stays')");
    turn_until(&well, 1);
    ok(user.streams && counts()->stopped == 0);
    user_end_streams(&user, STOPPED);
    ok(!user.streams);
    user.unreachable = user.fell_short = true; /* in its next journey */
    for (int i = 0; i < 20; i++)
        one_turn();
    note("both are counted as stopped, and the user's next journey knows nothing of them");
    ok(counts()->stopped == 2 && counts()->failed == 0 && user.fell_short && user.unreachable);
    note("one that was kept has its result, also for a later journey");
    spawn("rest(left) result(left)");
    turn_until(&well, 2);
    ok(has_said("te=b ok stopped ") || has_said("ok stopped "));
    note("nobody keeps it, it goes on all the same, and is gone after it");
    run("weak = setmetatable({}, { __mode = 'k' }) left = nil");
    spawn("weak[begin '/one'] = true");
    turn_until(&well, 3);
    run("collectgarbage() collectgarbage() say(next(weak) and ' kept' or ' gone')");
    ok(strstr(said, " kept") != NULL);
    while (user.streams)
        one_turn();
    run("collectgarbage() collectgarbage() say(next(weak) and ' still' or ' gone')");
    ok(strstr(said, " gone") != NULL && counts()->ok == 1);
    close_script();
}

/* At the end of the run the task goes first, and then its streams. */
static void test_run_over(void)
{
    static const char *const waits[] = {
        "local st = begin('/stays') rest(st) say 'never'",
        "local st = begin('/stays') stream.receive(st) result(st) say 'never'",
        "local st = begin('/stays') task.together { function() result(st) say 'never' end }",
        "local a, b = begin('/stays'), begin('/stays') stream.receive(b) stream.receive(b) rest(b)",
    };

    open_script();
    for (unsigned i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct task *t = spawn(waits[i]);
        unsigned requests = peer.requests + 1 + (i == 3);

        turn_until(&peer.requests, requests);
        for (int j = 0; j < 30; j++)
            one_turn();
        task_cancel(t);
        user_end_streams(&user, UNFINISHED);
        one_turn();
        one_turn();
    }
    note("all are counted, nobody hears of it, and no task is left");
    ok(counts()->unfinished == 5 && counts()->begun == 5 && script.tasks == 0);
    ok(!strstr(said, "never") && well + failed == 0);
    close_script();
}

/* The endpoint and the body are Lua's, and are needed until the reply is whole. */
static void test_alive(void)
{
    open_script();
    spawn("local st = begin('/one', true) collectgarbage() collectgarbage()"
          " while not stream.over(st) do collectgarbage() time.sleep(0.001) end"
          " collectgarbage() collectgarbage() say(result(st).text)");
    turn_until_said("one");
    ok(has_said("ok one") && peer.body.len == 4 && !memcmp(peer.body.data, "body", 4));
    spawn("local ok, why = pcall(stream.begin, {}, user) say(tostring(ok))"
          " ok, why = pcall(stream.receive, {}) say(tostring(ok))");
    one_turn();
    ok(strstr(said, "falsefalse") != NULL);
    close_script();
}

int main(void)
{
    client_start();
    begin_service(replies, false);
    peer.pause = 2 * NANOS_PER_MS;
    recorder = (struct recorder){.labels = labels_new()};
    timeline_add(&recorder.timeline, 0, NANOS_NEVER, false);
    test_tokens();
    test_fault();
    test_stop();
    test_two_wait();
    test_journey_over();
    test_run_over();
    test_alive();
    end_service();
    labels_free(recorder.labels);
    timeline_release(&recorder.timeline);
    client_end();
    return tap_done();
}
