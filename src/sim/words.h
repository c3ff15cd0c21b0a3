#ifndef SIM_WORDS_H
#define SIM_WORDS_H

/* A word as a token has it: with its space in front. All have the size of a copy the
 * compiler does in one go. */
struct word {
    unsigned char len;
    char text[15];
};

enum { WORDS_BITS = 7, WORDS = 1 << WORDS_BITS };

extern const struct word words[WORDS];
extern const struct word foreign_words[WORDS]; /* hardly any of them ASCII */

#endif
