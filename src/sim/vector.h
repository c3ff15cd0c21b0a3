#ifndef SIM_VECTOR_H
#define SIM_VECTOR_H

#include <stddef.h>

/* A text as a point: the sum of its words, each a direction of its own drawn from its letters,
 * so that texts are near each other as far as they share words. Case and a plural's s do not
 * matter, and short words, of which most say little, count less. Between texts that share
 * nothing the cosine is about 0, give or take 1 / sqrt(size). */

/* Sets v, of length 1, or 0 for a text without words. */
void vector_of_text(float *v, unsigned size, const char *text, size_t len);
float vector_cosine(const float *a, const float *b, unsigned size); /* of vectors as made above */

#endif
