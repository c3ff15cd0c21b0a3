/* Text Generation Inference: an event a token, the last one with all of the text. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

static const struct dialect *const d = &dialect_tgi;

static void test_stream(void)
{
    struct speech s = speech_of(d, 0, 5), same = speech_of(d, 0, 5);
    struct buf whole = whole_of(&same);
    struct stream got;
    const char *last;

    s.details = true;
    got = stream_of(&s, 3);
    last = stream_last(&got, NULL);
    ok(got.good && got.count == 6);
    ok(!strcmp(stream_join(&got, NULL, "index"), "123456"));
    ok(has(last, "token.special", "true") && has(last, "token.text", "</s>"));
    ok(has(last, "details.generated_tokens", "6") && has(last, "details.input_length", "10"));
    ok(has(last, "details.finish_reason", "eos_token"));
    ok(has(got.events[4].json, "generated_text", "null") &&
       has(got.events[4].json, "details", "null"));
    ok(is_json(whole.data) && has(whole.data, "details", ""));
    ok(has(last, "generated_text", value_at(whole.data, "generated_text")));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

/* The words of the events are those of the text, and an id is that of its text. */
static void test_tokens(void)
{
    struct speech s = speech_of(d, 0, 30);
    struct stream got;
    struct buf said = {0}, all = {0};

    s.length = true;
    got = stream_of(&s, 1);
    buf_put(&said, stream_join(&got, NULL, "token.text"));
    buf_put(&all, value_at(stream_last(&got, NULL), "generated_text"));
    ok(got.good && got.count == 30 && said.len && !strcmp(said.data, all.data));
    ok(has(stream_last(&got, NULL), "details", "null"));
    ok(!has(got.events[0].json, "token.id", value_at(got.events[1].json, "token.id")));
    speech_release(&s);
    stream_release(&got);
    buf_release(&said);
    buf_release(&all);
}

static void test_whole(void)
{
    struct speech s = speech_of(d, 0, 3), list = speech_of(&dialect_tgi_root, 0, 3);
    struct buf whole, listed = whole_of(&list);

    s.details = s.length = true;
    whole = whole_of(&s);
    ok(is_json(whole.data) && has(whole.data, "details.generated_tokens", "3"));
    ok(has(whole.data, "details.tokens.3", "") &&
       has(whole.data, "details.finish_reason", "length"));
    ok(has(listed.data, "0.generated_text", value_at(whole.data, "generated_text")));
    speech_release(&s);
    speech_release(&list);
    buf_release(&whole);
    buf_release(&listed);
}

static void test_no_usage(void)
{
    struct speech s = speech_of(d, 0, 3), same = speech_of(d, 0, 3);
    struct stream got;
    struct buf whole;

    s.details = s.no_usage = same.details = same.no_usage = true;
    got = stream_of(&s, 1);
    whole = whole_of(&same);
    ok(got.good && has(stream_last(&got, NULL), "details", "null"));
    ok(is_json(whole.data) && has(whole.data, "details", ""));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
}

static void test_errors(void)
{
    struct speech s = speech_of(d, 0, 3);
    struct buf out = {0}, error = error_of(d, 429, "x");

    speech_error(&s, &out);
    ok(strstr(out.data, "data: {\"error\":\"The") &&
       strstr(out.data, "\"error_type\":\"generation\""));
    ok(has(error.data, "error", "x") && has(error.data, "error_type", "overloaded"));
    ok(error_has(d, 502, "error_type", "generation"));
    ok(error_has(d, 504, "error_type", "generation"));
    ok(error_has(d, 529, "error_type", "overloaded"));
    speech_release(&s);
    buf_release(&out);
    buf_release(&error);
}

static struct ask aimed(const char *target, const char *body)
{
    struct ask a = understand(d, body)->ask;

    d->aim(&a, (struct part){target, strlen(target)});
    return a;
}

static void test_requests(void)
{
    const struct understood *u = understand(
        d, "{\"inputs\":\"abcdefgh\",\"parameters\":{\"max_new_tokens\":7,\"details\":true}}");

    ok(!u->failed && u->ask.max_tokens == 7 && u->ask.details && u->ask.prompt_tokens == 2);
    ok(aimed("/generate_stream", "{\"inputs\":\"x\"}").stream);
    ok(!aimed("/generate", "{\"inputs\":\"x\",\"stream\":true}").stream);
    ok(refused(d, "{}", "inputs is required"));
    ok(refused(d, "{\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":-1}}", "max_new_tokens"));
}

int main(void)
{
    test_stream();
    test_tokens();
    test_whole();
    test_no_usage();
    test_errors();
    test_requests();
    return tap_done();
}
