#include "cli/records_options.h"

#include "base/error.h"
#include "base/units.h"
#include "data/records.h"

#include <stdio.h>
#include <string.h>

int option_format(void *text, const char *typed, struct error *err)
{
    if (records_check_format(typed, err))
        return -1;
    *(const char **)text = typed;
    return 0;
}

/* An end that is left open keeps what was there. */
static int read_end(uint32_t *end, const char *text, size_t len, struct error *err)
{
    char copy[UNITS_TEXT];
    uint64_t count;

    if (len == 0)
        return 0;
    snprintf(copy, sizeof copy, "%.*s", (int)len, text);
    if (units_read_count(copy, &count, err))
        return -1;
    *end = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
    return 0;
}

int option_range(void *range, const char *typed, struct error *err)
{
    struct records_range r = {.max = UINT32_MAX};
    const char *dots = strstr(typed, "..");
    size_t first = dots ? (size_t)(dots - typed) : strlen(typed);
    const char *last = dots ? dots + 2 : typed;

    if (read_end(&r.min, typed, first, err) || read_end(&r.max, last, strlen(last), err))
        return -1;
    if (!*typed || r.min > r.max || (dots && strlen(typed) == 2))
        return error_set(
            err, "\"%s\" is no range of tokens: expected one such as 100..2000 or 100..", typed);
    *(struct records_range *)range = r;
    return 0;
}

int option_conversations(void *text, const char *typed, struct error *err)
{
    static const char *const ways[] = {"first", "live", "recorded"};

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!strcmp(typed, ways[i])) {
            *(const char **)text = ways[i];
            return 0;
        }
    return error_set(err,
                     "\"%s\" is no way through a conversation: expected first (its first question "
                     "alone), live (with the model's own answers) or recorded (with the file's)",
                     typed);
}
