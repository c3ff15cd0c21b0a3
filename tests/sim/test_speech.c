/* Whatever is said is well-formed: chunks of the length they claim, events of whole JSON, the
 * same words streamed and not. */

#include "base/buf.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/speech.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct speech begin(bool chat, unsigned tokens)
{
    struct ask a = {.prompt_tokens = 4, .hash = 42};
    struct speech s;

    a.dialect = chat ? &dialect_chat : &dialect_completions;
    speech_init(&s, &a, 0xabc, 1700000000, "m\\\"x", 4);
    s.tokens = tokens;
    return s;
}

/* A reader of chunks and one of JSON that owe nothing to the writer. False when something
 * does not fit. */
static bool unchunk(const struct buf *in, struct buf *out, unsigned *chunks)
{
    const char *at = in->data, *end = in->data + in->len;

    for (*chunks = 0; at < end; ++*chunks) {
        char *after;
        unsigned long size = strtoul(at, &after, 16);

        if (after == at || memcmp(after, "\r\n", 2) || (size_t)(end - after) < size + 4)
            return false;
        at = after + 2;
        buf_add(out, at, size);
        if (memcmp(at + size, "\r\n", 2))
            return false;
        at += size + 2;
    }
    return true;
}

/* Appends, unescaped, every string that stands under `key`, however deep. */
static void collect_value(struct json *j, const char *key, struct buf *out)
{
    switch (json_value(j)) {
    case JSON_OBJECT:
        while (json_key(j)) {
            bool wanted = json_is(j, key);

            if (wanted && json_peek(j) == JSON_STRING) {
                json_value(j);
                json_unescape(j, out);
            } else {
                collect_value(j, key, out);
            }
        }
        break;
    case JSON_ARRAY:
        while (json_item(j))
            collect_value(j, key, out);
        break;
    default: break;
    }
}

static bool collect(struct json *j, const char *key, struct buf *out)
{
    collect_value(j, key, out);
    return json_over(j);
}

static bool collect_events(const struct buf *events, const char *key, struct buf *out)
{
    const char *at = events->data, *line;
    bool good = true;

    while (good && (line = strstr(at, "data: "))) {
        size_t len = strcspn(line, "\r\n");
        struct json j;

        at = line + len;
        if (!strncmp(line, "data: [DONE]", 12))
            break;
        json_begin(&j, line + 6, len - 6);
        good = collect(&j, key, out);
    }
    return good;
}

static void say_all(struct speech *s, struct buf *out, unsigned at_once)
{
    speech_role(s, out);
    while (s->said < s->tokens) {
        unsigned left = s->tokens - s->said;

        speech_tokens(s, out, left < at_once ? left : at_once);
    }
    speech_finish(s, out);
    speech_usage(s, out);
    speech_done(s, out);
}

static bool same_words(struct speech streamed, struct speech whole, const char *in_events,
                       const char *in_whole, unsigned at_once)
{
    struct buf out = {0}, events = {0}, text = {0}, object = {0}, expected = {0};
    unsigned chunks;
    struct json j;
    bool good;

    say_all(&streamed, &out, at_once);
    speech_whole(&whole, &object);
    json_begin(&j, object.data, object.len);
    good = collect(&j, in_whole, &expected) && unchunk(&out, &events, &chunks) &&
           collect_events(&events, in_events, &text) && text.len == expected.len && text.len &&
           !memcmp(text.data, expected.data, text.len) && strstr(events.data, "[DONE]");
    speech_release(&streamed);
    speech_release(&whole);
    buf_release(&out);
    buf_release(&events);
    buf_release(&text);
    buf_release(&object);
    buf_release(&expected);
    return good;
}

static struct speech with_calls(unsigned count, unsigned fragment, bool in_turn, unsigned reasoning)
{
    static const char tools[] =
        "[{\"function\":{\"name\":\"look\",\"parameters\":{\"properties\":{\"what\":{\"enum\":"
        "[\"caf\xc3\xa9 \\\"x\\\"\"]}}}}},{\"function\":{\"name\":\"wait\"}}]";
    const struct calls_wish wish = {
        .count = count, .fragment = fragment, .in_turn = in_turn, .dice = 5};
    struct speech s = begin(true, 0);

    calls_plan(&s.calls, (struct part){tools, sizeof tools - 1}, &wish);
    s.reasoning = reasoning;
    s.tokens = calls_tokens(&s.calls) + reasoning;
    return s;
}

static struct speech with_quote(unsigned tokens, bool refuses)
{
    struct speech s = begin(true, tokens);

    buf_put(&s.quote, "It said: \\\"22 degrees\\\".");
    s.refuses = refuses;
    return s;
}

