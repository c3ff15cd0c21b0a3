#include "cli/sense.h"

#include "base/error.h"
#include "cli/prepare.h"
#include "cli/wish.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const struct rivals {
    const char *names[2], *what;
    size_t fields[2]; /* texts */
} rivals[] = {
    {{"-p", "--prompts"},
     "say what to ask",      {offsetof(struct wish, plan.prompt), offsetof(struct wish, prompts)}  },
    {{"-p", "--trace"},
     "say what to ask",      {offsetof(struct wish, plan.prompt), offsetof(struct wish, trace)}    },
    {{"--prompts", "--trace"},
     "say what to ask",      {offsetof(struct wish, prompts), offsetof(struct wish, trace)}        },
    {{"--api-key-env", "--api-key-file"},
     "say where the key is", {offsetof(struct wish, key_variable), offsetof(struct wish, key_file)}},
};

enum { RIVALS = sizeof rivals / sizeof *rivals };

static const char *text_in(const struct wish *w, size_t field)
{
    return *(const char *const *)((const char *)w + field);
}

int sense_rivals(const struct wish *w, struct error *err)
{
    for (const struct rivals *r = rivals; r < rivals + RIVALS; r++)
        if (text_in(w, r->fields[0]) && text_in(w, r->fields[1]))
            return error_set(err, "%s and %s both %s: leave one of them out", r->names[0],
                             r->names[1], r->what);
    return 0;
}

/* With a rate -c is a limit as well. */
static void settle_limits(struct wish *of_script, const struct wish *typed)
{
    if (typed->users_given)
        of_script->plan.max_in_flight = 0;
    if (typed->plan.max_in_flight)
        of_script->users_given = false;
}

void sense_settle(struct wish *of_script, const struct wish *typed)
{
    settle_limits(of_script, typed);
    for (const struct rivals *r = rivals; r < rivals + RIVALS; r++)
        for (int i = 0; i < 2; i++)
            if (text_in(typed, r->fields[i]))
                *(const char **)((char *)of_script + r->fields[1 - i]) = NULL;
    if (typed->place_count)
        of_script->place_count = 0;
    stages_prefer(of_script, typed);
}

/* Why an option may be in vain: a sentence that goes on from its name, or NULL if it is not. */

/* Journeys may ask a model whatever the api is. */
static const char *asks_no_model(const struct run *r)
{
    if (strcmp(r->wish.plan.api, "http") != 0 || r->has_journeys)
        return NULL;
    if (r->wish.plan.script && r->is_wrk)
        return "is for asking a model, and wrk's scripts word their own requests: leave it out";
    if (r->api_given)
        return "is for asking a model, and --api http asks none: leave one of them out";
    return "is for asking a model, and this run just gets the URL: add -m MODEL, or leave it out";
}

/* Journeys may go elsewhere. */
static const char *no_tls(const struct run *r)
{
    return r->url.tls || r->has_journeys ? NULL : "is for https://, and the URL is http://";
}

static const char *no_file(const struct run *r)
{
    if (r->wish.prompts || r->wish.trace)
        return NULL;
    return "is about the file of --prompts or --trace: add one of them";
}

static const char *nobody_leaves(const struct run *r)
{
    return r->wish.plan.rate > 0 ? "is for users, and a rate has nobody to send away: leave it out"
                                 : NULL;
}

static const char *one_address(const struct run *r)
{
    return r->wish.place_count > 1 ? NULL
                                   : "is about several addresses: repeat --connect-to HOST:PORT";
}

static const char *no_trace(const struct run *r)
{
    return r->wish.trace ? NULL : "is about a trace: add --trace FILE";
}

static const char *no_journal(const struct run *r)
{
    return r->wish.journal ? NULL : "is about the journal: add --journal FILE";
}

static const char *no_certificate(const struct run *r)
{
    return r->wish.http.cert ? NULL : "is the key of a certificate: add --cert FILE";
}

static const char *none_is_kept(const struct run *r)
{
    if (r->wish.http.fresh)
        return "opens connections that are kept, and -c per-request keeps none: leave one of them "
               "out";
    if (r->wish.http.pool)
        return "opens a known number of connections, and -c pool has none: say how many, as -c "
               "pool:N";
    return NULL;
}

/* A script's prompts are its own, and so are the lengths of its answers. */
static const char *not_for_scripts(const struct run *r)
{
    if (r->wish.plan.script && (r->has_journeys || r->is_wrk))
        return "is for the built-in journey, and the script says what it asks: leave it out";
    return asks_no_model(r);
}

static const char *no_prefix(const struct run *r)
{
    return r->wish.plan.prefix_tokens ? NULL : "is about shared prompts: add --prefix-tokens N";
}

