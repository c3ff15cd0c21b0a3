#ifndef SIM_VOICE_H
#define SIM_VOICE_H

#include "sim/speech.h"

/* What dialects say replies with: the sort of the next token, and its words. */
static inline bool voice_calling(const struct speech *s)
{
    return s->calls.count && s->said >= s->reasoning;
}

static inline enum sort voice_sort(const struct speech *s)
{
    if (s->said < s->reasoning)
        return THOUGHTS;
    if (s->calls.count)
        return CALL;
    return s->refuses ? REFUSAL : ANSWER;
}

/* The next n tokens, which are not of a call: they are said. JSON text, without quotes. */
void voice_words(struct speech *s, struct buf *out, unsigned n);
/* The tokens of a part, which were said or will be, again. */
void voice_again(const struct speech *s, struct buf *out, unsigned from, unsigned to);

/* Where a speech stands, to say from there again. */
struct place {
    uint64_t dice;
    size_t quoted;
    unsigned said;
};

static inline struct place voice_place(const struct speech *s)
{
    return (struct place){s->dice, s->quoted, s->said};
}

static inline void voice_return(struct speech *s, struct place p)
{
    s->dice = p.dice;
    s->quoted = p.quoted;
    s->said = p.said;
}

/* The next token, alone, as JSON text without quotes: it is said, and stands in `text` instead of
 * what was there. */
struct voiced {
    unsigned id;
    double logprob;
};

struct voiced voice_token(struct speech *s, struct buf *text);

/* The parts of the whole reply, from 0; false when there are no more. */
bool voice_part(const struct speech *s, unsigned i, struct spoken *p);

#endif
