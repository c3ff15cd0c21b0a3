/* Gemini: events or an array, calls that come whole, usage in each event; and contents understood
 * as they are meant. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

static const struct dialect *const d = &dialect_gemini;

static const char tools[] =
    "[{\"functionDeclarations\":[{\"name\":\"look\",\"parameters\":{\"type\":\"OBJECT\","
    "\"properties\":{\"what\":{\"enum\":[\"caf\xc3\xa9 \\\"x\\\"\"]}}}},{\"name\":\"wait\"}]}]";

static void test_text(void)
{
    struct speech s = speech_of(d, 3, 20), same = speech_of(d, 3, 20);
    struct stream got = stream_of(&s, 4);
    struct buf whole = whole_of(&same), all = {0};
    const char *last = stream_last(&got, NULL);

    ok(got.good && got.count == 1 + 5 && !strstr(got.bytes.data, "[DONE]"));
    ok(has(got.events[0].json, "candidates.0.content.parts.0.thought", "true"));
    buf_put(&all, value_at(whole.data, "candidates.0.content.parts.0.text"));
    buf_put(&all, value_at(whole.data, "candidates.0.content.parts.1.text"));
    ok(!strcmp(stream_join(&got, NULL, "candidates.0.content.parts.0.text"), all.data));
    ok(has(last, "usageMetadata.candidatesTokenCount", "17"));
    ok(has(last, "usageMetadata.thoughtsTokenCount", "3"));
    ok(has(last, "usageMetadata.cachedContentTokenCount", "4"));
    ok(has(last, "usageMetadata.totalTokenCount", "30"));
    ok(!strcmp(stream_join(&got, NULL, "candidates.0.finishReason"), "STOP"));
    ok(is_json(whole.data) && has(whole.data, "candidates.0.finishReason", "STOP"));
    ok(has(whole.data, "usageMetadata.totalTokenCount", "30"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
    buf_release(&all);
}

static void test_framing(void)
{
    struct speech s = speech_of(d, 0, 3), none = speech_of(d, 0, 0), sse = speech_of(d, 0, 1);
    struct buf out = {0}, body = {0};

    s.framing = none.framing = FRAMING_ARRAY;
    s.choices = 2;
    stream_say(&s, &out, 1);
    speech_end(&s, &out);
    out.len -= strlen("0\r\n\r\n");
    ok(stream_unchunk(&out, &body) && is_json(body.data));
    ok(has(body.data, "5.candidates.0.index", "1") && has(body.data, "6", ""));
    ok(has(body.data, "4.candidates.0.finishReason", "STOP"));
    ok(has(body.data, "3.candidates.0.finishReason", ""));
    ok(has(body.data, "5.usageMetadata.candidatesTokenCount", "6"));
    buf_clear(&out);
    buf_clear(&body);
    speech_end(&none, &out);
    out.len -= strlen("0\r\n\r\n");
    ok(stream_unchunk(&out, &body) && !strcmp(body.data, "[]"));
    buf_clear(&out);
    buf_clear(&body);
    stream_say(&sse, &out, 1);
    ok(stream_unchunk(&out, &body) && strstr(body.data, "}\r\n\r\n"));
    speech_release(&s);
    speech_release(&none);
    speech_release(&sse);
    buf_release(&out);
    buf_release(&body);
}

static void test_calls(void)
{
    struct speech s = speech_with_calls(d, 2, tools), same = speech_with_calls(d, 2, tools);
    struct stream got = stream_of(&s, 1);
    struct buf whole = whole_of(&same);

    ok(got.good && got.count == 2 + 2);
    ok(has(got.events[2].json, "candidates.0.content.parts.0.functionCall.args.what",
           "caf\xc3\xa9 \"x\""));
    ok(has(got.events[3].json, "candidates.0.content.parts.0.functionCall.name", "wait"));
    ok(has(got.events[3].json, "candidates.0.finishReason", "STOP"));
    ok(is_json(whole.data) &&
       has(whole.data, "candidates.0.content.parts.2.functionCall.args", "{}"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

/* Some clients write names as Python does. */
static void test_other_names(void)
{
    struct speech s = speech_with_calls(
        d, 0,
        "[{\"function_declarations\":[{\"name\":\"look\",\"parameters_json_schema\":{"
        "\"properties\":{\"a\":{\"const\":1}}}}]}]");
    struct buf whole = whole_of(&s);

    ok(has(whole.data, "candidates.0.content.parts.1.functionCall.args", "{\"a\":1}"));
    speech_release(&s);
    buf_release(&whole);
}