static const char *has_system(const struct run *r)
{
    return r->wish.plan.system ? "makes system prompts, and --system is one: leave one of them out"
                               : NULL;
}

static const char *has_max_tokens(const struct run *r)
{
    return r->wish.plan.max_tokens
               ? "says how long answers are, and so does --max-tokens: leave one of them out"
               : NULL;
}

static const char *has_prompt(const struct run *r)
{
    return r->wish.plan.prompt ? "makes prompts, and -p is one: leave one of them out"
           : r->wish.prompts   ? "makes prompts, and --prompts has some: leave one of them out"
                               : NULL;
}

static const char *has_salt(const struct run *r)
{
    return r->wish.plan.salt ? "leaves out what --salt says: leave one of them out" : NULL;
}

#define IN(field) offsetof(struct wish, field), sizeof((struct wish *)NULL)->field
#define LIMIT(name) IN(plan.slo.limits[name])

/* clang-format off */
static const struct option_in_vain {
    const char *option;
    size_t at, size; /* of its field, which differs from the usual if it was given */
    const char *(*why)(const struct run *r);
} table[] = {
    {"-m",               IN(plan.model),        asks_no_model},
    {"-p",               IN(plan.prompt),       asks_no_model},
    {"--prompts",        IN(prompts),           asks_no_model},
    {"--balance",        IN(http.balance),      one_address},
    {"--graceful-stop",  IN(plan.let_go),       nobody_leaves},
    {"--trace",          IN(trace),             asks_no_model},
    {"--speed",          IN(speed),             no_trace},
    {"--jitter",         IN(jitter),            no_trace},
    {"--format",         IN(records.format),    no_file},
    {"--from",           IN(records.from),      no_file},
    {"--to",             IN(records.to),        no_file},
    {"--keep-input",     IN(records.input),     no_file},
    {"--keep-output",    IN(records.output),    no_file},
    {"--shuffle",        IN(records.shuffle),   no_file},
    {"--conversations",  IN(plan.conversations), no_file},
    {"--system",         IN(plan.system),       asks_no_model},
    {"--max-tokens",     IN(plan.max_tokens),   asks_no_model},
    {"--ignore-eos",     IN(plan.ignore_eos),   asks_no_model},
    {"--input-tokens",   IN(plan.input_tokens.count),  not_for_scripts},
    {"--input-tokens",   IN(plan.input_tokens.count),  has_prompt},
    {"--output-tokens",  IN(plan.output_tokens.count), not_for_scripts},
    {"--output-tokens",  IN(plan.output_tokens.count), has_max_tokens},
    {"--prefix-tokens",  IN(plan.prefix_tokens), not_for_scripts},
    {"--prefix-tokens",  IN(plan.prefix_tokens), has_system},
    {"--prefix-groups",  IN(plan.prefix_groups), no_prefix},
    {"--no-salt",        IN(no_salt),           has_salt},
    {"--temperature",    IN(plan.temperature),  asks_no_model},
    {"--no-stream",      IN(plan.no_stream),    asks_no_model},
    {"--slo ttft",       LIMIT(METRIC_TTFT),     asks_no_model},
    {"--slo ttft_due",   LIMIT(METRIC_TTFT_DUE), asks_no_model},
    {"--slo ttfa",       LIMIT(METRIC_TTFA),     asks_no_model},
    {"--slo tpot",       LIMIT(METRIC_TPOT),     asks_no_model},
    {"--slo gap",        LIMIT(METRIC_GAP),      asks_no_model},
    {"--slo e2e",        LIMIT(METRIC_E2E),      asks_no_model},
    {"--slo e2e_due",    LIMIT(METRIC_E2E_DUE),  asks_no_model},
    {"--journal-tokens", IN(journal_tokens),    no_journal},
    {"--journal-tokens", IN(journal_tokens),    asks_no_model},
    {"--preconnect",     IN(preconnect),        none_is_kept},
    {"--key",            IN(http.key),          no_certificate},
    {"--cacert",         IN(http.cacert),       no_tls},
    {"--cert",           IN(http.cert),         no_tls},
    {"--key",            IN(http.key),          no_tls},
};
/* clang-format on */

static bool is_given(const struct option_in_vain *o, const struct wish *w)
{
    struct wish usual;

    wish_init(&usual);
    return memcmp((const char *)w + o->at, (const char *)&usual + o->at, o->size) != 0;
}

int sense_check(const struct run *r, struct error *err)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *why = table[i].why(r);

        if (why && is_given(&table[i], &r->wish))
            return error_set(err, "%s %s", table[i].option, why);
    }
    return 0;
}
