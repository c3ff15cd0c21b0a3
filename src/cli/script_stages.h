#ifndef CLI_SCRIPT_STAGES_H
#define CLI_SCRIPT_STAGES_H

struct error;
struct script;
struct wish;

/* Takes options.stages, which is on top of the script's stack; its names live as long as the
 * script. */
int script_stages(struct script *s, struct wish *w, struct error *err);

#endif
