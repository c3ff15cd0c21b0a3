#ifndef CLI_WISH_H
#define CLI_WISH_H

#include "cli/options.h"
#include "cli/places.h"
#include "cli/stages.h"
#include "data/records.h"
#include "net/http.h"
#include "plan/plan.h"

#include <stdbool.h>

struct error;

enum { WISH_HEADERS = 64, WISH_PERCENTILES = 32, WISH_ENV = 64, WISH_STAGES = 64 };

/* What a person asked for: texts as they were given, checked one by one. Files are read and
 * the service is asked later, by what makes a plan of it. */
struct wish {
    struct plan plan; /* the simple parts of it */
    struct http_options http;
    const char *headers[WISH_HEADERS];
    size_t header_count;
    const char *env[WISH_ENV];
    double percentiles[WISH_PERCENTILES];
    size_t percentile_count;
    struct scenario_wish *scenarios; /* the plan's, owned */
    struct stage_wish stages[WISH_STAGES];
    size_t stage_count;
    struct spike spike;
    const char *stages_by;      /* the option that says how the load goes; NULL: none does */
    const char *profile, *peak; /* of lua/profiles; its highest level */
    bool profiled;              /* it is in the options already */
    const char *trace;          /* path */
    double speed;
    bool jitter;
    const char *prompts;         /* path */
    struct records_wish records; /* what of it */
    const char *key_variable, *key_file;
    const char *connect_to[PLACES];
    size_t place_count;
    const char *source;  /* a list of our addresses */
    const char *summary; /* path; "-": stdout, instead of the report */
    const char *report;  /* of lua/report/init.lua */
    const char *journal; /* path */
    bool journal_tokens;
    bool preconnect;
    bool no_salt;
    bool users_given, duration_given; /* what is left open depends on it */
    bool latency, uncorrected, quiet, help, version;
};

extern const struct option_line wish_options[];

void wish_init(struct wish *w);

#endif
