/* The modules for scripts that are mostly Lua, tested in Lua: tests/script/modules/NAME.lua
 * in a state with the whole prelude. */

#include "base/error.h"
#include "plan/plan.h"
#include "script/script.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

static struct script script;

static void set_text_of(BIO *bio, const char *name)
{
    char *text;
    long len = BIO_get_mem_data(bio, &text);

    lua_pushlstring(script.L, text, (size_t)len);
    lua_setfield(script.L, 1, name);
    BIO_free(bio);
}

/* A fresh pair of keys: t.private_pem, t.public_pem, and a private one with a password. */
static void make_keys(void)
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    BIO *private_one = BIO_new(BIO_s_mem()), *public_one = BIO_new(BIO_s_mem()),
        *locked = BIO_new(BIO_s_mem());
    unsigned char password[] = "secret";

    PEM_write_bio_PrivateKey(private_one, key, NULL, NULL, 0, NULL, NULL);
    PEM_write_bio_PUBKEY(public_one, key);
    PEM_write_bio_PrivateKey(locked, key, EVP_aes_128_cbc(), password, 6, NULL, NULL);
    set_text_of(private_one, "private_pem");
    set_text_of(public_one, "public_pem");
    set_text_of(locked, "locked_pem");
    EVP_PKEY_free(key);
}

/* Calls the file with what tap.lua returned. */
static int run(const char *path)
{
    int failed;

    lua_pushvalue(script.L, 1);
    failed = luaL_loadfile(script.L, path);
    lua_insert(script.L, -2);
    if (!failed)
        failed = lua_pcall(script.L, 1, 0, 0);
    if (failed)
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
    return failed;
}

static int done(void)
{
    lua_getfield(script.L, 1, "done");
    lua_call(script.L, 0, 1);
    return (int)lua_tointeger(script.L, -1);
}

int main(void)
{
    static const char *const files[] = {
        "tests/script/modules/json.lua",   "tests/script/modules/crypto.lua",
        "tests/script/modules/random.lua", "tests/script/modules/prompts.lua",
        "tests/script/modules/text.lua",
    };
    struct plan plan;
    struct error err = {""};
    int failed = 0;

    plan_init(&plan);
    if (script_open(&script, &plan, &err) || luaL_dofile(script.L, "tests/script/modules/tap.lua"))
        printf("Bail out! %s\n", err.text);
    lua_pushnumber(script.L, (double)tap_seed(1));
    lua_setfield(script.L, 1, "seed");
    make_keys();
    for (size_t i = 0; i < sizeof files / sizeof *files && !failed; i++)
        failed = run(files[i]);
    failed |= done();
    script_close(&script);
    return failed != 0;
}
