/* Whatever is asked of the simulated service, it answers in well-formed JSON, or says why not;
 * and what it says in pieces is as much as it has said it would be. */
#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/embed.h"
#include "sim/prepared.h"
#include "sim/quote.h"
#include "sim/rank.h"
#include "sim/speech.h"
#include "sim/tokenize.h"
#include "tests/fuzz/replay.h"

#include <string.h>

static void must_be_json(const struct buf *b)
{
    struct json j;

    json_begin(&j, b->data, b->len);
    json_skip(&j);
    must(json_over(&j));
}

static struct speech calls_for(const struct ask *a, unsigned fragment, bool in_turn)
{
    const struct calls_wish wish = {
        .count = 3, .fragment = fragment, .in_turn = in_turn, .only = a->tool, .dice = a->hash};
    struct speech s;

    speech_init(&s, a, 1, 2, "m", 1);
    calls_plan(&s.calls, a->tools, &wish);
    s.tokens = calls_tokens(&s.calls);
    return s;
}

/* The arguments are JSON while the body is UTF-8; what is said of them always is. */
static void check_calls(const struct ask *a, unsigned fragment, bool in_turn)
{
    struct speech s = calls_for(a, fragment, in_turn), whole = calls_for(a, fragment, in_turn);
    struct buf out = {0}, object = {0};

    for (unsigned i = 0; i < s.calls.count; i++)
        must_be_json(&s.calls.list[i].arguments);
    if (s.tokens)
        speech_tokens(&s, &out, s.tokens);
    must(s.said == s.tokens);
    for (unsigned i = 0; i < s.calls.count; i++)
        must(s.calls.list[i].said == s.calls.list[i].arguments.len);
    speech_whole(&whole, &object);
    must_be_json(&object);
    speech_release(&s);
    speech_release(&whole);
    buf_release(&out);
    buf_release(&object);
}

static void check_chat(const char *text, size_t size)
{
    struct error err;
    struct ask a;

    struct buf prompt = {0};
    int failed = ask_read(&a, &dialect_chat, text, size, &prompt, &err);

    buf_release(&prompt);
    if (failed)
        return;
    must(a.talk.count && a.prompt_tokens);
    check_calls(&a, 1, false);
    check_calls(&a, 5, true);
    check_calls(&a, 4096, false);
}

static const struct dialect *const dialects[] = {
    &dialect_chat,     &dialect_completions, &dialect_responses,       &dialect_anthropic,
    &dialect_gemini,   &dialect_ollama_chat, &dialect_ollama_generate, &dialect_tgi,
    &dialect_tgi_root, &dialect_llamacpp,
};

static void say_it(const struct ask *a)
{
    struct speech s;
    struct buf out = {0};

    speech_init(&s, a, 1, 2, "m", 1);
    quote_results(&s.quote, &a->talk);
    s.tokens = speech_quote_tokens(&s) + 2;
    speech_whole(&s, &out);
    must_be_json(&out);
    speech_release(&s);
    buf_release(&out);
}

/* What one understands, it answers; what it does not, it says why in its own JSON. */
static void check_dialect(const struct dialect *d, const char *text, size_t size)
{
    struct buf prompt = {0}, out = {0};
    struct error err;
    struct ask a;

    if (ask_read(&a, d, text, size, &prompt, &err)) {
        d->error(&out, 400, err.text);
        must_be_json(&out);
    } else {
        must(a.n && a.prompts && a.prompt_tokens);
        say_it(&a);
    }
    buf_clear(&out);
    if (d->counted && !tokenize_request(d, &out, text, size, &prompt, &err))
        must_be_json(&out);
    buf_release(&prompt);
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct buf prompt = {0}, counted = {0};
    struct prepared p;
    struct error err;

    check_chat(text, size);
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        check_dialect(dialects[i], text, size);
    if (!tokenize(&counted, text, size, &prompt, 1, &err))
        must_be_json(&counted);
    buf_release(&prompt);
    buf_release(&counted);
    if (!embed_answer(&p, text, size, 8, "\"m\"", &err))
        must_be_json(&p.body);
    buf_release(&p.body);
    if (!rank_answer(&p, text, size, "\"m\"", &err))
        must_be_json(&p.body);
    buf_release(&p.body);
    return 0;
}

REPLAY("sim");
