#include "script/lib.h"
#include "script/script.h"

#include <stdbool.h>
#include <string.h>

/* Bytes as text: hex (RFC 4648, section 8), base64 (section 4) and base64url (section 5,
 * which is written without padding). Readers give nil where the text is none. */

static const char hex_digits[] = "0123456789abcdef";
static const char common[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int bytes_hex(lua_State *L)
{
    size_t n;
    const char *in = lib_text(L, 1, &n);
    char *out = lua_newuserdata(L, 2 * n + 1);

    for (size_t i = 0; i < n; i++) {
        out[2 * i] = hex_digits[(unsigned char)in[i] >> 4];
        out[2 * i + 1] = hex_digits[(unsigned char)in[i] & 15];
    }
    lua_pushlstring(L, out, 2 * n);
    return 1;
}

static int hex_value(char c)
{
    const char *at;

    if (c >= 'A' && c <= 'F')
        c = (char)(c + 32);
    at = c ? strchr(hex_digits, c) : NULL;
    return at ? (int)(at - hex_digits) : -1;
}

/* nil, and the place of what does not belong there. */
static int wrong(lua_State *L, size_t place)
{
    lua_pushnil(L);
    lua_pushnumber(L, (double)place + 1);
    return 2;
}

static int bytes_unhex(lua_State *L)
{
    size_t n;
    const char *in = lib_text(L, 1, &n);
    char *out = lua_newuserdata(L, n / 2 + 1);

    for (size_t i = 0; i < n; i++) {
        int value = hex_value(in[i]);

        if (value < 0)
            return wrong(L, i);
        out[i / 2] = (char)(i % 2 ? out[i / 2] | value : value << 4);
    }
    if (n % 2)
        return wrong(L, n);
    lua_pushlstring(L, out, n / 2);
    return 1;
}

/* Three bytes are four digits; the last one or two bytes are two or three. */
static size_t encode(const unsigned char *in, size_t n, const char *alphabet, bool pad, char *out)
{
    size_t length = 0;

    for (size_t i = 0; i < n; i += 3) {
        unsigned left = n - i > 3 ? 3 : (unsigned)(n - i);
        unsigned bits = (unsigned)in[i] << 16;

        if (left > 1)
            bits |= (unsigned)in[i + 1] << 8;
        if (left > 2)
            bits |= in[i + 2];
        for (unsigned k = 0; k < 4; k++)
            if (k <= left)
                out[length++] = alphabet[bits >> (18 - 6 * k) & 63];
            else if (pad)
                out[length++] = '=';
    }
    return length;
}

static int to_base64(lua_State *L, const char *alphabet, bool pad)
{
    size_t n;
    const char *in = lib_text(L, 1, &n);
    char *out = lua_newuserdata(L, n / 3 * 4 + 5);

    lua_pushlstring(L, out, encode((const unsigned char *)in, n, alphabet, pad, out));
    return 1;
}

static int bytes_base64(lua_State *L)
{
    return to_base64(L, common, true);
}

static int bytes_base64url(lua_State *L)
{
    return to_base64(L, for_urls, false);
}

static void index_alphabet(const char *alphabet, short values[256])
{
    memset(values, -1, 256 * sizeof *values);
    for (int i = 0; i < 64; i++)
        values[(unsigned char)alphabet[i]] = (short)i;
}

/* Without its padding, which must be what is missing to a multiple of four, or not there. */
static size_t unpadded(const char *in, size_t n)
{
    size_t bare = n;

    while (bare > 0 && n - bare < 2 && in[bare - 1] == '=')
        bare--;
    return n % 4 == 0 || bare == n ? bare : n;
}

/* Digits that say nothing of a byte must be zero, or two texts would be the same bytes. */
static int from_base64(lua_State *L, const char *alphabet)
{
    short values[256];
    size_t all, n, length = 0;
    const char *in = lib_text(L, 1, &all);
    char *out = lua_newuserdata(L, all / 4 * 3 + 3);
    unsigned bits = 0, have = 0;

    index_alphabet(alphabet, values);
    n = unpadded(in, all);
    for (size_t i = 0; i < n; i++) {
        int value = values[(unsigned char)in[i]];

        if (value < 0)
            return wrong(L, i);
        bits = bits << 6 | (unsigned)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[length++] = (char)(bits >> have & 255);
        }
    }
    if (have >= 6 || (bits & ((1u << have) - 1)))
        return wrong(L, n ? n - 1 : 0);
    lua_pushlstring(L, out, length);
    return 1;
}

static int bytes_unbase64(lua_State *L)
{
    return from_base64(L, common);
}

static int bytes_unbase64url(lua_State *L)
{
    return from_base64(L, for_urls);
}

int lib_bytes(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"hex",         bytes_hex        },
        {"unhex",       bytes_unhex      },
        {"base64",      bytes_base64     },
        {"unbase64",    bytes_unbase64   },
        {"base64url",   bytes_base64url  },
        {"unbase64url", bytes_unbase64url},
        {NULL,          NULL             },
    };

    return lib_table(L, functions);
}
