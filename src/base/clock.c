#include "base/clock.h"

#include <time.h>

static nanos clock_read(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return t.tv_sec * NANOS_PER_SECOND + t.tv_nsec;
}

nanos clock_now(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

nanos clock_wall(void)
{
    return clock_read(CLOCK_REALTIME);
}

nanos clock_cpu(void)
{
    return clock_read(CLOCK_THREAD_CPUTIME_ID);
}
