#include "cli/salt.h"

#include "cli/prepare.h"

#include <sys/random.h>

void salt_choose(struct run *r)
{
    uint64_t chance;

    if (r->wish.no_salt || r->wish.plan.salt || getrandom(&chance, sizeof chance, 0) < 0)
        return;
    mark_write(r->salt, chance);
    r->wish.plan.salt = r->salt;
}
