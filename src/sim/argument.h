#ifndef SIM_ARGUMENT_H
#define SIM_ARGUMENT_H

struct error;
struct sim_rule;

/* What stands in parentheses behind the name of the rule's fault. -1: it is not what that takes. */
int argument_read(struct sim_rule *r, const char *text, struct error *err);

#endif
