#include "sim/argument.h"

#include "base/error.h"
#include "base/units.h"
#include "sim/fault.h"

#include <stdio.h>
#include <string.h>

enum { COUNT_MAX = 1000000, SIZE_MAX_BYTES = 64000000 };

#define DIGITS "0123456789"

static int read_span(struct sim_rule *r, const char *text)
{
    struct error unused;
    nanos span;

    if (units_read_span(text, &span, &unused) || span <= 0)
        return -1;
    r->argument = span;
    return 0;
}

static int read_up_to(struct sim_rule *r, const char *text, uint64_t most)
{
    struct error unused;
    uint64_t count;

    if (units_read_count(text, &count, &unused) || count < 1 || count > most)
        return -1;
    r->argument = (int64_t)count;
    return 0;
}

static int read_count(struct sim_rule *r, const char *text)
{
    return read_up_to(r, text, COUNT_MAX);
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
    return read_up_to(r, count, SIZE_MAX_BYTES);
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

/* Seconds, whole or with a fraction. */
static bool is_number(const char *text, size_t len)
{
    size_t whole = strspn(text, DIGITS), dot = text[whole] == '.';
    size_t part = dot ? strspn(text + whole + 1, DIGITS) : 0;

    return whole && !dot == !part && whole + dot + part == len && len < 10;
}

static bool is_retry(const char *text, size_t len)
{
    static const char *const words[] = {"date", "never"};

    return find_word(words, COUNT(words), text, len) >= 0 || is_number(text, len);
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
    [SIM_COUNT] = {read_count,  "a whole number up to a million in parentheses, such as 3"                    },
    [SIM_SIZE] = {read_size,   "up to 64 MB in parentheses, such as 64kb or 1mb"                             },
    [SIM_PHASE] = {read_phase,  "one of start, header, token, end in parentheses"                             },
    [SIM_SHAPE] = {read_shape,  "a letter from a to j in parentheses"                                         },
    [SIM_ANSWER] = {read_answer, "json, plain, html, detail or empty in parentheses, a Retry-After "
                                 "such as 2.5, date or never, or both: html+30"},
    [SIM_TEXT] = {read_text,   "a line of text in parentheses"                                               },
};

int argument_read(struct sim_rule *r, const char *text, struct error *err)
{
    const struct sim_trait *t = sim_fault_trait(r->fault);

    if (kinds[t->kind].read && !kinds[t->kind].read(r, text))
        return 0;
    return error_set(err, "%s takes %s, not \"%s\"", t->name, kinds[t->kind].expected, text);
}
