#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stddef.h>

struct buf;
struct speech;

/* One event of a reply's stream, in an HTTP chunk of its own. One of the first three opens it;
 * then its JSON is appended, and event_close() ends it as the stream's framing wants. */
void event_open(struct speech *s, struct buf *out); /* JSON comes next */
void event_open_named(struct speech *s, struct buf *out, const char *name);
void event_open_prepared(struct speech *s, struct buf *out); /* with all that stands in `start` */
void event_open_paused(struct speech *s, struct buf *out, unsigned number); /* that in its pause */
void event_close(struct speech *s, struct buf *out);

void event_end_array(const struct speech *s, struct buf *out); /* after the last event */

/* The last event, closed: gives where what it says ends, without its newlines. */
size_t event_end(const struct speech *s, const struct buf *out);

/* A line or two (NULL: one) that are no part of the reply's JSON, and no event. */
void event_plain(const struct speech *s, struct buf *out, const char *first, const char *second);

/* String constants, with their length known to the compiler. */
#define PUT(out, text) buf_add(out, text, sizeof(text) - 1)

#endif
