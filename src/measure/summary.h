#ifndef MEASURE_SUMMARY_H
#define MEASURE_SUMMARY_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_writer;
struct metrics;
struct slo;

/* A stage as it turned out. Moments are since the run began, levels those of all scenarios. */
struct stage_facts {
    const char *name; /* NULL: none */
    nanos from, to;
    double level_from, level_to;
    const char *unit; /* of the levels: "users", "rate" (journeys a second); NULL: of either */
    bool warmup;
};

/* What is known of a run besides what was measured in it. Borrowed for the call. */
struct run_facts {
    const char *url, *model, *api; /* model may be NULL; api: "chat", "completions", "http" */
    const char *script;            /* path, or NULL for the built-in journey */
    const char *clock;             /* "kernel", "mixed", "user": decided here when NULL */
    unsigned threads;
    uint64_t users;    /* 0: no cap */
    double rate;       /* 0: closed loop */
    double offered;    /* journeys that the plan makes due in the whole window; 0: closed loop */
    uint64_t requests; /* journeys to begin in all; 0: no limit */
    const char *arrival;
    double burstiness; /* of gamma arrivals: the lowest if there are several; 0: no such */
    uint64_t seed;
    nanos planned;             /* -d; 0: until -n are done */
    nanos warmup;              /* as long as it lasted */
    nanos window;              /* the measured window, as it turned out */
    nanos elapsed;             /* all of it, warm-up and drain too */
    nanos thinned;             /* of it, while some had begun their part of -n, and others not */
    int64_t began_wall;        /* ns since 1970 */
    const char *salt;          /* of prompts; NULL: none */
    const char *calibrated_by; /* tokenize, usage, guess; NULL: no lengths were wanted */
    double token_bytes, overhead;
    unsigned calibration_requests;
    uint64_t no_files;         /* connections that we had no file left for */
    struct {                   /* beside what exchanges say of theirs */
        uint64_t aged, closed; /* idle: given up for their age; closed by the service */
        uint64_t before;       /* opened before the load */
        uint64_t most;         /* at a time */
    } connections;
    bool partial;              /* interrupted */
    bool want_latency;         /* -L: `latency` always has wrk's percentiles then */
    bool want_uncorrected;     /* -U */
    bool batches;              /* -B: the step `batch` is what -L is about */
    bool insecure;             /* certificates were not verified */
    const struct slo *slo;     /* NULL or empty: nothing was promised */
    double worker_cpu;         /* of the busiest worker: share of its time, 0..1 */
    const double *percentiles; /* 0..100, ascending */
    size_t percentile_count;
    const struct stage_facts *stages; /* those that began, in order */
    size_t stage_count;
    const char *const *targets; /* the service's addresses, as they were named, if it has several */
    size_t target_count;
    const char *const *secrets; /* NULL-terminated: replaced by "***" wherever they occur */
};

/* The one description of a finished run, schema stoke.summary/1. It is a JSON object
 * whatever is done with it next: reporters and the script's done() read it as a Lua
 * table, --json is it, and the golden tests compare it. docs/summary.md defines every
 * field. */
void summary_write(const struct metrics *m, const struct run_facts *facts, struct json_writer *out);

/* The same while the run goes on, for a script's tick(): what was measured so far, in the same
 * words, without what is said of the whole (tool, run, verdict). Of the facts it takes elapsed,
 * window (so far), percentiles, slo and secrets. `running`: journeys. */
void summary_write_live(const struct metrics *m, const struct run_facts *facts, uint64_t running,
                        struct json_writer *out);

#endif
