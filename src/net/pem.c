#include "net/pem.h"

#include "base/error.h"
#include "net/http.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>
#include <unistd.h>

static int check_readable(const char *path, struct error *err)
{
    if (access(path, R_OK) == 0)
        return 0;
    return error_set(err, "cannot read \"%s\": %s", path, strerror(errno));
}

/* Nobody is asked for a passphrase: each connection would ask again. */
static int no_passphrase(char *out, int size, int writing, void *owner)
{
    (void)out, (void)size, (void)writing, (void)owner;
    return 0;
}

static int check_trusted(SSL_CTX *ctx, const char *path, struct error *err)
{
    if (check_readable(path, err))
        return -1;
    if (SSL_CTX_load_verify_locations(ctx, path, NULL) == 1)
        return 0;
    return error_set(err, "--cacert: there is no certificate in PEM in \"%s\"", path);
}

static int check_own(SSL_CTX *ctx, const char *path, struct error *err)
{
    if (check_readable(path, err))
        return -1;
    if (SSL_CTX_use_certificate_chain_file(ctx, path) == 1)
        return 0;
    return error_set(err, "--cert: there is no certificate in PEM in \"%s\"", path);
}

/* Without --key it is where the certificate is, as libcurl has it. */
static int check_key(SSL_CTX *ctx, const struct http_options *o, struct error *err)
{
    const char *path = o->key ? o->key : o->cert;
    int used;

    if (check_readable(path, err))
        return -1;
    SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
    used = SSL_CTX_use_PrivateKey_file(ctx, path, SSL_FILETYPE_PEM) == 1;
    if (used && SSL_CTX_check_private_key(ctx) == 1)
        return 0;
    if (used || ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH)
        return error_set(err, "the key in \"%s\" is not that of the certificate in \"%s\"", path,
                         o->cert);
    return error_set(err, "%s: there is no key in PEM without a passphrase in \"%s\"",
                     o->key ? "--key" : "--cert without --key", path);
}

int pem_check(const struct http_options *o, struct error *err)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    int failed = o->cacert ? check_trusted(ctx, o->cacert, err) : 0;

    if (!failed && o->cert)
        failed = check_own(ctx, o->cert, err) || check_key(ctx, o, err) ? -1 : 0;
    SSL_CTX_free(ctx);
    ERR_clear_error();
    return failed;
}
