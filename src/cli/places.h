#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include "net/http.h"

#include <stddef.h>

struct error;

/* Where connections go whatever the URL says: what --connect-to names, once or several times. */
enum { PLACES = 64 };

struct places {
    struct http_place at[PLACES]; /* ports, and once they are reached addresses */
    char *hosts[PLACES];
    size_t count;
};

/* HOST:PORT, or as curl has it FROM:PORT:HOST:PORT, whose first half may be empty. */
int places_read(struct places *p, const char *const *typed, size_t count, struct error *err);

/* Finds the address at which somebody answers at each, and has connections go there. */
int places_reach(struct places *p, struct http_options *o, nanos patience, struct error *err);
void places_release(struct places *p);

#endif
