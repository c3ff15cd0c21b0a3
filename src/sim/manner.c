#include "sim/manner.h"

#include "net/request.h"
#include "sim/ask.h"
#include "sim/dialect.h"
#include "sim/options.h"
#include "sim/quote.h"
#include "sim/speech.h"
#include "sim/words.h"

#include <string.h>

static unsigned at_most(unsigned n, unsigned limit)
{
    return n < limit ? n : limit;
}

/* A header's whole number; what is none counts as not said. */
static unsigned header_count(const struct request *r, const char *name, unsigned otherwise,
                             unsigned most)
{
    size_t len;
    const char *text = request_header(r, name, &len);
    unsigned n = 0;

    if (!text || !len || len > 9)
        return otherwise;
    for (; len; text++, len--) {
        if (*text < '0' || *text > '9')
            return otherwise;
        n = n * 10 + (unsigned)(*text - '0');
    }
    return at_most(n, most);
}

/* How many calls are made this time. */
static unsigned calls_wanted(const struct ask *a, const struct sim_options *o,
                             const struct request *r)
{
    unsigned n = header_count(r, "x-sim-tool-calls", o->tool_calls, SIM_TOOL_CALLS_MAX);
    unsigned rounds = header_count(r, "x-sim-tool-rounds", o->tool_rounds, SIM_TOOL_ROUNDS_MAX);

    if (!n && a->tools_must)
        n = 1;
    if (!a->dialect->talks || a->tools_never || a->talk.rounds >= rounds)
        return 0;
    return a->one_tool ? at_most(n, 1) : n;
}

/* By what was asked alone: an agent sends the ids back, and the same seed must give the same
 * requests. */
static void plan_calls(struct speech *s, const struct ask *a, const struct sim_options *o,
                       const struct request *r)
{
    struct calls_wish w = {
        .count = calls_wanted(a, o, r),
        .fragment = header_count(r, "x-sim-tool-fragment", o->tool_fragment, SIM_FRAGMENT_MAX),
        .in_turn = o->tool_in_turn && !a->dialect->parted,
        .only = a->tool,
        .dice = a->hash,
    };

    w.first = a->talk.rounds * w.count;
    calls_plan(&s->calls, a->tools, &w);
}

/* max_tokens includes the thoughts, as everywhere. Tool calls are never cut short. */
static void limit(struct speech *s, const struct ask *a)
{
    if (a->max_tokens && (a->ignore_eos || a->min_tokens))
        s->tokens = a->max_tokens;
    else if (s->tokens < a->min_tokens)
        s->tokens = a->min_tokens;
    if (a->max_tokens)
        s->tokens = at_most(s->tokens, a->max_tokens);
    s->reasoning = at_most(s->reasoning, s->tokens);
    s->length = s->tokens && s->tokens == a->max_tokens;
}

static void choose_words(struct speech *s, struct sim_given given, const struct sim_options *o,
                         const struct ask *a, const struct request *r, struct rng *dice)
{
    unsigned count = model_tokens(&o->model, dice), quote;

    if (a->dialect->talks)
        s->reasoning = header_count(r, "x-sim-reasoning", o->reasoning, SIM_REASONING_MAX);
    plan_calls(s, a, o, r);
    if (s->calls.count) {
        s->tokens = s->reasoning + calls_tokens(&s->calls);
        return;
    }
    if (a->talk.result_count)
        quote_results(&s->quote, &a->talk);
    quote = speech_quote_tokens(s);
    s->tokens = s->reasoning + (count > quote ? count : quote);
    limit(s, a);
    if (sim_given_has(given, SIM_REASONING) && a->dialect->talks)
        s->reasoning = (s->tokens + 2) / 3;
}

static void say_nothing(struct speech *s)
{
    calls_release(&s->calls);
    s->tokens = s->reasoning = 0;
    s->length = false;
}

static void choose_usage(struct manner *m, struct speech *s, enum sim_usage usage,
                         const struct ask *a)
{
    bool silent = usage == SIM_USAGE_NEVER || sim_given_has(m->given, SIM_NO_USAGE);

    m->usage = !silent && (a->include_usage || usage != SIM_USAGE_AUTO);
    s->continuous =
        !silent && ((a->include_usage && a->continuous_usage) || usage == SIM_USAGE_EVERY ||
                    sim_given_has(m->given, SIM_EVERY_USAGE));
    s->null_usage = m->usage && sim_given_has(m->given, SIM_NULL_USAGE);
    s->usage_last = m->usage && sim_given_has(m->given, SIM_LAST_USAGE);
    s->no_usage = silent;
}

/* These say a token, or a part of it. */
static bool cuts(enum sim_fault f)
{
    return f == SIM_TRUNCATE || f == SIM_BAD_JSON;
}

/* A place behind the end is before the last token, unless it was said to be after it. */
static unsigned place_of(const struct manner *m, unsigned tokens)
{
    const struct sim_rule *rule =
        m->placed == SIM_FAULTS ? NULL : sim_given_rule(&m->given, m->placed);

    if (!rule || rule->at < 0)
        return tokens / 2;
    return rule->at == SIM_LAST && !cuts(m->placed) ? tokens
                                                    : at_most((unsigned)rule->at, tokens - 1);
}

void manner_whole(struct manner *m, struct sim_given given)
{
    *m = (struct manner){.given = given, .placed = sim_given_placed(given)};
}

void manner_choose(struct manner *m, struct speech *s, struct sim_given g,
                   const struct sim_options *o, const struct ask *a, const struct request *r,
                   struct rng *dice)
{
    *m = (struct manner){.given = g, .placed = SIM_FAULTS, .stream = a->stream};
    choose_words(s, g, o, a, r, dice);
    if (sim_given_has(g, SIM_EMPTY))
        say_nothing(s);
    choose_usage(m, s, o->usage, a);
    s->refuses = a->dialect->talks &&
                 (sim_given_has(g, SIM_REFUSAL) || header_count(r, "x-sim-refusal", 0, 1));
    if (o->utf8_text || sim_given_has(g, SIM_UTF8))
        s->words = foreign_words;
    m->no_done = sim_given_has(g, SIM_NO_DONE);
    if (s->tokens) {
        m->placed = sim_given_placed(g);
        m->place = place_of(m, s->tokens);
    }
}
