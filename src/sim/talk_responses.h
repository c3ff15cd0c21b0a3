#ifndef SIM_TALK_RESPONSES_H
#define SIM_TALK_RESPONSES_H

struct ask_field;
struct walk;

/* The input of OpenAI's responses: text, or a list of items, of which messages are some, and
 * calls and what came of them others. See talk.h for what is read of them. */
void responses_input(struct walk *w, const struct ask_field *f);

#endif
