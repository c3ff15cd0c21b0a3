#ifndef CLI_KEY_H
#define CLI_KEY_H

struct error;
struct run;

/* The API key, from wherever was said that it is; the plan shows it to the service alone. */
int key_read(struct run *r, struct error *err);

#endif
