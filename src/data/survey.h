#ifndef DATA_SURVEY_H
#define DATA_SURVEY_H

#include <stddef.h>

struct json_writer;
struct records;

/* What there is in a file, as one tree (docs/data.md says what it holds): rows and what is wrong
 * with some, times and rates, lengths, and how much of the prompts earlier ones begin with. It
 * goes through all records once; `progress` is called now and then, and may be NULL. */
struct survey_watch {
    void (*progress)(void *owner, size_t done, size_t all);
    void *owner;
};

void survey_write(const struct records *r, const struct survey_watch *watch, struct json_writer *w);

#endif
