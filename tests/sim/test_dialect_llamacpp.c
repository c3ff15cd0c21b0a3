/* llama.cpp's completions: counts in each event, and in the last one how long all took. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

static const struct dialect *const d = &dialect_llamacpp;

static struct speech timed(void)
{
    struct speech s = speech_of(d, 0, 20);

    s.waited = 6 * NANOS_PER_MS;
    s.took = 46 * NANOS_PER_MS;
    return s;
}

static void test_stream(void)
{
    struct speech s = timed(), same = timed();
    struct stream got = stream_of(&s, 4);
    struct buf whole = whole_of(&same);
    const char *last = stream_last(&got, NULL);

    ok(got.good && got.count == 6 && !strstr(got.bytes.data, "[DONE]"));
    ok(has(whole.data, "content", stream_join(&got, NULL, "content")));
    ok(!strcmp(stream_join(&got, NULL, "stop"), "falsefalsefalsefalsefalsetrue"));
    ok(has(got.events[1].json, "tokens_predicted", "8") && has(got.events[1].json, "timings", ""));
    ok(has(last, "tokens_evaluated", "10") && has(last, "stop_type", "eos"));
    ok(has(last, "timings.cache_n", "4") && has(last, "timings.prompt_n", "6"));
    ok(has(last, "timings.prompt_ms", "6.000") &&
       has(last, "timings.prompt_per_second", "1000.000"));
    ok(has(last, "timings.predicted_n", "20") &&
       has(last, "timings.predicted_per_token_ms", "2.000"));
    ok(is_json(whole.data) && has(whole.data, "stop", "true") && has(whole.data, "model", "m\"x"));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_no_usage(void)
{
    struct speech s = timed();
    struct stream got;

    s.no_usage = s.details = true;
    got = stream_of(&s, 20);
    ok(got.good && !strstr(got.events[0].json, "tokens_") &&
       !strstr(got.events[0].json, "timings"));
    ok(!strstr(got.events[1].json, "tokens_") && !strstr(got.events[1].json, "timings"));
    speech_release(&s);
    stream_release(&got);
}

static void test_ends(void)
{
    struct speech s = speech_of(d, 0, 2);
    struct buf out = {0}, error = error_of(d, 503, "x");
    struct stream got;

    s.length = s.details = true;
    got = stream_of(&s, 1);
    ok(has(stream_last(&got, NULL), "stop_type", "limit"));
    ok(has(got.events[0].json, "timings.predicted_n", "1"));
    speech_error(&s, &out);
    ok(strstr(out.data, "data: {\"error\":{\"code\":500,") && strstr(out.data, "\"server_error\""));
    ok(has(error.data, "error.code", "503") && has(error.data, "error.type", "unavailable_error"));
    ok(error_has(d, 502, "error.type", "server_error"));
    ok(error_has(d, 504, "error.type", "server_error"));
    ok(error_has(d, 529, "error.type", "unavailable_error"));
    speech_release(&s);
    stream_release(&got);
    buf_release(&out);
    buf_release(&error);
}

static void test_requests(void)
{
    const struct understood *u = understand(d, "{\"prompt\":\"abcdefgh\",\"n_predict\":7,"
                                               "\"stream\":true,\"ignore_eos\":true}");

    ok(!u->failed && u->ask.max_tokens == 7 && u->ask.stream && u->ask.ignore_eos);
    u = understand(d, "{\"prompt\":\"a\",\"n_predict\":-1}");
    ok(!u->failed && !u->ask.stream && !u->ask.max_tokens);
    ok(refused(d, "{\"n_predict\":1}", "prompt is required"));
    ok(refused(d, "{\"prompt\":\"a\",\"n_predict\":1.5}", "n_predict"));
}

int main(void)
{
    test_stream();
    test_no_usage();
    test_ends();
    test_requests();
    return tap_done();
}
