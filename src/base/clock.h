#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Time in this program is always nanoseconds in a signed 64-bit integer:
 * a span, or a moment on the monotonic clock. The wall clock appears only
 * where a person, another program or the kernel's receive stamps need it. */
typedef int64_t nanos;

#define NANOS_NEVER INT64_MAX
#define NANOS_PER_SECOND INT64_C(1000000000)
#define NANOS_PER_MS INT64_C(1000000)

nanos clock_now(void);  /* monotonic */
nanos clock_wall(void); /* since 1970 */
nanos clock_cpu(void);  /* what this thread has used of a processor */

#endif
