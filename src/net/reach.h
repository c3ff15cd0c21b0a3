#ifndef NET_REACH_H
#define NET_REACH_H

#include "base/clock.h"

#include <stdint.h>

struct error;

enum { ADDRESS_TEXT = 64 }; /* room for a numeric address, IPv6 with its scope too */

/* Finds the address at which a host answers, before any load: each address the name has
 * is tried with one connection, which is closed again. Blocks for up to `patience`. */
int reach(const char *host, uint16_t port, nanos patience, char address[static ADDRESS_TEXT],
          struct error *err);

#endif
