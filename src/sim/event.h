#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stddef.h>

struct buf;
struct speech;

/* One event of a reply's stream, in an HTTP chunk of its own. What event_open() gives is for
 * whoever closes it; between the two, choices are appended. The chunk has room for 64 KB. */
size_t event_open(const struct speech *s, struct buf *out);
void event_close(const struct speech *s, struct buf *out, size_t chunk);
void event_over(const struct speech *s, struct buf *out, size_t chunk); /* as it stands */

void event_usage(const struct speech *s, struct buf *out); /* the member of an event or object */
/* A line or two (NULL: one) that are no part of the reply's JSON. */
void event_plain(const struct speech *s, struct buf *out, const char *first, const char *second);

#endif
