#include "sim/fault.h"

#include "base/rng.h"

/* clang-format off */
static const struct sim_trait traits[SIM_FAULTS] = {
    [SIM_REFUSE] = {"refuse", SIM_AT_ONCE, SIM_NOTHING, 0,
        "accepts the connection and closes it at once"},
    [SIM_NO_REPLY] = {"no_reply", SIM_AT_ONCE, SIM_NOTHING, 0,
        "reads the request and closes without a word"},
    [SIM_HANG] = {"hang", SIM_AT_ONCE, SIM_SPAN, 0,
        "reads the request and is silent: for ever, or hang(2s)"},
    [SIM_NOT_HTTP] = {"not_http", SIM_AT_ONCE, SIM_NOTHING, 0,
        "answers with something that is no HTTP"},
    [SIM_200] = {"200", SIM_STATUS, SIM_ANSWER, 0,
        "OK, but with an error for a body"},
    [SIM_400] = {"400", SIM_STATUS, SIM_ANSWER, 0,
        "Bad Request"},
    [SIM_401] = {"401", SIM_STATUS, SIM_ANSWER, 0,
        "Unauthorized"},
    [SIM_403] = {"403", SIM_STATUS, SIM_ANSWER, 0,
        "Forbidden"},
    [SIM_404] = {"404", SIM_STATUS, SIM_ANSWER, 0,
        "Not Found"},
    [SIM_408] = {"408", SIM_STATUS, SIM_ANSWER, 0,
        "Request Timeout"},
    [SIM_413] = {"413", SIM_STATUS, SIM_ANSWER, 0,
        "Content Too Large"},
    [SIM_429] = {"429", SIM_STATUS, SIM_ANSWER, 0,
        "Too Many Requests"},
    [SIM_500] = {"500", SIM_STATUS, SIM_ANSWER, 0,
        "Internal Server Error"},
    [SIM_502] = {"502", SIM_STATUS, SIM_ANSWER, 0,
        "Bad Gateway"},
    [SIM_503] = {"503", SIM_STATUS, SIM_ANSWER, 0,
        "Service Unavailable"},
    [SIM_504] = {"504", SIM_STATUS, SIM_ANSWER, 0,
        "Gateway Timeout"},
    [SIM_529] = {"529", SIM_STATUS, SIM_ANSWER, 0,
        "Overloaded"},
    [SIM_REDIRECT] = {"307", SIM_STATUS, SIM_NOTHING, 0,
        "Temporary Redirect, to where it is served"},
    [SIM_RESET] = {"reset", SIM_PLACED, SIM_PHASE, 0,
        "resets the connection; reset(start), (header), (end): not in mid-stream"},
    [SIM_TRUNCATE] = {"truncate", SIM_PLACED, SIM_NOTHING, 0,
        "closes the connection in the middle of an event"},
    [SIM_STALL] = {"stall", SIM_PLACED, SIM_SPAN, 0,
        "falls silent with the connection open: for ever, or stall(2s)"},
    [SIM_BAD_CHUNK] = {"bad_chunk", SIM_PLACED, SIM_NOTHING, 0,
        "an HTTP chunk without a length, then closes"},
    [SIM_ERROR] = {"error", SIM_PLACED, SIM_SHAPE, 0,
        "an error inside the stream; error(a) to error(j) in the shapes below"},
    [SIM_ERROR_EVENT] = {"error_event", SIM_PLACED, SIM_NOTHING, 0,
        "error(d): an event named error that holds only a comment"},
    [SIM_NO_END] = {"no_end", SIM_PLACED, SIM_NOTHING, 0,
        "a clean end of the body without finish_reason or [DONE]"},
    [SIM_BAD_JSON] = {"bad_json", SIM_PLACED, SIM_NOTHING, 0,
        "the JSON of one event is cut short"},
    [SIM_EMPTY] = {"empty", SIM_SAID, SIM_NOTHING, 0,
        "finishes at once without a token"},
    [SIM_BAD_LENGTH] = {"bad_length", SIM_HTTP, SIM_NOTHING, 0,
        "promises more bytes than there are, then closes"},
    [SIM_NO_USAGE] = {"no_usage", SIM_SAID, SIM_NOTHING, 0,
        "no usage, though it was asked for"},
    [SIM_NULL_USAGE] = {"usage_null", SIM_SAID, SIM_NOTHING, 0,
        "usage is null in every event before the one that tells it"},
    [SIM_EVERY_USAGE] = {"usage_every", SIM_SAID, SIM_NOTHING, 0,
        "usage in every event"},
    [SIM_LAST_USAGE] = {"usage_last", SIM_SAID, SIM_NOTHING, 0,
        "usage with the last of the content, in no event of its own"},
    [SIM_TWICE_USAGE] = {"usage_twice", SIM_SAID, SIM_NOTHING, 0,
        "usage comes twice"},
    [SIM_LATE_ROLE] = {"late_role", SIM_SAID, SIM_NOTHING, 0,
        "the role chunk comes at once, long before the first token"},
    [SIM_REASONING] = {"reasoning", SIM_SAID, SIM_NOTHING, 0,
        "the first third of the tokens is reasoning_content"},
    [SIM_REFUSAL] = {"refusal", SIM_SAID, SIM_NOTHING, 0,
        "the answer comes as a refusal, not as content"},
    [SIM_PROLOGUE] = {"prologue", SIM_SAID, SIM_NOTHING, 0,
        "an event of filter results before the first"},
    [SIM_HUGE] = {"huge", SIM_SAID, SIM_SIZE, 1000000,
        "one event of 1 MB that says nothing, or huge(16mb)"},
    [SIM_NO_DONE] = {"no_done", SIM_SAID, SIM_NOTHING, 0,
        "a finish_reason but no [DONE]"},
    [SIM_AFTER_DONE] = {"after_done", SIM_SAID, SIM_NOTHING, 0,
        "more events after [DONE]"},
    [SIM_COMMENTS] = {"comments", SIM_FROM, SIM_NOTHING, 0,
        "keep-alive comments between the tokens; before a whole reply empty lines"},
    [SIM_PINGS] = {"pings", SIM_FROM, SIM_NOTHING, 0,
        "events named ping between the tokens"},
    [SIM_HEARTBEATS] = {"heartbeats", SIM_FROM, SIM_NOTHING, 0,
        "events without choices between the tokens"},
    [SIM_EMPTY_DELTAS] = {"empty_deltas", SIM_FROM, SIM_NOTHING, 0,
        "deltas without text between the tokens"},
    [SIM_BUNCH] = {"bunch", SIM_FROM, SIM_COUNT, 4,
        "so many events in a write: 4, or bunch(9)"},
    [SIM_DRIBBLE] = {"dribble", SIM_FROM, SIM_COUNT, 16,
        "so many bytes a write: 16, or dribble(3)"},
    [SIM_DRIP] = {"drip", SIM_FROM, SIM_NOTHING, 0,
        "one byte a write"},
    [SIM_SPLIT] = {"split", SIM_LINES, SIM_COUNT, 3,
        "each event in so many HTTP chunks and writes: 3, or split(9)"},
    [SIM_UTF8] = {"utf8", SIM_LINES, SIM_NOTHING, 0,
        "writes and HTTP chunks end inside of characters (and --text utf8)"},
    [SIM_CRLF] = {"crlf", SIM_LINES, SIM_NOTHING, 0,
        "lines end in CR LF"},
    [SIM_CR] = {"cr", SIM_LINES, SIM_NOTHING, 0,
        "lines end in CR"},
    [SIM_BOM] = {"bom", SIM_LINES, SIM_NOTHING, 0,
        "a byte order mark in front"},
    [SIM_NO_SPACE] = {"no_space", SIM_LINES, SIM_NOTHING, 0,
        "no space after the colon"},
    [SIM_MULTILINE] = {"multiline", SIM_LINES, SIM_NOTHING, 0,
        "the JSON of an event in two data lines"},
    [SIM_FIELDS] = {"fields", SIM_LINES, SIM_NOTHING, 0,
        "id, retry and unknown fields in each event"},
    [SIM_NO_NEWLINE] = {"no_newline", SIM_LINES, SIM_NOTHING, 0,
        "the last line has no end"},
    [SIM_SLOW_HEADER] = {"slow_header", SIM_HTTP, SIM_SPAN, 20 * NANOS_PER_MS,
        "the header comes line by line, 20 ms apart, or slow_header(1s)"},
    [SIM_LATE_HEADER] = {"late_header", SIM_HTTP, SIM_NOTHING, 0,
        "the header comes with the first token"},
    [SIM_WRONG_TYPE] = {"wrong_type", SIM_HTTP, SIM_TEXT, 0,
        "content-type text/plain, or wrong_type(application/json)"},
    [SIM_CONTINUE] = {"continue", SIM_HTTP, SIM_NOTHING, 0,
        "says 100 Continue first, though nobody asked"},
    [SIM_NO_CONTINUE] = {"no_continue", SIM_HTTP, SIM_NOTHING, 0,
        "does not tell those to go on who ask before they send a body"},
    [SIM_CLOSE] = {"close", SIM_HTTP, SIM_NOTHING, 0,
        "closes the connection after the reply"},
    [SIM_HTTP10] = {"http10", SIM_HTTP, SIM_NOTHING, 0,
        "HTTP/1.0: the body ends with the connection"},
    [SIM_NO_LENGTH] = {"no_length", SIM_HTTP, SIM_NOTHING, 0,
        "HTTP/1.1, but the body ends with the connection"},
    [SIM_GZIP] = {"gzip", SIM_HTTP, SIM_NOTHING, 0,
        "compressed, whether or not the client said that it can read it"},
    [SIM_TRAILERS] = {"trailers", SIM_HTTP, SIM_NOTHING, 0,
        "a header line after the last chunk"},
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

bool sim_fault_early(enum sim_fault f)
{
    return f == SIM_REFUSE || f == SIM_NO_CONTINUE;
}

struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice)
{
    struct sim_given g = {.rules = rules};

    for (unsigned i = 0; i < count; i++) {
        if (sim_fault_early(rules[i].fault) || rng_unit(dice) >= rules[i].share)
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
    enum sim_fault f = first(&g, SIM_AT_ONCE, SIM_HTTP);

    return f == SIM_FAULTS ? NULL : traits[f].name;
}

enum sim_fault sim_given_placed(struct sim_given g)
{
    return first(&g, SIM_PLACED, SIM_PLACED);
}
