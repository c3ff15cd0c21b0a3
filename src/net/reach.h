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

/* The addresses that a name has, numeric; `service` is a port or the name of one, such as
 * "http". Gives how many there are, at most `most`, or -1. */
struct address {
    char host[ADDRESS_TEXT];
    uint16_t port;
};
int reach_lookup(const char *host, const char *service, struct address *found, int most,
                 struct error *err);

#endif
