#ifndef NET_PEM_H
#define NET_PEM_H

struct error;
struct http_options;

/* Can the files of certificates and keys be read, and are they what they should be? libcurl would
 * find out with every connection, and say it in the words of OpenSSL. */
int pem_check(const struct http_options *o, struct error *err);

#endif
