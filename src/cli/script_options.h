#ifndef CLI_SCRIPT_OPTIONS_H
#define CLI_SCRIPT_OPTIONS_H

struct error;
struct script;
struct wish;

/* Takes what the script's global `options` says, as if it had been typed: long names with - or
 * _, values as text, numbers, or true for a flag. The texts live as long as the script. */
int script_options(struct script *s, struct wish *w, struct error *err);

/* The same of a table that is on top of the stack, which no script says. */
int script_options_of(struct script *s, struct wish *w, struct error *err);

#endif
