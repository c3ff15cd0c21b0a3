#ifndef SIM_RULE_H
#define SIM_RULE_H

#include "sim/fault.h"

struct error;

enum { SIM_RULES_MAX = 128 };

/* What is to go wrong, how often and where: "reset:0.01,stall(2s):0.02@20". */
struct sim_rules {
    struct sim_rule list[SIM_RULES_MAX];
    unsigned count;
};

/* Adds those of a list by commas, all of them or, with -1, none. The text must live as long as
 * they. */
int sim_rules_read(struct sim_rules *rules, const char *text, struct error *err);

#endif
