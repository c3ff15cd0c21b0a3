#ifndef SIM_TALK_OLLAMA_H
#define SIM_TALK_OLLAMA_H

struct ask_field;
struct walk;

/* Messages as Ollama has them: calls have no ids, and whoever answers them is believed. */
void ollama_messages(struct walk *w, const struct ask_field *f);

#endif