static struct speech with_reasoning(void)
{
    struct speech s = begin(true, 30);

    s.reasoning = 10;
    s.length = s.continuous = true;
    s.newline = "\r\n";
    return s;
}

static void test_same_words(void)
{
    ok(same_words(begin(true, 50), begin(true, 50), "content", "content", 1));
    ok(same_words(begin(true, 50), begin(true, 50), "content", "content", 7));
    ok(same_words(begin(true, 1), begin(true, 1), "content", "content", 1));
    ok(same_words(begin(false, 50), begin(false, 50), "text", "text", 1));
    ok(same_words(with_calls(1, 3, false, 0), with_calls(1, 3, false, 0), "arguments", "arguments",
                  2));
    ok(same_words(with_calls(3, 1, false, 4), with_calls(3, 1, false, 4), "arguments", "arguments",
                  1));
    ok(same_words(with_calls(3, 1, false, 4), with_calls(3, 1, false, 4), "id", "id", 9) == false);
    ok(same_words(with_calls(3, 1, false, 4), with_calls(3, 1, false, 4), "reasoning_content",
                  "reasoning_content", 7));
    ok(same_words(with_calls(2, 4, true, 0), with_calls(2, 4, true, 0), "name", "name", 2));
    ok(same_words(with_quote(30, false), with_quote(30, false), "content", "content", 3));
    ok(same_words(with_quote(4, true), with_quote(4, true), "refusal", "refusal", 1));
    ok(same_words(with_reasoning(), with_reasoning(), "reasoning_content", "reasoning_content", 1));
    ok(same_words(with_reasoning(), with_reasoning(), "content", "content", 1));
    ok(same_words(begin(true, 9), begin(true, 9), "model", "model", 9) == false);
}

