/* Ollama: an object a line, the last with counts and times; it streams unless told not to. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

static const struct dialect *const chat = &dialect_ollama_chat;
static const struct dialect *const generate = &dialect_ollama_generate;

static const char tools[] =
    "[{\"function\":{\"name\":\"look\",\"parameters\":{\"properties\":{\"what\":"
    "{\"enum\":[\"caf\xc3\xa9 \\\"x\\\"\"]}}}}},{\"function\":{\"name\":\"wait\"}}]";

static void test_text(void)
{
    struct speech s = speech_of(chat, 3, 20), same = speech_of(chat, 3, 20);
    struct stream got;
    struct buf whole = whole_of(&same);
    const char *last;

    s.waited = 5;
    s.took = 1500000012;
    got = stream_of(&s, 4);
    last = stream_last(&got, NULL);
    ok(got.good && got.count == 1 + 5 + 1);
    ok(has(whole.data, "message.thinking", stream_join(&got, NULL, "message.thinking")));
    ok(has(whole.data, "message.content", stream_join(&got, NULL, "message.content")));
    ok(!strcmp(stream_join(&got, NULL, "done"), "falsefalsefalsefalsefalsefalsetrue"));
    ok(has(last, "eval_count", "20") && has(last, "prompt_eval_count", "10"));
    ok(has(last, "total_duration", "1500000012") && has(last, "prompt_eval_duration", "5"));
    ok(has(last, "eval_duration", "1500000007") && has(last, "done_reason", "stop"));
    ok(has(last, "created_at", "2023-11-14T22:13:21.500000012Z") && has(last, "model", "m\"x"));
    ok(is_json(whole.data) && has(whole.data, "done", "true") &&
       has(whole.data, "eval_count", "20"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_calls(void)
{
    struct speech s = speech_with_calls(chat, 2, tools), same = speech_with_calls(chat, 2, tools);
    struct stream got = stream_of(&s, 1);
    struct buf whole = whole_of(&same);

    ok(got.good && got.count == 2 + 2 + 1);
    ok(has(got.events[2].json, "message.tool_calls.0.function.arguments.what",
           "caf\xc3\xa9 \"x\""));
    ok(has(got.events[3].json, "message.tool_calls.0.function.name", "wait"));
    ok(is_json(whole.data) && has(whole.data, "message.tool_calls.1.function.arguments", "{}"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_generate(void)
{
    struct speech s = speech_of(generate, 0, 5), same = speech_of(generate, 0, 5);
    struct buf whole, out = {0}, error = error_of(generate, 503, "busy");
    struct stream got;

    s.length = same.length = s.no_usage = true;
    s.cached_tokens = same.cached_tokens = 10;
    got = stream_of(&s, 2);
    whole = whole_of(&same);
    ok(got.good && has(whole.data, "response", stream_join(&got, NULL, "response")));
    ok(has(stream_last(&got, NULL), "done_reason", "length"));
    ok(has(stream_last(&got, NULL), "eval_count", ""));
    ok(has(whole.data, "eval_count", "5") && has(whole.data, "prompt_eval_count", ""));
    speech_error(&s, &out);
    ok(strstr(out.data, "\r\n{\"error\":\"The simulated engine") &&
       has(error.data, "error", "busy"));
    buf_clear(&out);
    speech_comment(&s, &out);
    ok(!out.len);
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
    buf_release(&out);
    buf_release(&error);
}

#define USER "{\"role\":\"user\",\"content\":\"abcd\"}"
#define CALL \
    "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"n\"}}]}"
#define RESULT "{\"role\":\"tool\",\"content\":\"x\",\"tool_name\":\"n\"}"
#define ASK(m) "{\"messages\":[" m "]}"

static void test_requests(void)
{
    const struct understood *u = understand(generate, "{\"prompt\":\"abcd\",\"system\":\"efgh\","
                                                      "\"options\":{\"num_predict\":7}}");

    ok(!u->failed && u->ask.stream && u->ask.max_tokens == 7 && u->ask.prompt_tokens == 2);
    ok(u->ask.framing == FRAMING_LINES);
    u = understand(generate,
                   "{\"prompt\":\"a\",\"stream\":false,\"options\":{\"num_predict\":-1}}");
    ok(!u->failed && !u->ask.stream && !u->ask.max_tokens);
    ok(understand(generate, "{\"prompt\":\"a\",\"stream\":null}")->ask.stream);
    u = understand(chat, ASK(USER "," CALL "," RESULT));
    ok(!u->failed && u->ask.talk.rounds == 1 && part_is(u->ask.talk.results[0], "\"x\""));
    u = understand(chat, ASK(USER "," CALL "," RESULT "," USER));
    ok(!u->failed && !u->ask.talk.rounds && !u->ask.talk.result_count);
    ok(refused(chat, "{}", "messages is required") &&
       refused(generate, "{}", "prompt is required"));
    ok(refused(chat, ASK("7"), "messages[0]"));
    ok(refused(chat, ASK(USER ",{\"content\":[]}"), "messages[1]"));
    ok(refused(generate, "{\"prompt\":\"a\",\"options\":{\"num_predict\":\"x\"}}", "num_predict"));
}

int main(void)
{
    test_text();
    test_calls();
    test_generate();
    test_requests();
    return tap_done();
}
