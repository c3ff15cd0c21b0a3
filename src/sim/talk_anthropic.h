#ifndef SIM_TALK_ANTHROPIC_H
#define SIM_TALK_ANTHROPIC_H

struct ask_field;
struct walk;

/* Messages as Anthropic has them, whose tools call and answer within the content; and text that
 * may be cut into blocks, as the system prompt is. See talk.h for what is read of them. */
void anthropic_messages(struct walk *w, const struct ask_field *f);
void anthropic_system(struct walk *w, const struct ask_field *f);

#endif