static unsigned count(const char *text, const char *what)
{
    unsigned n = 0;

    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

/* The arguments of the call with this index, put together. */
static struct buf arguments_of(const struct buf *events, unsigned index)
{
    struct buf own = {0}, all = {0};
    const char *at = events->data, *line;
    char mark[48];

    snprintf(mark, sizeof mark, "\"tool_calls\":[{\"index\":%u,\"", index);
    for (; (line = strstr(at, "data: ")); at = line + 1) {
        size_t len = strcspn(line, "\n");

        if (memmem(line, len, mark, strlen(mark))) {
            buf_add(&own, line, len);
            buf_put(&own, "\n");
        }
    }
    collect_events(&own, "arguments", &all);
    buf_release(&own);
    return all;
}

static void test_calls_by_index(unsigned fragment, bool in_turn)
{
    struct speech s = with_calls(2, fragment, in_turn, 0);
    struct buf out = {0}, events = {0}, first, second, what = {0};
    const char *head;
    unsigned chunks;
    struct json j;

    say_all(&s, &out, 1);
    ok(unchunk(&out, &events, &chunks) && s.said == s.tokens && chunks == s.tokens + 4);
    first = arguments_of(&events, 0);
    second = arguments_of(&events, 1);
    json_begin(&j, first.data, first.len);
    ok(collect(&j, "what", &what) && !strcmp(what.data, "caf\xc3\xa9 \"x\""));
    ok(!strcmp(second.data, "{}"));
    ok(count(events.data, "\"id\":\"call_") == 2 && count(events.data, "\"name\":") == 2);
    ok(count(events.data, "\"finish_reason\":\"tool_calls\"") == 1);
    ok(fragment > 1 || count(events.data, "{\"index\":0,\"function\":") == first.len - 1);
    head = strstr(events.data, "\"name\":\"wait\"");
    ok(!strstr(head, "{\"index\":0,\"function\":") == !in_turn);
    speech_release(&s);
    buf_release(&out);
    buf_release(&events);
    buf_release(&first);
    buf_release(&second);
    buf_release(&what);
}

static void test_quote(void)
{
    struct speech s = with_quote(0, false);
    struct buf out = {0};

    ok(speech_quote_tokens(&s) == 4);
    s.tokens = 5;
    speech_whole(&s, &out);
    ok(strstr(out.data, "\"content\":\"It said: \\\"22 degrees\\\"."));
    speech_release(&s);
    buf_release(&out);
}

static void test_reasons_and_usage(void)
{
    struct speech s = with_reasoning(), stop = begin(true, 5);
    struct buf out = {0}, events = {0};
    unsigned chunks;

    say_all(&s, &out, 1);
    ok(unchunk(&out, &events, &chunks) && chunks == 1 + 30 + 2);
    ok(count(events.data, "\"finish_reason\":\"length\"") == 1);
    ok(count(events.data, "\"usage\":") == 32);
    ok(count(events.data, "\"reasoning_tokens\":10}") == 22);
    ok(count(events.data, "\"prompt_tokens\":4,\"total_tokens\":34,\"completion_tokens\":30") == 2);
    ok(count(events.data, "\n") == count(events.data, "\r\n"));
    buf_clear(&out);
    buf_clear(&events);
    say_all(&stop, &out, 1);
    ok(unchunk(&out, &events, &chunks) && chunks == 1 + 5 + 3);
    ok(count(events.data, "\"finish_reason\":\"stop\"") == 1 && count(events.data, "usage") == 1);
    ok(count(events.data, "\r") == 0);
    speech_release(&s);
    speech_release(&stop);
    buf_release(&out);
    buf_release(&events);
}

static struct speech with_choices(void)
{
    struct speech s = begin(true, 6);

    s.choices = 3;
    s.continuous = true;
    return s;
}

/* What the choice with this index says, put together. */
static struct buf content_of(const struct buf *events, unsigned index)
{
    struct buf own = {0}, all = {0};
    const char *at = events->data, *line;
    char mark[48];

    snprintf(mark, sizeof mark, "\"choices\":[{\"index\":%u,", index);
    for (; (line = strstr(at, "data: ")); at = line + 1) {
        size_t len = strcspn(line, "\n");

        if (memmem(line, len, mark, strlen(mark))) {
            buf_add(&own, line, len);
            buf_put(&own, "\n");
        }
    }
    collect_events(&own, "content", &all);
    buf_release(&own);
    return all;
}

static void test_choices(void)
{
    struct speech s = with_choices(), whole = with_choices();
    struct buf out = {0}, events = {0}, object = {0}, said = {0}, parts[3];
    unsigned chunks;
    struct json j;

    say_all(&s, &out, 2);
    ok(unchunk(&out, &events, &chunks) && chunks == 3 * (1 + 3 + 1) + 2);
    for (unsigned i = 0; i < 3; i++) {
        parts[i] = content_of(&events, i);
        buf_put(&said, parts[i].data);
    }
    ok(strcmp(parts[0].data, parts[1].data) && strcmp(parts[1].data, parts[2].data));
    ok(count(events.data, "\"finish_reason\":\"stop\"") == 3);
    ok(count(events.data, "\"total_tokens\":22,\"completion_tokens\":18}") >= 4);
    speech_whole(&whole, &object);
    json_begin(&j, object.data, object.len);
    buf_clear(&out);
    ok(collect(&j, "content", &out) && !strcmp(out.data, said.data));
    ok(strstr(object.data, "\"total_tokens\":22,\"completion_tokens\":18}"));
    for (unsigned i = 0; i < 3; i++)
        buf_release(&parts[i]);
    speech_release(&s);
    speech_release(&whole);
    buf_release(&out);
    buf_release(&events);
    buf_release(&object);
    buf_release(&said);
}

/* An event that needs more digits than a chunk's length has room for. */
static void test_long_event(void)
{
    struct speech s = begin(true, 20000);
    struct buf out = {0}, events = {0};
    unsigned chunks;

    speech_tokens(&s, &out, 20000);
    speech_finish(&s, &out);
    ok(unchunk(&out, &events, &chunks) && chunks == 2 && events.len > 0x10000);
    ok(!strncmp(out.data, "000", 3) && strstr(events.data, "data: {\"id\":") == events.data);
    speech_release(&s);
    buf_release(&out);
    buf_release(&events);
}

static void test_mishaps(void)
{
    struct speech s = begin(true, 5);
    struct buf out = {0}, events = {0}, text = {0};
    unsigned chunks;

    speech_comment(&s, &out);
    speech_error(&s, &out);
    speech_error_event(&s, &out);
    ok(unchunk(&out, &events, &chunks) && chunks == 4);
    ok(!strncmp(events.data, ": ", 2) && strstr(events.data, "\n\nevent: error\n: "));
    ok(collect_events(&events, "message", &text) && text.len);
    buf_clear(&out);
    buf_clear(&events);
    ok(speech_cut_json(&s, &out, 1));
    ok(unchunk(&out, &events, &chunks) && chunks == 1);
    ok(!collect_events(&events, "content", &text));
    buf_clear(&out);
    buf_clear(&events);
    ok(speech_cut_bytes(&s, &out, 3));
    ok(!unchunk(&out, &events, &chunks));
    ok(s.said == 2);
    speech_release(&s);
    buf_release(&out);
    buf_release(&events);
    buf_release(&text);
}

int main(void)
{
    test_same_words();
    test_calls_by_index(1, false);
    test_calls_by_index(1, true);
    test_calls_by_index(64, false);
    test_quote();
    test_reasons_and_usage();
    test_choices();
    test_long_event();
    test_mishaps();
    return tap_done();
}
