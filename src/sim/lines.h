#ifndef SIM_LINES_H
#define SIM_LINES_H

#include "base/buf.h"

struct error;

/* A file that lines are appended to. They are kept in memory and written many at a time, so
 * that keeping them does not slow down what they tell of. Threads may have the same file open:
 * each writes whole lines only. */
struct lines {
    int fd;
    struct buf waiting; /* append a line here, then call lines_over() */
};

/* Empties the file. `what` it is for is told when that fails; NULL then. */
struct lines *lines_open(const char *path, const char *what, struct error *err);
void lines_over(struct lines *l);
void lines_flush(struct lines *l);
void lines_free(struct lines *l); /* writes what is left; NULL is fine */

#endif
