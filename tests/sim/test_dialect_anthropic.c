/* Anthropic's messages: blocks that begin and stop, the same things said streamed and not, and
 * requests understood as they are meant. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

static const struct dialect *const d = &dialect_anthropic;

static const char tools[] =
    "[{\"name\":\"look\",\"input_schema\":{\"properties\":{\"what\":{\"enum\":["
    "\"caf\xc3\xa9 \\\"x\\\"\"]}}}},{\"name\":\"wait\"}]";

static void test_text(void)
{
    struct speech s = speech_of(d, 3, 20), same = speech_of(d, 3, 20);
    struct stream got = stream_of(&s, 4);
    struct buf whole = whole_of(&same);

    ok(got.good && has(got.events[0].json, "type", "message_start"));
    ok(has(got.events[0].json, "message.usage.input_tokens", "6"));
    ok(has(got.events[0].json, "message.usage.cache_read_input_tokens", "4"));
    ok(has(got.events[0].json, "message.model", "m\"x"));
    ok(stream_count(&got, "content_block_start") == 2 && stream_count(&got, "ping") == 1);
    ok(has(whole.data, "content.0.thinking",
           stream_join(&got, "content_block_delta", "delta.thinking")));
    ok(has(whole.data, "content.1.text", stream_join(&got, "content_block_delta", "delta.text")));
    ok(has(whole.data, "content.0.signature",
           stream_join(&got, "content_block_delta", "delta.signature")));
    ok(has(stream_last(&got, "message_delta"), "usage.output_tokens", "20"));
    ok(has(stream_last(&got, "message_delta"), "delta.stop_reason", "end_turn"));
    ok(has(stream_last(&got, NULL), "type", "message_stop"));
    ok(is_json(whole.data) && has(whole.data, "usage.output_tokens", "20"));
    ok(has(whole.data, "stop_reason", "end_turn") && has(whole.data, "role", "assistant"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

/* Each event's type is its name, and each block is stopped before the next one starts. */
static void test_order(void)
{
    struct speech s = speech_with_calls(d, 2, tools);
    struct stream got = stream_of(&s, 1);
    bool named = true, in_turn = true, open = false;

    for (unsigned i = 0; i < got.count; i++) {
        const char *name = got.events[i].name;

        named = named && has(got.events[i].json, "type", name);
        if (!strcmp(name, "content_block_start") || !strcmp(name, "content_block_stop")) {
            in_turn = in_turn && open == !strcmp(name, "content_block_stop");
            open = !open;
        }
        in_turn = in_turn && (open || strcmp(name, "content_block_delta") != 0);
    }
    ok(got.good && named && in_turn && !open);
    speech_release(&s);
    stream_release(&got);
}

static void test_calls(void)
{
    struct speech s = speech_with_calls(d, 2, tools), same = speech_with_calls(d, 2, tools);
    struct stream got = stream_of(&s, 2);
    struct buf whole = whole_of(&same);

    ok(got.good && stream_count(&got, "content_block_stop") == 3);
    ok(!strcmp(stream_join(&got, "content_block_start", "content_block.name"), "lookwait"));
    ok(!strcmp(stream_join(&got, NULL, "delta.partial_json"),
               "{\"what\":\"caf\xc3\xa9 \\\"x\\\"\"}{}"));
    ok(has(whole.data, "content.1.input.what", "caf\xc3\xa9 \"x\""));
    ok(has(whole.data, "content.2.name", "wait") && has(whole.data, "content.2.input", "{}"));
    ok(has(whole.data, "stop_reason", "tool_use"));
    ok(has(stream_last(&got, "message_delta"), "delta.stop_reason", "tool_use"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_ends(void)
{
    struct speech s = speech_of(d, 0, 2);
    struct buf out = {0}, error = error_of(d, 429, "a \"b\"");
    struct stream got;

    s.length = s.no_usage = true;
    got = stream_of(&s, 1);
    ok(has(stream_last(&got, "message_delta"), "delta.stop_reason", "max_tokens"));
    ok(has(stream_last(&got, "message_delta"), "usage", "") &&
       has(got.events[0].json, "message.usage", ""));
    speech_error(&s, &out);
    ok(strstr(out.data,
              "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\""));
    ok(has(error.data, "type", "error") && has(error.data, "error.type", "rate_limit_error"));
    ok(has(error.data, "error.message", "a \"b\""));
    ok(error_has(d, 502, "error.type", "api_error"));
    ok(error_has(d, 504, "error.type", "api_error"));
    ok(error_has(d, 529, "error.type", "overloaded_error"));
    speech_release(&s);
    stream_release(&got);
    buf_release(&out);
    buf_release(&error);
}

#define ASK(more) "{\"model\":\"m\",\"max_tokens\":7," more "}"
#define USER "{\"role\":\"user\",\"content\":\"abcd\"}"
#define CALL                                                                                   \
    "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"n\"," \
    "\"input\":{}}]}"
#define RESULT                                                                                     \
    "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":" \
    "\"x\"}]}"

static void test_requests(void)
{
    const struct understood *u =
        understand(d, ASK("\"system\":[{\"type\":\"text\",\"text\":\"sys.\"}],\"stream\":true,"
                          "\"messages\":[" USER "]"));

    ok(!u->failed && u->ask.stream && u->ask.max_tokens == 7 && u->ask.prompt_tokens == 2);
    ok(!strcmp(u->prompt.data, "sys.abcd"));
    u = understand(d, ASK("\"messages\":[" USER "," CALL "," RESULT "]"));
    ok(!u->failed && u->ask.talk.rounds == 1 && part_is(u->ask.talk.results[0], "\"x\""));
    u = understand(d, ASK("\"messages\":[" USER "," CALL "," RESULT "," USER "]"));
    ok(!u->failed && !u->ask.talk.rounds && !u->ask.talk.result_count);
    u = understand(d, ASK("\"tool_choice\":{\"type\":\"tool\",\"name\":\"wait\","
                          "\"disable_parallel_tool_use\":true},\"messages\":[" USER "]"));
    ok(u->ask.tools_must && u->ask.one_tool && part_is(u->ask.tool, "\"wait\""));
    u = understand(d, ASK("\"tool_choice\":{\"type\":\"none\"},\"messages\":[" USER "]"));
    ok(u->ask.tools_never && !u->ask.tools_must);
}

static void test_refusals(void)
{
    ok(refused(d, "{\"model\":\"m\",\"messages\":[" USER "]}", "max_tokens"));
    ok(refused(d, "{\"max_tokens\":1,\"messages\":[" USER "]}", "model"));
    ok(refused(d, ASK("\"x\":1"), "messages is required"));
    ok(refused(d, ASK("\"messages\":[" USER "," CALL "]"), "\"a\""));
    ok(refused(d, ASK("\"messages\":[" USER "," CALL "," USER "]"), "messages.2"));
    ok(refused(d, ASK("\"messages\":[" CALL "," CALL "]"), "messages.1"));
    ok(refused(d, ASK("\"messages\":[" RESULT "]"), "answers no tool_use"));
    ok(refused(d, ASK("\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]"), "its role"));
    ok(refused(d, ASK("\"messages\":[{\"role\":\"user\",\"content\":7}]"), "list of blocks"));
    ok(refused(d, ASK("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}]"),
               "\"smell\""));
}

int main(void)
{
    test_text();
    test_order();
    test_calls();
    test_ends();
    test_requests();
    test_refusals();
    return tap_done();
}
