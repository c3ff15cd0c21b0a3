/* What is told of tokens besides their text: the tokens are the text, and what is claimed of them
 * is the same streamed and not. */

#include "tests/sim/streams.h"
#include "tests/tap.h"

#include <stdio.h>

static struct speech asked(const struct dialect *d, unsigned top)
{
    struct speech s = speech_of(d, 0, 12);

    s.logprobs = true;
    s.top_logprobs = top;
    return s;
}

/* The n-th of a list within the events' first choices, from the first event's on. */
static void join_lists(const struct stream *s, const char *list, const char *member,
                       struct buf *out)
{
    for (unsigned i = 0; i < s->count; i++) {
        for (unsigned n = 0;; n++) {
            char path[80];
            const char *value;

            snprintf(path, sizeof path, "choices.0.logprobs.%s.%u%s", list, n, member);
            value = value_at(s->events[i].json, path);
            if (!*value)
                break;
            buf_put(out, value);
        }
    }
}

static void test_chat(void)
{
    struct speech s = asked(&dialect_chat, 3), same = asked(&dialect_chat, 3);
    struct stream got = stream_of(&s, 5), object = {.count = 1};
    struct buf whole = whole_of(&same), tokens = {0}, streamed = {0}, told = {0};

    object.events[0].json = whole.data;
    join_lists(&got, "content", ".token", &tokens);
    ok(got.good && is_json(whole.data));
    ok(has(whole.data, "choices.0.message.content", tokens.data));
    join_lists(&got, "content", ".logprob", &streamed);
    join_lists(&object, "content", ".logprob", &told);
    ok(told.len && !strcmp(streamed.data, told.data));
    ok(has(whole.data, "choices.0.logprobs.content.4.top_logprobs.0.token",
           value_at(whole.data, "choices.0.logprobs.content.4.token")));
    ok(*value_at(whole.data, "choices.0.logprobs.content.4.top_logprobs.2.bytes.0"));
    ok(has(whole.data, "choices.0.logprobs.content.4.top_logprobs.3", ""));
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
    buf_release(&tokens);
    buf_release(&streamed);
    buf_release(&told);
}

static void test_completion(void)
{
    struct speech s = asked(&dialect_completions, 2), same = asked(&dialect_completions, 2);
    struct stream got, object = {.count = 1};
    struct buf whole, tokens = {0}, streamed = {0}, told = {0};

    buf_put(&s.quote, "\xc3\xbc \\\"x\\\" y");
    buf_put(&same.quote, "\xc3\xbc \\\"x\\\" y");
    got = stream_of(&s, 5);
    whole = whole_of(&same);
    object.events[0].json = whole.data;
    join_lists(&got, "tokens", "", &tokens);
    ok(got.good && is_json(whole.data) && has(whole.data, "choices.0.text", tokens.data));
    join_lists(&got, "text_offset", "", &streamed);
    join_lists(&object, "text_offset", "", &told);
    ok(told.len && !strcmp(streamed.data, told.data) && !strncmp(told.data, "015", 3));
    ok(*value_at(whole.data, "choices.0.logprobs.token_logprobs.11") == '-');
    ok(*value_at(whole.data, "choices.0.logprobs.top_logprobs.11") == '{');
    speech_release(&s);
    speech_release(&same);
    stream_release(&got);
    buf_release(&whole);
    buf_release(&tokens);
    buf_release(&streamed);
    buf_release(&told);
}

static void test_unasked(void)
{
    struct speech s = speech_of(&dialect_chat, 0, 2);
    struct stream got = stream_of(&s, 1);

    ok(!strcmp(stream_join(&got, NULL, "choices.0.logprobs"), "nullnullnullnull"));
    speech_release(&s);
    stream_release(&got);
}

static void test_requests(void)
{
    const struct understood *u = understand(
        &dialect_chat, "{\"messages\":[{\"role\":\"user\"}],\"logprobs\":true,\"top_logprobs\":4}");

    ok(!u->failed && u->ask.logprobs && u->ask.top_logprobs == 4);
    u = understand(&dialect_completions, "{\"prompt\":\"x\",\"logprobs\":0}");
    ok(!u->failed && u->ask.logprobs && !u->ask.top_logprobs);
    u = understand(&dialect_completions, "{\"prompt\":\"x\",\"logprobs\":null}");
    ok(!u->failed && !u->ask.logprobs);
    ok(refused(&dialect_completions, "{\"prompt\":\"x\",\"logprobs\":21}", "logprobs"));
    ok(refused(&dialect_chat, "{\"messages\":[{\"role\":\"user\"}],\"top_logprobs\":1}",
               "needs logprobs"));
    ok(refused(&dialect_chat,
               "{\"messages\":[{\"role\":\"user\"}],\"logprobs\":true,\"top_logprobs\":21}", "20"));
}

int main(void)
{
    test_chat();
    test_completion();
    test_unasked();
    test_requests();
    return tap_done();
}
