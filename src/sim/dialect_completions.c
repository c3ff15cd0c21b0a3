#include "sim/ask.h"
#include "sim/event.h"
#include "sim/logprobs.h"
#include "sim/openai.h"
#include "sim/voice.h"

/* OpenAI's older completions: a prompt, and the text that follows it. */

/* So many of the most likely ones; the one that was said is always told of. */
static void take_logprobs(struct walk *w, const struct ask_field *f)
{
    bool asked = json_peek(&w->json) == JSON_NUMBER;

    walk_count(w, f);
    w->ask->logprobs = asked;
}

static const struct ask_field fields[] = {
    {"model",                 walk_model,    0,                  NULL                 },
    {"stream",                walk_flag,     INTO(stream),       NULL                 },
    {"stream_options",        walk_inside,   0,                  openai_stream_options},
    {"max_tokens",            walk_most,     INTO(max_tokens),   NULL                 },
    {"max_completion_tokens", walk_most,     INTO(max_tokens),   NULL                 },
    {"min_tokens",            walk_count,    INTO(min_tokens),   NULL                 },
    {"ignore_eos",            walk_flag,     INTO(ignore_eos),   NULL                 },
    {"n",                     walk_count,    INTO(n),            NULL                 },
    {"logprobs",              take_logprobs, INTO(top_logprobs), NULL                 },
    {"prompt",                walk_prompt,   0,                  NULL                 },
    {NULL,                    NULL,          0,                  NULL                 },
};

static int check(const struct ask *a, struct error *err)
{
    return openai_check_top(a, "logprobs", err);
}

static void begin(struct speech *s)
{
    openai_begin(s, "cmpl", "text_completion");
}

static void tokens(struct speech *s, struct buf *out, unsigned n)
{
    const struct place from = voice_place(s);

    openai_open(s, out);
    PUT(out, ",\"text\":\"");
    voice_words(s, out, n);
    PUT(out, "\"");
    openai_logprobs(s, out, from, n, logprobs_of_completion);
    openai_reason_of_token(s, out);
    PUT(out, "}");
    openai_close(s, out);
}

static void finish(struct speech *s, struct buf *out)
{
    if (s->length)
        return;
    openai_open(s, out);
    PUT(out, ",\"text\":\"\",\"logprobs\":null");
    openai_reason(s, out);
    openai_close(s, out);
}

static void put_choice(struct speech *s, struct buf *out)
{
    openai_index(s, out);
    PUT(out, ",\"text\":\"");
    voice_again(s, out, 0, s->tokens);
    PUT(out, "\"");
    openai_logprobs(s, out, voice_place(s), s->tokens, logprobs_of_completion);
    openai_reason(s, out);
}

static void whole(struct speech *s, struct buf *out)
{
    openai_whole(s, out, "cmpl", "text_completion", put_choice);
}

const struct dialect dialect_completions = {
    .fields = fields,
    .needs = "prompt",
    .check = check,
    .begin = begin,
    .tokens = tokens,
    .finish = finish,
    .usage = openai_usage,
    .done = openai_done,
    .failed = openai_failed,
    .whole = whole,
    .error = openai_error,
};
