#include "measure/named.h"

#include <stdlib.h>

struct custom *named_custom(struct named *n, enum custom_kind kind, const char *unit)
{
    if (!n->customs[kind])
        n->customs[kind] = custom_new(kind, unit);
    return n->customs[kind];
}

void named_merge(struct named *into, const struct named *from)
{
    into->passed += from->passed;
    into->failed += from->failed;
    for (unsigned i = 0; i < CUSTOM_KINDS; i++) {
        const struct custom *c = from->customs[i];

        if (c)
            custom_merge(named_custom(into, (enum custom_kind)i, custom_unit(c)), c);
    }
}

void named_clear(struct named *n)
{
    n->passed = n->failed = 0;
    for (unsigned i = 0; i < CUSTOM_KINDS; i++)
        if (n->customs[i])
            custom_clear(n->customs[i]);
}

void named_release(struct named *n)
{
    for (unsigned i = 0; i < CUSTOM_KINDS; i++)
        custom_free(n->customs[i]);
    free(n->name);
}
