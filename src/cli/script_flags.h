#ifndef CLI_SCRIPT_FLAGS_H
#define CLI_SCRIPT_FLAGS_H

#include <stdio.h>

struct error;
struct script;

/* Flags of a script's own (lua/flag.lua), once it has run: whether they were typed right. An exit
 * code, and a sentence in err unless it is 0. */
int script_flags_check(struct script *s, struct error *err);
void script_flags_help(struct script *s, FILE *out);

#endif
