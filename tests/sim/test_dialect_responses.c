/* OpenAI's responses: numbered events that tell of items, the same things said streamed, whole and
 * in the last event, and input understood as it is meant. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

#include <stdio.h>

static const struct dialect *const d = &dialect_responses;

static const char tools[] =
    "[{\"type\":\"function\",\"name\":\"look\",\"parameters\":{\"properties\":{"
    "\"what\":{\"enum\":[\"caf\xc3\xa9 \\\"x\\\"\"]}}}},{\"name\":\"wait\"}]";

static bool numbered(const struct stream *s)
{
    bool good = s->good;

    for (unsigned i = 0; i < s->count; i++) {
        char number[12];

        snprintf(number, sizeof number, "%u", i);
        good = good && has(s->events[i].json, "sequence_number", number) &&
               has(s->events[i].json, "type", s->events[i].name);
    }
    return good;
}

static void test_text(void)
{
    struct speech s = speech_of(d, 3, 20), same = speech_of(d, 3, 20);
    struct stream got = stream_of(&s, 4);
    struct buf whole = whole_of(&same);
    const char *last = stream_last(&got, NULL);

    ok(numbered(&got) && has(last, "type", "response.completed"));
    ok(has(whole.data, "output.0.content.0.text",
           stream_join(&got, "response.reasoning_text.delta", "delta")));
    ok(has(whole.data, "output.1.content.0.text",
           stream_join(&got, "response.output_text.delta", "delta")));
    ok(has(whole.data, "output.1.content.0.text",
           stream_join(&got, "response.output_text.done", "text")));
    ok(has(last, "response", whole.data));
    ok(has(whole.data, "usage.input_tokens", "10") && has(whole.data, "usage.total_tokens", "30"));
    ok(has(whole.data, "usage.input_tokens_details.cached_tokens", "4"));
    ok(has(whole.data, "usage.output_tokens_details.reasoning_tokens", "3"));
    ok(has(whole.data, "status", "completed") && has(whole.data, "incomplete_details", "null"));
    ok(stream_count(&got, "response.output_item.added") == 2);
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_calls(void)
{
    struct speech s = speech_with_calls(d, 2, tools), same = speech_with_calls(d, 2, tools);
    struct stream got = stream_of(&s, 2);
    struct buf whole = whole_of(&same);

    ok(numbered(&got));
    ok(!strcmp(stream_join(&got, "response.function_call_arguments.delta", "delta"),
               "{\"what\":\"caf\xc3\xa9 \\\"x\\\"\"}{}"));
    ok(!strcmp(stream_join(&got, "response.function_call_arguments.done", "arguments"),
               "{\"what\":\"caf\xc3\xa9 \\\"x\\\"\"}{}"));
    ok(!strcmp(stream_join(&got, "response.output_item.added", "item.name"), "lookwait"));
    ok(has(whole.data, "output.1.arguments", "{\"what\":\"caf\xc3\xa9 \\\"x\\\"\"}"));
    ok(has(whole.data, "output.1.call_id",
           value_at(stream_last(&got, "response.completed"), "response.output.1.call_id")));
    ok(has(whole.data, "output.2.type", "function_call"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_ends(void)
{
    struct speech s = speech_of(d, 0, 2), refusal = speech_of(d, 0, 2);
    struct buf out = {0}, error = error_of(d, 404, "x");
    struct stream got, refused;

    s.length = true;
    got = stream_of(&s, 1);
    ok(has(stream_last(&got, NULL), "type", "response.incomplete"));
    ok(has(stream_last(&got, NULL), "response.incomplete_details.reason", "max_output_tokens"));
    refusal.refuses = true;
    refused = stream_of(&refusal, 1);
    ok(numbered(&refused) && has(stream_last(&refused, "response.refusal.done"), "refusal",
                                 stream_join(&refused, "response.refusal.delta", "delta")));
    speech_error(&s, &out);
    ok(strstr(out.data, "event: response.failed\n") && strstr(out.data, "\"server_error\""));
    ok(has(error.data, "error.type", "NotFoundError"));
    speech_release(&s);
    speech_release(&refusal);
    stream_release(&got);
    stream_release(&refused);
    buf_release(&out);
    buf_release(&error);
}

#define ASK(input) "{\"input\":[" input "]}"
#define USER "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"abcd\"}]}"
#define CALL(id) \
    "{\"type\":\"function_call\",\"call_id\":\"" id "\",\"name\":\"n\",\"arguments\":\"{}\"}"
#define OUTPUT(id) "{\"type\":\"function_call_output\",\"call_id\":\"" id "\",\"output\":\"x\"}"

static void test_requests(void)
{
    const struct understood *u =
        understand(d, "{\"input\":\"abcd\",\"instructions\":\"efgh\",\"max_output_tokens\":7,"
                      "\"tool_choice\":{\"type\":\"function\",\"name\":\"wait\"}}");

    ok(!u->failed && u->ask.max_tokens == 7 && u->ask.prompt_tokens == 2);
    ok(u->ask.tools_must && part_is(u->ask.tool, "\"wait\""));
    u = understand(d, ASK(USER "," CALL("a") "," CALL("b") "," OUTPUT("b") "," OUTPUT("a")));
    ok(!u->failed && u->ask.talk.rounds == 1 && u->ask.talk.result_count == 2);
    u = understand(d, ASK(USER "," CALL("a") "," OUTPUT("a") "," CALL("b") "," OUTPUT("b")));
    ok(!u->failed && u->ask.talk.rounds == 2 && u->ask.talk.result_count == 1);
    u = understand(d, ASK(USER "," CALL("a") "," OUTPUT("a") "," USER));
    ok(!u->failed && !u->ask.talk.rounds && !u->ask.talk.result_count);
    ok(!strcmp(u->prompt.data, "abcdn{}xabcd"));
}

static void test_refusals(void)
{
    ok(refused(d, "{}", "input is required") && refused(d, "{\"input\":7}", "list of items"));
    ok(refused(d, "{\"input\":\"x\",\"previous_response_id\":\"r\"}", "not kept"));
    ok(!refused(d, "{\"input\":\"x\",\"previous_response_id\":null}", ""));
    ok(refused(d, ASK(USER "," CALL("a")), "\"a\""));
    ok(refused(d, ASK(USER "," CALL("a") "," USER), "\"a\""));
    ok(refused(d, ASK(OUTPUT("a")), "no call"));
    ok(refused(d, ASK("{\"content\":\"x\"}"), "role") && refused(d, ASK("7"), "input[0]"));
}

int main(void)
{
    test_text();
    test_calls();
    test_ends();
    test_requests();
    test_refusals();
    return tap_done();
}
