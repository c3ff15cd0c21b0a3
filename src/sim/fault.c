#include "sim/fault.h"

#include "base/rng.h"

/* clang-format off */
static const struct sim_trait traits[SIM_FAULTS] = {
    [SIM_REFUSE] = {"refuse", SIM_AT_ONCE, SIM_NOTHING, 0,
        "accepts the connection and closes it at once"},
    [SIM_NO_REPLY] = {"no_reply", SIM_AT_ONCE, SIM_NOTHING, 0,
        "reads the request and closes without a word"},
    [SIM_NOT_HTTP] = {"not_http", SIM_AT_ONCE, SIM_NOTHING, 0,
        "answers with something that is no HTTP"},
    [SIM_429] = {"429", SIM_AT_ONCE, SIM_NOTHING, 0,
        "answers 429 with Retry-After"},
    [SIM_503] = {"503", SIM_AT_ONCE, SIM_NOTHING, 0,
        "answers 503 with Retry-After"},
    [SIM_RESET] = {"reset", SIM_PLACED, SIM_NOTHING, 0,
        "resets the connection in mid-stream"},
    [SIM_TRUNCATE] = {"truncate", SIM_PLACED, SIM_NOTHING, 0,
        "closes the connection in the middle of an event"},
    [SIM_STALL] = {"stall", SIM_PLACED, SIM_SPAN, 0,
        "falls silent with the connection open: for ever, or stall(2s)"},
    [SIM_ERROR] = {"error", SIM_PLACED, SIM_NOTHING, 0,
        "an error object inside the stream, then [DONE]"},
    [SIM_ERROR_EVENT] = {"error_event", SIM_PLACED, SIM_NOTHING, 0,
        "an event named error that holds only a comment"},
    [SIM_NO_END] = {"no_end", SIM_PLACED, SIM_NOTHING, 0,
        "a clean end of the body without finish_reason or [DONE]"},
    [SIM_BAD_JSON] = {"bad_json", SIM_PLACED, SIM_NOTHING, 0,
        "the JSON of one event is cut short"},
    [SIM_EMPTY] = {"empty", SIM_WHOLE, SIM_NOTHING, 0,
        "finishes at once without a token"},
    [SIM_SLOW_HEADER] = {"slow_header", SIM_WHOLE, SIM_SPAN, 20 * NANOS_PER_MS,
        "the reply's header comes line by line, 20 ms apart, or slow_header(1s)"},
    [SIM_LATE_ROLE] = {"late_role", SIM_WHOLE, SIM_NOTHING, 0,
        "the role chunk comes at once, long before the first token"},
    [SIM_NO_USAGE] = {"no_usage", SIM_WHOLE, SIM_NOTHING, 0,
        "no usage, though it was asked for"},
    [SIM_NO_DONE] = {"no_done", SIM_WHOLE, SIM_NOTHING, 0,
        "a finish_reason but no [DONE]; no fault at all to a good client"},
    [SIM_REASONING] = {"reasoning", SIM_WHOLE, SIM_NOTHING, 0,
        "the first third of the tokens is reasoning_content"},
    [SIM_REFUSAL] = {"refusal", SIM_WHOLE, SIM_NOTHING, 0,
        "the answer comes as a refusal, not as content"},
    [SIM_CRLF] = {"crlf", SIM_WHOLE, SIM_NOTHING, 0,
        "the stream's lines end in CR LF"},
    [SIM_COMMENTS] = {"comments", SIM_FROM, SIM_NOTHING, 0,
        "keep-alive comments between the tokens"},
    [SIM_DRIBBLE] = {"dribble", SIM_FROM, SIM_COUNT, 16,
        "so many bytes a write: 16, or dribble(3)"},
    [SIM_DRIP] = {"drip", SIM_FROM, SIM_NOTHING, 0,
        "one byte a write"},
};
/* clang-format on */

const struct sim_trait *sim_fault_trait(enum sim_fault f)
{
    return &traits[f];
}

const char *sim_fault_name(enum sim_fault f)
{
    return traits[f].name;
}

struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice)
{
    struct sim_given g = {.rules = rules};

    for (unsigned i = 0; i < count; i++) {
        if (rules[i].fault == SIM_REFUSE || rng_unit(dice) >= rules[i].share)
            continue;
        g.by[rules[i].fault] = (uint8_t)(i + 1);
        g.any = true;
    }
    return g;
}

size_t sim_given_write(const struct sim_given *g, unsigned said)
{
    if (sim_given_yet(g, SIM_DRIP, said))
        return 1;
    return sim_given_yet(g, SIM_DRIBBLE, said) ? (size_t)sim_given_argument(g, SIM_DRIBBLE, 0) : 0;
}

static enum sim_fault first(const struct sim_given *g, enum sim_phase from, enum sim_phase to)
{
    unsigned f = 0;

    while (f < SIM_FAULTS && !(g->by[f] && traits[f].phase >= from && traits[f].phase <= to))
        f++;
    return (enum sim_fault)f;
}

const char *sim_given_name(struct sim_given g)
{
    enum sim_fault f = first(&g, SIM_AT_ONCE, SIM_WHOLE);

    return f == SIM_FAULTS ? NULL : traits[f].name;
}

enum sim_fault sim_given_placed(struct sim_given g)
{
    return first(&g, SIM_PLACED, SIM_PLACED);
}
