#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdbool.h>

/* What may have been meant by a word that nobody knows: the known one that is made of it by the
 * fewest letters put in, left out or changed, if they are few for its length.
 *
 *     int limit = near_limit(word);
 *     for (each known)
 *         if (near_better(word, known, &limit))
 *             best = known; */
int near_limit(const char *word);
bool near_better(const char *word, const char *known, int *limit);

#endif
