/* Where a talk stands between a model and its tools, and which talks no service would take. */

#include "base/error.h"
#include "sim/talk.h"
#include "tests/tap.h"

#define USER "{\"role\":\"user\",\"content\":\"Hi\"}"
#define CALLS(ids) "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" ids "]}"
#define CALL(id) "{\"id\":\"" id "\",\"type\":\"function\",\"function\":{\"arguments\":\"{}\"}}"
#define RESULT(id, text) "{\"role\":\"tool\",\"content\":\"" text "\",\"tool_call_id\":\"" id "\"}"
#define SAID "{\"role\":\"assistant\",\"content\":\"Done\",\"tool_calls\":[]}"

static struct talk t;
static struct buf prompt;
static struct error err;

static int talk(const char *messages)
{
    struct json j;
    int failed;

    buf_clear(&prompt);
    json_begin(&j, messages, strlen(messages));
    err.text[0] = '\0';
    failed = talk_read(&t, &j, &prompt, &err);
    ok(failed || json_over(&j));
    return failed;
}

static bool refused(const char *messages, const char *where, const char *why)
{
    return talk(messages) && strstr(err.text, where) && strstr(err.text, why);
}

static void test_rounds(void)
{
    ok(!talk("[" USER "]") && t.count == 1 && t.rounds == 0 && prompt.len == 2);
    ok(!talk("[" USER "," CALLS(CALL("a")) "," RESULT("a", "x") "]") && t.rounds == 1);
    ok(t.result_count == 1 && part_is(t.results[0], "\"x\""));
    ok(!talk("[" USER "," CALLS(CALL("a")) "," RESULT("a", "x") "," CALLS(CALL("b")) "," //
             RESULT("b", "y") "]"));
    ok(t.rounds == 2 && t.result_count == 1 && part_is(t.results[0], "\"y\""));
    ok(!talk("[" USER "," CALLS(CALL("a")) "," RESULT("a", "x") "," SAID "," USER "]"));
    ok(t.rounds == 0 && t.result_count == 0);
    ok(prompt.len == 2 + 2 + 1 + 4 + 2);
    ok(!talk("[" USER "," SAID "]") && t.rounds == 0);
}

static void test_parallel(void)
{
    const char *both =
        "[" USER "," CALLS(CALL("a") "," CALL("b")) "," RESULT("b", "y") "," RESULT("a", "x") "]";

    ok(!talk(both) && t.rounds == 1 && t.result_count == 2);
    ok(part_is(t.results[0], "\"y\"") && part_is(t.results[1], "\"x\""));
}

static void test_unanswered(void)
{
    ok(refused("[" USER "," CALLS(CALL("a") "," CALL("b")) "," RESULT("b", "y") "]", "messages[1]",
               "\"a\""));
    ok(refused("[" CALLS(CALL("a")) "," USER "]", "messages[0]", "\"a\""));
    ok(refused("[" CALLS(CALL("a")) "," CALLS(CALL("b")) "]", "messages[0]", "\"a\""));
    ok(refused("[" USER "," RESULT("z", "x") "]", "messages[1]", "\"z\""));
    ok(refused("[" CALLS(CALL("a")) "," RESULT("a", "x") "," RESULT("a", "x") "]", "messages[2]",
               "\"a\""));
    ok(refused("[{\"role\":\"tool\",\"content\":\"x\"}]", "messages[0]", "tool_call_id"));
    ok(refused("[" CALLS("{}") "]", "messages[0]", "id"));
    ok(refused("[" CALLS("7") "]", "messages[0]", "object"));
}

static void test_parts(void)
{
    ok(!talk("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"abc\"},{\"image_url\":"
             "{\"url\":\"u\"},"
             "\"type\":\"image_url\"},{\"type\":\"input_audio\",\"input_audio\":{}}]}]"));
    ok(prompt.len == 3);
    ok(refused("[" USER ",{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}]", "messages[1]",
               "\"smell\""));
    ok(refused("[{\"role\":\"user\",\"content\":[{\"text\":\"abc\"}]}]", "messages[0]",
               "needs a type"));
    ok(refused("[{\"role\":\"user\",\"content\":[\"abc\"]}]", "messages[0]", "object"));
    ok(refused("[7]", "messages[0]", "object") && refused("{}", "messages", "list"));
}

int main(void)
{
    test_rounds();
    test_parallel();
    test_unanswered();
    test_parts();
    buf_release(&prompt);
    return tap_done();
}
