#ifndef CLI_SECRETS_H
#define CLI_SECRETS_H

struct wish;

/* Texts that must not be seen in any output, though the service may echo them: the API key,
 * the values of headers that carry keys, passwords and keys in the URL, what -e calls a key; each
 * as it was given and as JSON writes it. NULL-ended, the caller's. `key` may be NULL. */
char **secrets_find(const struct wish *w, const char *key);

/* The value of a header line that carries a secret, behind "Bearer " and the like; NULL: it does
 * not. */
const char *secrets_in_header(const char *line);
void secrets_free(char **list); /* NULL is fine */

#endif
