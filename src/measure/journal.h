#ifndef MEASURE_JOURNAL_H
#define MEASURE_JOURNAL_H

#include "base/clock.h"

#include <stddef.h>

struct error;
struct labels;
struct sample;

/* Every sample of a run, a JSON object a line, with all its raw moments in nanoseconds
 * of the monotonic clock (null: never came), for those who trust no summary. All workers
 * share one: a line is written whole under a lock, from a large buffer. Given token
 * stamps (may be NULL), they are in "tokens_at". */
struct journal;

struct journal *journal_open(const char *path, struct error *err);
void journal_add(struct journal *j, const struct sample *s, const struct labels *labels,
                 const char *request_id, const nanos *tokens_at, size_t tokens);
int journal_close(struct journal *j, struct error *err); /* -1: not all of it could be written */

#endif
