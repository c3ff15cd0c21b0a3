#ifndef SIM_TLS_H
#define SIM_TLS_H

#include <stddef.h>
#include <sys/types.h>

struct error;

/* Reading and writing a socket, with TLS or without. An identity is a key and a
 * self-signed certificate for localhost, made at start and kept in memory only; all
 * threads may use one. A `struct tls` is one connection's; NULL is a plain connection. */
struct tls_identity;
struct tls;

struct tls_identity *tls_identity_new(struct error *err);
void tls_identity_free(struct tls_identity *i);
int tls_identity_save(const struct tls_identity *i, const char *path, struct error *err); /* PEM */

struct tls *tls_new(const struct tls_identity *i, int fd); /* NULL: it cannot be had */
void tls_free(struct tls *t);
void tls_goodbye(struct tls *t); /* tells the other side that all was said */

/* As read(2) and write(2) do on a socket that does not block. */
ssize_t tls_read(struct tls *t, int fd, void *bytes, size_t n);
ssize_t tls_write(struct tls *t, int fd, const void *bytes, size_t n);

#endif
