#ifndef PLAN_PROMPTS_H
#define PLAN_PROMPTS_H

#include <stddef.h>

struct buf;
struct error;
struct library;

/* The prompts of a file: a data set (data/dataset.h) of whose rows only the prompts are wanted.
 * What its format is, is told by its name's ending or by its content; where a row of JSON keeps
 * its prompt, data/prompt.h says; a CSV file has a column named prompt, text or question.
 *
 * Who names a file of prompts wants all of them asked: a row that cannot be read, or has no
 * prompt, is an error that names its line, or in an array its number. Rows whose prompt is
 * empty are skipped and counted; blank lines are no rows. Text that is not UTF-8 is made so
 * (U+FFFD), and a byte order mark at the start is no text. */
struct prompts;

/* NULL: bad, or no prompt in it. The library keeps the file. */
struct prompts *prompts_open(struct library *library, const char *path, struct error *err);
void prompts_free(struct prompts *p);
size_t prompts_count(const struct prompts *p);
size_t prompts_skipped(const struct prompts *p);
const char *prompts_format(const struct prompts *p); /* "jsonl", "csv", "sharegpt" */
void prompts_at(const struct prompts *p, size_t index, struct buf *out); /* adds it */

#endif
