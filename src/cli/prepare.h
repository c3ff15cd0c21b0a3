#ifndef CLI_PREPARE_H
#define CLI_PREPARE_H

#include "base/mark.h"
#include "cli/arguments.h"
#include "cli/places.h"
#include "cli/wish.h"
#include "net/reach.h"
#include "script/overtime.h"
#include "script/script.h"

struct error;
struct journal;
struct library;
struct records;
struct schedule;

/* A run, from what was typed to where it can begin. The wish's texts point into argv, the
 * script's state and the fields below. */
struct run {
    struct arguments arguments;
    struct wish wish;
    struct script script; /* the main state: a script's options, later its reports */
    struct overtime overtime;
    struct http_url url; /* of the service */
    char address[ADDRESS_TEXT];
    char *key, *model;
    struct places places;        /* of --connect-to */
    struct sources *sources;     /* NULL: connections come from wherever the kernel likes */
    char salt[MARK_LETTERS + 1]; /* the run's own, if none was given */
    struct library *library;     /* of data sets */
    struct records *records;     /* of --prompts or --trace */
    struct schedule *schedule;   /* of --trace */
    uint32_t *known_tokens;      /* of its records: data/prefixes.h */
    struct journal *journal;
    char **secrets;            /* secrets.h */
    bool has_journeys, is_wrk; /* the script */
    bool api_given;            /* --api, or the script's; else it is guessed */
    bool made_summary;         /* its file was not there before */
};

/* Reads the options, then the script's, then the options again: the command line wins. */
int prepare_wish(struct run *r, int argc, char **argv, struct error *err);

/* Reads files, finds the service, asks for its model, and checks the plan. */
int prepare_run(struct run *r, struct error *err);

/* The first part of it, of which nothing outside this process knows. */
int prepare_plan(struct run *r, struct error *err);

/* The others return an exit code, and a sentence in err unless it is 0. */

/* On stderr, without secrets. */
void prepare_complain(const struct run *r, const struct error *err);
void prepare_release(struct run *r);

#endif
