#ifndef DATA_MOMENT_H
#define DATA_MOMENT_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

/* A date and time as "2023-11-16 18:15:46.6805900" (a "T" between them, any number of decimals,
 * and a zone "Z" or "+02:00" behind them are fine): nanoseconds since 1970. False: it is none. */
bool moment_read(const char *text, size_t len, nanos *at);

#endif
