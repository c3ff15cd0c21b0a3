#include "sim/rule.h"

#include "base/error.h"
#include "base/near.h"
#include "sim/argument.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULE_TEXT = 128 }; /* longer than any good rule */

static int unknown(const char *name, struct error *err)
{
    const char *like = NULL;
    int limit = near_limit(name);

    for (unsigned f = 0; f < SIM_FAULTS; f++)
        if (near_better(name, sim_fault_name((enum sim_fault)f), &limit))
            like = sim_fault_name((enum sim_fault)f);
    if (like)
        return error_set(err, "there is no fault \"%s\"; did you mean \"%s\"?", name, like);
    return error_set(err, "there is no fault \"%s\" (stoke sim --help lists them)", name);
}

static int find(const char *name, enum sim_fault *fault, struct error *err)
{
    for (unsigned f = 0; f < SIM_FAULTS; f++) {
        if (!strcmp(sim_fault_name((enum sim_fault)f), name)) {
            *fault = (enum sim_fault)f;
            return 0;
        }
    }
    return unknown(name, err);
}

static int take_share(struct sim_rule *r, const char *text, struct error *err)
{
    char *end;
    double share = strtod(text, &end);

    if (end == text || *end || !(share >= 0 && share <= 1))
        return error_set(err, "the share \"%s\" is no number from 0 to 1 (example: %s:0.1)", text,
                         sim_fault_name(r->fault));
    r->share = share;
    return 0;
}

static int take_place(struct sim_rule *r, const char *text, struct error *err)
{
    const struct sim_trait *t = sim_fault_trait(r->fault);

    if (t->phase != SIM_PLACED && t->phase != SIM_FROM)
        return error_set(err, "%s happens at no token, so it has no place @%s", t->name, text);
    if (!strcmp(text, "end")) {
        r->at = SIM_LAST;
        return 0;
    }
    if (!*text || text[strspn(text, "0123456789")] || strlen(text) > 9)
        return error_set(err,
                         "the place \"%s\" is neither a number of tokens nor end (example: %s@20)",
                         text, t->name);
    r->at = atol(text);
    return 0;
}

/* A rule's text, cut up; NULL for what is not there. */
struct pieces {
    char *name, *argument, *share, *place;
};

static char *take_mark(char **at, char mark)
{
    if (**at != mark)
        return NULL;
    *(*at)++ = '\0';
    return *at;
}

static int split(struct pieces *p, char *text, struct error *err)
{
    char *at = text + strcspn(text, "(:@");

    *p = (struct pieces){.name = text, .argument = take_mark(&at, '(')};
    if (p->argument) {
        at = strchr(at, ')');
        if (!at)
            return error_set(err, "\"%s(%s\" has no closing parenthesis", p->name, p->argument);
        *at++ = '\0';
    }
    p->share = take_mark(&at, ':');
    if (p->share)
        at += strcspn(at, "@");
    p->place = take_mark(&at, '@');
    at += p->place ? strlen(at) : 0;
    if (!*at)
        return 0;
    return error_set(err, "\"%s\" stands behind a fault (examples: reset:0.1, stall(2s):0.1@20)",
                     at);
}

static int read_rule(struct sim_rule *r, const struct pieces *p, struct error *err)
{
    if (find(p->name, &r->fault, err))
        return -1;
    r->argument = sim_fault_trait(r->fault)->otherwise;
    if ((p->argument && argument_read(r, p->argument, err)) ||
        (p->share && take_share(r, p->share, err)))
        return -1;
    return p->place ? take_place(r, p->place, err) : 0;
}

static int add(struct sim_rules *rules, const char *text, size_t len, struct error *err)
{
    struct sim_rule r = {.share = 1, .at = -1};
    char copy[RULE_TEXT];
    struct pieces p;

    if (!len)
        return error_set(err, "a name is missing (examples: reset, reset:0.1, reset:0.1@20)");
    if (rules->count == SIM_RULES_MAX)
        return error_set(err, "there are more than %d faults", SIM_RULES_MAX);
    snprintf(copy, sizeof copy, "%.*s", (int)len, text);
    if (split(&p, copy, err) || read_rule(&r, &p, err))
        return -1;
    if (r.text)
        r.text = text + (r.text - copy); /* the copy goes, the list stays */
    rules->list[rules->count++] = r;
    return 0;
}

/* A comma inside parentheses is part of the argument. */
static size_t item_length(const char *text)
{
    size_t len = strcspn(text, "(,");

    if (text[len] == '(')
        len += strcspn(text + len, ")");
    return len + strcspn(text + len, ",");
}

int sim_rules_read(struct sim_rules *rules, const char *text, struct error *err)
{
    unsigned before = rules->count;

    for (;; text++) {
        size_t len = item_length(text);

        if (add(rules, text, len, err)) {
            rules->count = before;
            return -1;
        }
        text += len;
        if (!*text)
            return 0;
    }
}
