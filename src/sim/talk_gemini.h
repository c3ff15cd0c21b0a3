#ifndef SIM_TALK_GEMINI_H
#define SIM_TALK_GEMINI_H

struct ask_field;
struct walk;

/* Contents as Gemini has them: turns of a user and a model, in parts of which one may be a call or
 * what came of it; and the one content of a system instruction. See talk.h. */
void gemini_contents(struct walk *w, const struct ask_field *f);
void gemini_system(struct walk *w, const struct ask_field *f);

#endif
