#include "script/lib.h"
#include "script/script.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <string.h>

/* What signed requests need, by OpenSSL. Digests and signatures are raw bytes. */

#define KEY "stoke.crypto.key"

enum { RANDOM_MOST = 1 << 20 };

static const char *const algorithms[] = {"sha256", "sha1", "sha512", "sha384", "md5", NULL};

static const EVP_MD *check_algorithm(lua_State *L, int index)
{
    const char *name = luaL_checkstring(L, index);
    const EVP_MD *md = NULL;

    for (int i = 0; algorithms[i] && !md; i++)
        if (strcmp(algorithms[i], name) == 0)
            md = EVP_get_digestbyname(name);
    if (!md) {
        lua_pushfstring(L, "expected sha256, sha1, sha512, sha384 or md5, got \"%s\"", name);
        luaL_argerror(L, index, lua_tostring(L, -1));
    }
    return md;
}

/* sha256(text) and its like: the second upvalue is the algorithm's name. */
static int crypto_digest(lua_State *L)
{
    const EVP_MD *md = EVP_get_digestbyname(lua_tostring(L, lua_upvalueindex(2)));
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned n;
    size_t len;
    const char *text = lib_text(L, 1, &len);

    if (!EVP_Digest(text, len, out, &n, md, NULL))
        return luaL_error(L, "OpenSSL refuses to make this digest: is it in FIPS mode?");
    lua_pushlstring(L, (char *)out, n);
    return 1;
}

/* hmac(algorithm, key, text) */
static int crypto_hmac(lua_State *L)
{
    const EVP_MD *md = check_algorithm(L, 1);
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned n;
    size_t key_len, len;
    const char *key = lib_text(L, 2, &key_len), *text = lib_text(L, 3, &len);

    luaL_argcheck(L, key_len < INT_MAX, 2, "the key is too long");
    if (!HMAC(md, key, (int)key_len, (const unsigned char *)text, len, out, &n))
        return luaL_error(L, "OpenSSL refuses to make this digest: is it in FIPS mode?");
    lua_pushlstring(L, (char *)out, n);
    return 1;
}

static int crypto_random_bytes(lua_State *L)
{
    double n = luaL_checknumber(L, 1);
    void *bytes;

    luaL_argcheck(L, n >= 0 && n <= RANDOM_MOST, 1, "expected a number of bytes from 0 to 1048576");
    bytes = lua_newuserdata(L, (size_t)n + 1);
    if (RAND_bytes(bytes, (int)n) != 1)
        return luaL_error(L, "the system has no random bytes");
    lua_pushlstring(L, bytes, (size_t)n);
    return 1;
}

/* Takes as long for texts that differ early as for those that differ late. */
static int crypto_equal(lua_State *L)
{
    size_t a_len, b_len;
    const char *a = lib_text(L, 1, &a_len), *b = lib_text(L, 2, &b_len);

    lua_pushboolean(L, a_len == b_len && CRYPTO_memcmp(a, b, a_len) == 0);
    return 1;
}

/* A key that asks for a password gets none: nobody is there to type it. */
static int no_password(char *text, int size, int writing, void *data)
{
    (void)text, (void)size, (void)writing, (void)data;
    return -1;
}

static EVP_PKEY *read_pem(const char *pem, size_t len)
{
    BIO *bio = BIO_new_mem_buf(pem, (int)len);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

    if (!key) {
        BIO_free(bio);
        bio = BIO_new_mem_buf(pem, (int)len);
        key = PEM_read_bio_PUBKEY(bio, NULL, no_password, NULL);
    }
    BIO_free(bio);
    return key;
}

/* key(pem) -> a key for rsa_sign() and rsa_verify(), or nil; reading one takes longer than
 * checking a signature with it, so it is kept. */
static int crypto_key(lua_State *L)
{
    size_t len;
    const char *pem = luaL_checklstring(L, 1, &len);
    EVP_PKEY **key = lua_newuserdata(L, sizeof(EVP_PKEY *));

    *key = NULL;
    luaL_getmetatable(L, KEY);
    lua_setmetatable(L, -2);
    luaL_argcheck(L, len < INT_MAX, 1, "the PEM is too long");
    *key = read_pem(pem, len);
    if (!*key || EVP_PKEY_get_base_id(*key) != EVP_PKEY_RSA)
        lua_pushnil(L);
    return 1;
}

static int key_gc(lua_State *L)
{
    EVP_PKEY **key = luaL_checkudata(L, 1, KEY);

    EVP_PKEY_free(*key);
    *key = NULL;
    return 0;
}

/* rsa_sign(key, text) -> the signature by RS256 (PKCS #1 v1.5, sha256), or nil */
static int crypto_rsa_sign(lua_State *L)
{
    EVP_PKEY **key = luaL_checkudata(L, 1, KEY);
    size_t len, n = (size_t)EVP_PKEY_get_size(*key);
    const char *text = luaL_checklstring(L, 2, &len);
    unsigned char *out = lua_newuserdata(L, n + 1);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, *key) == 1 &&
                EVP_DigestSign(c, out, &n, (const unsigned char *)text, len) == 1;

    EVP_MD_CTX_free(c);
    if (good)
        lua_pushlstring(L, (char *)out, n);
    else
        lua_pushnil(L); /* a public key cannot sign */
    return 1;
}

/* rsa_verify(key, text, signature) -> is it one? */
static int crypto_rsa_verify(lua_State *L)
{
    EVP_PKEY **key = luaL_checkudata(L, 1, KEY);
    size_t len, n;
    const char *text = luaL_checklstring(L, 2, &len), *signature = luaL_checklstring(L, 3, &n);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, *key) == 1 &&
                EVP_DigestVerify(c, (const unsigned char *)signature, n,
                                 (const unsigned char *)text, len) == 1;

    EVP_MD_CTX_free(c);
    lua_pushboolean(L, good);
    return 1;
}

int lib_crypto(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"hmac",         crypto_hmac        },
        {"random_bytes", crypto_random_bytes},
        {"equal",        crypto_equal       },
        {"key",          crypto_key         },
        {"rsa_sign",     crypto_rsa_sign    },
        {"rsa_verify",   crypto_rsa_verify  },
        {NULL,           NULL               },
    };

    luaL_newmetatable(L, KEY);
    lua_pushcfunction(L, key_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    lib_table(L, functions);
    for (int i = 0; algorithms[i]; i++) {
        lua_pushlightuserdata(L, lib_script(L));
        lua_pushstring(L, algorithms[i]);
        lua_pushcclosure(L, crypto_digest, 2);
        lua_setfield(L, -2, algorithms[i]);
    }
    return 1;
}
