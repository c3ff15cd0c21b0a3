#include "sim/part.h"

void part_gather(struct json *j, const struct part_wish *wishes, size_t count)
{
    while (json_key(j)) {
        struct part value, *into = NULL;

        for (size_t i = 0; i < count && !into; i++)
            if (json_is(j, wishes[i].name))
                into = wishes[i].into;
        value = part_take(j);
        if (into && !part_is(value, "null"))
            *into = value;
    }
}
