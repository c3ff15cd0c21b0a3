#ifndef NET_SOURCE_H
#define NET_SOURCE_H

#include <stdbool.h>

struct error;

/* Local addresses that connections come from in turn. One of them has no more than 28,000 ports
 * for connections to one address of the service; each has as many of its own. */
struct sources;

/* A list such as 10.0.0.1,10.0.0.7-10.0.0.9, all IPv4 or all IPv6; each is tried, for another
 * machine's cannot be used. NULL: err says why. */
struct sources *sources_read(const char *list, struct error *err);
void sources_free(struct sources *s);

bool sources_fit(const struct sources *s, const char *address); /* it is of the same family */

/* Binds a new socket to the `turn`-th, leaving the port to connect(); a socket of the other family
 * stays as it is. -1: errno says why. */
int sources_bind(const struct sources *s, int fd, int family, unsigned turn);

#endif
