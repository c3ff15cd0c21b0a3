#ifndef PLAN_PROMPTS_H
#define PLAN_PROMPTS_H

#include <stddef.h>
#include <stdint.h>

struct error;

/* The prompts of a file, read once and then only read: all workers share them. The format
 * is told by the content, not by the name:
 *
 *   json       an array of objects
 *   jsonl      an object a line; or a bare string a line
 *   sharegpt   either of them, when the objects have "conversations"
 *   csv        by RFC 4180 with a header that has a column named prompt, text or question
 *   lines      anything else: a prompt a line
 *
 * An object keeps its prompt under the first of these that it has, and that is not empty:
 * "prompt", "text", "question"; "messages" (OpenAI's: what the user said last);
 * "conversations" (ShareGPT's: what the human said first). Where a text may stand, there may
 * also be an array of parts {"type": "text", "text": ...}, which are joined by newlines.
 *
 * A row that cannot be read is an error that names its line, or in an array its number. Rows
 * whose prompt is empty are skipped and counted; blank lines are no rows. Text that is not
 * UTF-8 is made so (U+FFFD), and a byte order mark at the start is no text. */
struct prompts;

struct prompts *prompts_open(const char *path,
                             struct error *err); /* NULL: bad, or no prompt in it */
void prompts_free(struct prompts *p);
size_t prompts_count(const struct prompts *p);
size_t prompts_skipped(const struct prompts *p);
const char *prompts_format(const struct prompts *p); /* "jsonl", "csv": as above */
const char *prompts_at(const struct prompts *p, size_t index, size_t *len); /* until free */

#endif
