#include "sim/stats.h"

#include "base/json.h"
#include "sim/tally.h"

#include <stdio.h>
#include <string.h>

static const struct {
    enum tally_count count;
    const char *name;
} totals[] = {
    {TALLY_REQUESTS,    "requests"       },
    {TALLY_CONNECTIONS, "connections"    },
    {TALLY_OPEN,        "open"           },
    {TALLY_RUNNING,     "running"        },
    {TALLY_WAITING,     "waiting"        },
    {TALLY_SCHEDULED,   "scheduled"      },
    {TALLY_TOKENS,      "tokens"         },
    {TALLY_PROMPT,      "prompt_tokens"  },
    {TALLY_CACHED,      "cached_tokens"  },
    {TALLY_LEFT,        "aborted"        },
    {TALLY_PREEMPTIONS, "preemptions"    },
    {TALLY_STEPS,       "steps"          },
    {TALLY_DRAFTED,     "drafted_tokens" },
    {TALLY_ACCEPTED,    "accepted_tokens"},
    {TALLY_BLOCKS,      "blocks"         },
    {TALLY_USED,        "blocks_in_use"  },
};

static void put(struct json_writer *w, const char *name, const tally_number *n)
{
    json_put_key(w, name);
    json_put_unsigned(w, tally_read(n));
}

static void put_totals(struct json_writer *w, const struct tally *t)
{
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        put(w, totals[i].name, &t->counts[totals[i].count]);
}

static void put_ends(struct json_writer *w, const struct tally *t)
{
    json_put_key(w, "ended");
    json_open(w, '{');
    for (enum life_end e = 0; e < LIFE_ENDS; e++)
        put(w, life_end_name(e), &t->counts[TALLY_STOP + e]);
    json_close(w, '}');
}

/* Those that occurred. */
static void put_statuses(struct json_writer *w, const struct tally *t)
{
    char name[12];

    json_put_key(w, "statuses");
    json_open(w, '{');
    for (int status = 0; status < TALLY_STATUSES; status++) {
        if (!tally_read(&t->statuses[status]))
            continue;
        snprintf(name, sizeof name, "%d", status);
        put(w, name, &t->statuses[status]);
    }
    json_close(w, '}');
}

/* By all methods. 0: it has been told already. */
static uint64_t asked_for(const struct tally *t, unsigned at)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < TALLY_PATHS && t->paths[i].path; i++) {
        if (strcmp(t->paths[i].path, t->paths[at].path) != 0)
            continue;
        if (i < at)
            return 0;
        n += tally_read(&t->paths[i].count);
    }
    return n;
}

static void put_paths(struct json_writer *w, const struct tally *t)
{
    json_put_key(w, "paths");
    json_open(w, '{');
    for (unsigned i = 0; i < TALLY_PATHS && t->paths[i].path; i++) {
        uint64_t n = asked_for(t, i);

        if (!n)
            continue;
        json_put_key(w, t->paths[i].path);
        json_put_unsigned(w, n);
    }
    json_close(w, '}');
}

/* All of them, so that a reader need not ask whether a name is there. */
static void put_faults(struct json_writer *w, const struct tally *t)
{
    json_put_key(w, "faults");
    json_open(w, '{');
    for (enum sim_fault f = 0; f < SIM_FAULTS; f++)
        put(w, sim_fault_name(f), &t->faults[f]);
    json_close(w, '}');
}

static void put_uptime(struct json_writer *w, nanos span)
{
    json_put_key(w, "uptime");
    json_put_number(w, (double)span / 1e9);
}

void stats_write(struct buf *out, const struct tallies *all, nanos now)
{
    static const struct ladder *const none[MEASURES];
    struct tally *sum = tally_new(none);
    struct json_writer w = {.out = out};

    for (unsigned i = 0; i < all->count; i++)
        tally_merge(sum, all->of[i]);
    json_open(&w, '{');
    put_uptime(&w, now - all->born);
    put_totals(&w, sum);
    put_ends(&w, sum);
    put_statuses(&w, sum);
    put_paths(&w, sum);
    put_faults(&w, sum);
    json_close(&w, '}');
    tally_free(sum);
}
