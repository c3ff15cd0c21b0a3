#ifndef CLI_SCRIPT_SCENARIOS_H
#define CLI_SCRIPT_SCENARIOS_H

struct error;
struct script;
struct wish;

/* Takes options.scenarios, which is on top of the script's stack: w->scenarios is the caller's to
 * free, its texts live as long as the script. */
int script_scenarios(struct script *s, struct wish *w, struct error *err);

#endif
