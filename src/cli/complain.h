#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

struct error;

/* On stderr, without the secrets in it (secrets.h). */
void complain(const struct error *err, char *const *secrets);

#endif
