#ifndef NET_OPENING_H
#define NET_OPENING_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct http;

/* Called some ten times a second while connections are opened; false: no more of it. */
typedef bool opening_fn(void *owner, uint64_t opened);

/* Opens so many connections, TLS and all, for the lines that are made next, or for those that are
 * lent. Only a request makes libcurl keep a connection, so each has one `HEAD /` to answer,
 * whatever with. Runs the loop until all are open, or one of them fails: -1. Before the load, in
 * any thread. */
int http_preconnect(struct http *h, const char *url, uint64_t wanted, opening_fn *fn, void *owner,
                    struct error *err);

#endif
