#include "sim/tls.h"

#include "base/error.h"
#include "base/mem.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VALID_SECONDS = 7 * 24 * 3600 };

struct tls_identity {
    SSL_CTX *context;
    X509 *certificate;
};

static int add_extension(X509 *x, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *e;
    int good;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, x, x, NULL, NULL, 0);
    e = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    good = e && X509_add_ext(x, e, -1);
    X509_EXTENSION_free(e);
    return good;
}

/* It starts an hour ago, for clocks that are behind, and has a number nobody used before, for
 * clients that remember whom a number belonged to. */
static int describe(X509 *x, EVP_PKEY *key)
{
    X509_NAME *name = X509_get_subject_name(x);
    uint64_t serial;

    return RAND_bytes((unsigned char *)&serial, sizeof serial) == 1 && X509_set_version(x, 2) &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1) &&
           X509_gmtime_adj(X509_getm_notBefore(x), -3600) &&
           X509_gmtime_adj(X509_getm_notAfter(x), VALID_SECONDS) && X509_set_pubkey(x, key) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"stoke sim",
                                      -1, -1, 0) &&
           X509_set_issuer_name(x, name) &&
           add_extension(x, NID_basic_constraints, "critical,CA:TRUE") &&
           add_extension(x, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
           X509_sign(x, key, EVP_sha256());
}

static int make(struct tls_identity *i)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    int good;

    i->certificate = X509_new();
    i->context = SSL_CTX_new(TLS_server_method());
    good = key && i->certificate && i->context && describe(i->certificate, key) &&
           SSL_CTX_use_certificate(i->context, i->certificate) &&
           SSL_CTX_use_PrivateKey(i->context, key);
    EVP_PKEY_free(key);
    return good;
}

struct tls_identity *tls_identity_new(struct error *err)
{
    struct tls_identity *i = mem_new(sizeof *i);
    char why[256];

    if (!make(i)) {
        ERR_error_string_n(ERR_get_error(), why, sizeof why);
        error_set(err, "cannot make a TLS certificate: %s", why);
        tls_identity_free(i);
        return NULL;
    }
    SSL_CTX_set_session_cache_mode(i->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(i->context, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                     SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                     SSL_MODE_RELEASE_BUFFERS);
    return i;
}

void tls_identity_free(struct tls_identity *i)
{
    if (!i)
        return;
    SSL_CTX_free(i->context);
    X509_free(i->certificate);
    free(i);
}

int tls_identity_save(const struct tls_identity *i, const char *path, struct error *err)
{
    FILE *f = fopen(path, "we");
    int good = f && PEM_write_X509(f, i->certificate);

    if (f && fclose(f))
        good = 0;
    return good ? 0
                : error_set(err, "cannot write the certificate to %s: %s", path, strerror(errno));
}

/* A connection is its SSL: the struct is only ever named. */
static SSL *ssl_of(struct tls *t)
{
    return (SSL *)t;
}

struct tls *tls_new(const struct tls_identity *i, int fd)
{
    SSL *ssl = SSL_new(i->context);

    if (!ssl || !SSL_set_fd(ssl, fd)) {
        SSL_free(ssl);
        return NULL;
    }
    SSL_set_accept_state(ssl);
    return (struct tls *)ssl;
}

void tls_free(struct tls *t)
{
    SSL_free(ssl_of(t));
}

void tls_goodbye(struct tls *t)
{
    if (t && SSL_is_init_finished(ssl_of(t)))
        SSL_shutdown(ssl_of(t));
    ERR_clear_error();
}

/* What a handshake has to write fits an empty socket, so waiting to write while reading is
 * no more than waiting for the other side. */
static ssize_t outcome(struct tls *t, int got)
{
    int why = got > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl_of(t), got);

    if (got > 0)
        return got;
    ERR_clear_error();
    if (why == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return -1;
}

ssize_t tls_read(struct tls *t, int fd, void *bytes, size_t n)
{
    if (!t)
        return read(fd, bytes, n);
    return outcome(t, SSL_read(ssl_of(t), bytes, n < INT_MAX ? (int)n : INT_MAX));
}

ssize_t tls_write(struct tls *t, int fd, const void *bytes, size_t n)
{
    if (!t)
        return write(fd, bytes, n);
    return outcome(t, SSL_write(ssl_of(t), bytes, n < INT_MAX ? (int)n : INT_MAX));
}
