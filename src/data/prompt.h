#ifndef DATA_PROMPT_H
#define DATA_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* The prompt in a JSON value: a bare string is one. An object keeps it under the first of
 * these that it has, and that is not empty: "prompt", "text", "question"; "messages" (OpenAI's:
 * what the user said last); "conversations" (ShareGPT's: what the human said first). Where a
 * text may stand, there may also be an array of parts {"type": "text", "text": ...}, which are
 * joined by newlines. */
enum prompt_place { PROMPT_NONE, PROMPT_PLAIN, PROMPT_TALK /* in "conversations" */ };

enum prompt_place prompt_find(const char *text, size_t len, struct buf *out);

void prompt_names(struct buf *out); /* those names, for people: "prompt", ... or "conversations" */

bool prompt_has_talk(const char *text, size_t len); /* an object that has "conversations" */
bool prompt_of_talk(const char *text, size_t len, struct buf *out); /* false: no human speaks */

#endif
