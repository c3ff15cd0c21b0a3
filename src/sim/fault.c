#include "sim/fault.h"

#include "base/error.h"
#include "base/rng.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *summary;
} table[SIM_FAULTS] = {
    [SIM_REFUSE] = {"refuse",      "accepts the connection and closes it at once"                   },
    [SIM_NO_REPLY] = {"no_reply",    "reads the request and closes without a word"                    },
    [SIM_NOT_HTTP] = {"not_http",    "answers with something that is no HTTP"                         },
    [SIM_429] = {"429",         "answers 429 with Retry-After"                                   },
    [SIM_503] = {"503",         "answers 503 with Retry-After"                                   },
    [SIM_RESET] = {"reset",       "resets the connection in mid-stream"                            },
    [SIM_TRUNCATE] = {"truncate",    "closes the connection in the middle of an event"                },
    [SIM_STALL] = {"stall",       "falls silent for ever, with the connection open"                },
    [SIM_ERROR] = {"error",       "an error object inside the stream, then [DONE]"                 },
    [SIM_ERROR_EVENT] = {"error_event", "an event named error that holds only a comment"                 },
    [SIM_NO_END] = {"no_end",      "a clean end of the body without finish_reason or [DONE]"        },
    [SIM_BAD_JSON] = {"bad_json",    "the JSON of one event is cut short"                             },
    [SIM_EMPTY] = {"empty",       "finishes at once without a token"                               },
    [SIM_SLOW_HEADER] = {"slow_header", "the reply's header comes line by line, 20 ms apart"             },
    [SIM_LATE_ROLE] = {"late_role",   "the role chunk comes at once, long before the first token"      },
    [SIM_NO_USAGE] = {"no_usage",    "no usage, though it was asked for"                              },
    [SIM_NO_DONE] = {"no_done",     "a finish_reason but no [DONE]; no fault at all to a good client"},
    [SIM_REASONING] = {"reasoning",   "the first third of the tokens is reasoning_content"             },
    [SIM_REFUSAL] = {"refusal",     "the answer comes as a refusal, not as content"                  },
    [SIM_COMMENTS] = {"comments",    "keep-alive comments between the tokens"                         },
    [SIM_DRIP] = {"drip",        "one byte per write"                                             },
    [SIM_CRLF] = {"crlf",        "the stream's lines end in CR LF"                                },
};

const char *sim_fault_name(enum sim_fault f)
{
    return table[f].name;
}

const char *sim_fault_summary(enum sim_fault f)
{
    return table[f].summary;
}

static int find(const char *name, size_t len, enum sim_fault *f)
{
    for (unsigned i = 0; i < SIM_FAULTS; i++) {
        if (strlen(table[i].name) == len && !memcmp(table[i].name, name, len)) {
            *f = (enum sim_fault)i;
            return 0;
        }
    }
    return -1;
}

int sim_rule_read(const char *text, struct sim_rule *r, struct error *err)
{
    size_t len = strcspn(text, ":@");
    const char *rest = text + len;
    struct sim_rule got = {.share = 1, .at = -1};
    char *end;

    if (find(text, len, &got.fault))
        return error_set(err, "there is no fault \"%.*s\" (stoke sim --help lists them)", (int)len,
                         text);
    if (*rest == ':') {
        got.share = strtod(rest + 1, &end);
        if (end == rest + 1 || !(got.share >= 0 && got.share <= 1))
            return error_set(err, "the share in \"%s\" is no number from 0 to 1 (example: %s:0.1)",
                             text, table[got.fault].name);
        rest = end;
    }
    if (*rest == '@' && rest[1] >= '0' && rest[1] <= '9') {
        got.at = strtol(rest + 1, &end, 10);
        rest = end;
    }
    if (*rest)
        return error_set(err, "\"%s\" is no fault (examples: reset, reset:0.1, reset:0.1@20)",
                         text);
    *r = got;
    return 0;
}

/* Refusals befall connections, not requests. */
struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice)
{
    struct sim_given g = {.at = -1};
    enum sim_fault placed = SIM_FAULTS;

    for (unsigned i = 0; i < count; i++) {
        enum sim_fault f = rules[i].fault;

        if (f == SIM_REFUSE || rng_unit(dice) >= rules[i].share)
            continue;
        g.faults |= UINT32_C(1) << f;
        if (f >= SIM_RESET && f < SIM_EMPTY && f <= placed) {
            placed = f;
            g.at = rules[i].at;
        }
    }
    return g;
}

const char *sim_given_name(struct sim_given g)
{
    return g.faults ? table[__builtin_ctz(g.faults)].name : NULL;
}

enum sim_fault sim_given_placed(struct sim_given g)
{
    uint32_t placed = g.faults & ((UINT32_C(1) << SIM_EMPTY) - (UINT32_C(1) << SIM_RESET));

    return placed ? (enum sim_fault)__builtin_ctz(placed) : SIM_FAULTS;
}