static void test_errors(void)
{
    struct speech s = speech_of(d, 0, 2);
    struct buf out = {0}, error = error_of(d, 429, "x");

    speech_error(&s, &out);
    ok(strstr(out.data, "data: {\"error\":{\"code\":500,") && strstr(out.data, "\"INTERNAL\""));
    ok(has(error.data, "error.code", "429") &&
       has(error.data, "error.status", "RESOURCE_EXHAUSTED"));
    ok(error_has(d, 502, "error.status", "UNAVAILABLE"));
    ok(error_has(d, 504, "error.status", "DEADLINE_EXCEEDED"));
    ok(error_has(d, 529, "error.status", "UNAVAILABLE"));
    speech_release(&s);
    buf_release(&out);
    buf_release(&error);
}

#define ASK(contents) "{\"contents\":[" contents "]}"
#define USER "{\"role\":\"user\",\"parts\":[{\"text\":\"abcd\"}]}"
#define CALL "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"n\",\"args\":{}}}]}"
#define RESPONSE                                                                                   \
    "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"n\",\"response\":{\"a\":1}}}" \
    "]}"

static struct ask aimed(const char *target)
{
    struct ask a = understand(d, ASK(USER))->ask;

    d->aim(&a, (struct part){target, strlen(target)});
    return a;
}

static void test_requests(void)
{
    const struct understood *u = understand(
        d, "{\"contents\":[" USER "],\"systemInstruction\":{\"parts\":[{\"text\":\"sys.\"}]},"
           "\"generationConfig\":{\"maxOutputTokens\":7,\"candidateCount\":2},\"toolConfig\":{"
           "\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"wait\"]}}}");
    struct ask a;

    ok(!u->failed && u->ask.max_tokens == 7 && u->ask.n == 2 && u->ask.prompt_tokens == 2);
    ok(u->ask.tools_must && part_is(u->ask.tool, "\"wait\""));
    u = understand(d, ASK(USER "," CALL "," RESPONSE));
    ok(!u->failed && u->ask.talk.rounds == 1 && part_is(u->ask.talk.results[0], "{\"a\":1}"));
    u = understand(d, ASK(USER "," CALL "," RESPONSE "," USER));
    ok(!u->failed && !u->ask.talk.rounds && !u->ask.talk.result_count);
    a = aimed("/v1beta/models/gem-1:streamGenerateContent?alt=sse");
    ok(a.stream && a.framing == FRAMING_SSE && a.model_len == 5 && !memcmp(a.model, "gem-1", 5));
    a = aimed("/v1beta/models/gem\"1:streamGenerateContent");
    ok(a.stream && a.framing == FRAMING_ARRAY && !a.model);
    ok(!aimed("/v1beta/models/m:generateContent").stream);
}

static void test_refusals(void)
{
    ok(refused(d, "{}", "contents is required") && refused(d, ASK("7"), "contents[0]"));
    ok(refused(d, ASK(USER "," CALL "," USER), "contents[2]"));
    ok(refused(d, ASK(USER "," RESPONSE), "contents[1]"));
    ok(refused(d, ASK("{\"role\":\"tool\",\"parts\":[]}"), "role"));
    ok(refused(d, ASK("{\"role\":\"user\"}"), "list of parts"));
}

int main(void)
{
    test_text();
    test_framing();
    test_calls();
    test_other_names();
    test_errors();
    test_requests();
    test_refusals();
    return tap_done();
}
