#ifndef CLI_DIAGNOSE_H
#define CLI_DIAGNOSE_H

struct http_options;

/* For a service of which nothing came that could be understood: asks it in the ways in which it may
 * have been meant to be asked, and says which one it answers, as advice. NULL: none of them. Blocks
 * for some seconds at most. */
const char *diagnose(const struct http_options *o, const char *url);

#endif
