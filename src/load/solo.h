#ifndef LOAD_SOLO_H
#define LOAD_SOLO_H

struct complaints;
struct error;
struct http_options;
struct script;

/* One user outside of the load, with the id 0, for what a script does once before and after it
 * in main's state: it may wait and send, and nothing of it is measured. */
struct solo;

/* Lends the script a loop and a recorder until solo_free(). */
struct solo *solo_new(struct script *s, const struct http_options *http, struct error *err);

/* Takes the function on top of the script's stack and runs it to its end as a task, with the user
 * as its argument. It is given up when SIGINT or SIGTERM comes, if they are blocked. -1: it
 * failed. */
int solo_run(struct solo *o, struct error *err);

/* Errors that did not end it, as those of branches: until solo_free(). */
const struct complaints *solo_complaints(const struct solo *o);
void solo_free(struct solo *o);

#endif
