#include "base/near.h"

#include <stddef.h>
#include <string.h>

enum { LONGEST = 40 };

static int least(int a, int b, int c)
{
    int two = a < b ? a : b;

    return two < c ? two : c;
}

/* How many letters must be put in, left out or changed to make `a` of `b`. */
static int distance(const char *a, const char *b)
{
    size_t n = strlen(b);
    int row[LONGEST + 1];

    if (n > LONGEST || strlen(a) > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= n; j++)
        row[j] = (int)j;
    for (size_t i = 1; a[i - 1]; i++) {
        int corner = row[0];

        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int above = row[j];

            row[j] = least(above + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
            corner = above;
        }
    }
    return row[n];
}

int near_limit(const char *word)
{
    return (int)strlen(word) / 3 + 1;
}

bool near_better(const char *word, const char *known, int *limit)
{
    int d = distance(word, known);

    if (d > *limit)
        return false;
    *limit = d - 1;
    return true;
}
