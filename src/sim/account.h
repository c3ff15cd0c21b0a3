#ifndef SIM_ACCOUNT_H
#define SIM_ACCOUNT_H

#include <stdbool.h>

struct reply;

/* What is told of a reply: its life, the tallies', and the journal's moments. */
void account_tokens(struct reply *r, unsigned from); /* those from there on are about to be sent */
void account_taken(struct reply *r, unsigned from);  /* and the kernel has them */
void account_over(struct reply *r, bool complete);

#endif
