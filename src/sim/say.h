#ifndef SIM_SAY_H
#define SIM_SAY_H

struct buf;
struct manner;
struct speech;

/* What is left to do once something was said. */
enum next { GO_ON, WAIT, OVER, FALL_SILENT, CUT, RESET };

/* Appends a reply's next event, of at most so many tokens, and what belongs to it: comments
 * before it, the end after the last; or what goes wrong at this place instead. */
enum next say(struct manner *m, struct speech *s, unsigned at_once, struct buf *out);

#endif
