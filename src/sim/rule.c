#include "sim/rule.h"

#include "base/error.h"
#include "base/near.h"
#include "base/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RULE_TEXT = 128, /* longer than any good rule */
    SIZE_LIMIT = 64000000,
};

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

static int read_span(struct sim_rule *r, const char *text)
{
    struct error unused;
    nanos span;

    if (units_read_span(text, &span, &unused) || span <= 0)
        return -1;
    r->argument = span;
    return 0;
}

static int read_count(struct sim_rule *r, const char *text)
{
    struct error unused;
    uint64_t count;

    if (units_read_count(text, &count, &unused) || count < 1)
        return -1;
    r->argument = (int64_t)count;
    return 0;
}

/* "64kb", "1MB", "16M": a count that may be said to be of bytes. */
static int read_size(struct sim_rule *r, const char *text)
{
    size_t len = strlen(text);
    char count[32];

    if (len && (text[len - 1] == 'b' || text[len - 1] == 'B'))
        len--;
    snprintf(count, sizeof count, "%.*s", (int)len, text);
    if (len && len < sizeof count && count[len - 1] == 'm')
        count[len - 1] = 'M';
    return read_count(r, count) || r->argument > SIZE_LIMIT ? -1 : 0;
}

static const char *const stops[] = {[SIM_AT_TOKEN] = "token",
                                    [SIM_AT_START] = "start",
                                    [SIM_AT_HEADER] = "header",
                                    [SIM_AT_END] = "end"};

static const char *const bodies[] = {[SIM_JSON] = "json",
                                     [SIM_PLAIN] = "plain",
                                     [SIM_HTML] = "html",
                                     [SIM_DETAIL] = "detail",
                                     [SIM_NO_BODY] = "empty"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Where it stands in the list, or -1. */
static int find_word(const char *const *list, size_t count, const char *text, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == len && !memcmp(list[i], text, len))
            return (int)i;
    return -1;
}

static int read_phase(struct sim_rule *r, const char *text)
{
    int stop = find_word(stops, COUNT(stops), text, strlen(text));

    if (stop < 0)
        return -1;
    r->argument = stop;
    if (stop == SIM_AT_HEADER)
        r->at = 0;
    else if (stop == SIM_AT_END)
        r->at = SIM_LAST;
    return 0;
}

/* A queue that is full is told of in the first event. */
static int read_shape(struct sim_rule *r, const char *text)
{
    if (*text < 'a' || *text > 'j' || text[1])
        return -1;
    r->argument = (unsigned char)*text;
    if (*text == 'i')
        r->at = 0;
    return 0;
}

static bool is_retry(const char *text, size_t len)
{
    static const char *const words[] = {"date", "never"};

    return find_word(words, COUNT(words), text, len) >= 0 ||
           (len && len < 10 && strspn(text, "0123456789.") >= len);
}

/* Words with a plus between them: a body, a Retry-After, or both. */
static int read_answer(struct sim_rule *r, const char *text)
{
    for (;; text++) {
        size_t len = strcspn(text, "+");
        int body = find_word(bodies, COUNT(bodies), text, len);

        if (body >= 0) {
            r->argument = body;
        } else if (is_retry(text, len)) {
            r->text = text;
            r->text_len = (int)len;
        } else {
            return -1;
        }
        text += len;
        if (!*text)
            return 0;
    }
}

static int read_text(struct sim_rule *r, const char *text)
{
    r->text = text;
    r->text_len = (int)strlen(text);
    return *text && !text[strcspn(text, "\r\n")] ? 0 : -1;
}

/* How an argument of each kind is read, and what is said of one that is none. */
static const struct {
    int (*read)(struct sim_rule *r, const char *text);
    const char *expected;
} kinds[SIM_KINDS] = {
    [SIM_NOTHING] = {NULL,        "nothing in parentheses"                                                      },
    [SIM_SPAN] = {read_span,   "a time span in parentheses, such as 2s"                                      },
    [SIM_COUNT] = {read_count,  "a whole number in parentheses, such as 3"                                    },
    [SIM_SIZE] = {read_size,   "up to 64 MB in parentheses, such as 64kb or 1mb"                             },
    [SIM_PHASE] = {read_phase,  "one of start, header, token, end in parentheses"                             },
    [SIM_SHAPE] = {read_shape,  "a letter from a to j in parentheses"                                         },
    [SIM_ANSWER] = {read_answer, "json, plain, html, detail or empty in parentheses, a Retry-After "
                                 "such as 2.5, date or never, or both: html+30"},
    [SIM_TEXT] = {read_text,   "a line of text in parentheses"                                               },
};

static int take_argument(struct sim_rule *r, const char *text, struct error *err)
{
    const struct sim_trait *t = sim_fault_trait(r->fault);

    if (kinds[t->kind].read && !kinds[t->kind].read(r, text))
        return 0;
    return error_set(err, "%s takes %s, not \"%s\"", t->name, kinds[t->kind].expected, text);
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
    if ((p->argument && take_argument(r, p->argument, err)) ||
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
