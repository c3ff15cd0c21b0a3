#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

struct error;

/* On stderr, without the secrets in it (secrets.h) and without control characters. */
void complain(const struct error *err, char *const *secrets);

#endif
