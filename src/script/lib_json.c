#include "base/buf.h"
#include "base/json.h"
#include "script/lib.h"
#include "script/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* JSON for Lua. Keys are written in alphabetical order, so that the same table is the
 * same text in every state and every run. An empty table is an object, unless it is
 * json.array{}; json.null stands for null in arrays, and for a null that must be sent. */

#define ARRAY LIB_JSON_ARRAY

enum { DEPTH_MAX = 60 };

static bool is_array(lua_State *L, int index, size_t *n)
{
    bool marked = false;

    *n = lua_objlen(L, index);
    if (lua_getmetatable(L, index)) {
        luaL_getmetatable(L, ARRAY);
        marked = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    return marked || *n > 0;
}

static void encode(lua_State *L, int index, struct json_writer *w);

/* A table that is both would lose half of itself without a word. */
static void check_array(lua_State *L, int index, size_t n)
{
    size_t items = 0;

    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TNUMBER || ++items > n)
            luaL_error(L, "json: a table has either text keys or 1..n, with json.null for gaps");
}

static void encode_array(lua_State *L, int index, size_t n, struct json_writer *w)
{
    check_array(L, index, n);
    json_open(w, '[');
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, index, (int)i);
        encode(L, lua_gettop(L), w);
        lua_pop(L, 1);
    }
    json_close(w, ']');
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names live in a userdata on the stack, so that an error leaks nothing. */
static const char **sorted_keys(lua_State *L, int index, size_t *count)
{
    const char **keys;
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        n++;
    keys = lua_newuserdata(L, (n + 1) * sizeof *keys);
    n = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "json: a table has either text keys or 1..n, not a %s key",
                       luaL_typename(L, -2));
        keys[n] = lua_tostring(L, -2);
        if (strlen(keys[n++]) != lua_objlen(L, -2))
            luaL_error(L, "json: a key with a zero byte in it cannot be written");
    }
    qsort(keys, n, sizeof *keys, by_text);
    *count = n;
    return keys;
}

static void encode_object(lua_State *L, int index, struct json_writer *w)
{
    size_t n;
    const char **keys = sorted_keys(L, index, &n);

    json_open(w, '{');
    for (size_t i = 0; i < n; i++) {
        json_put_key(w, keys[i]);
        lua_getfield(L, index, keys[i]);
        encode(L, lua_gettop(L), w);
        lua_pop(L, 1);
    }
    json_close(w, '}');
    lua_pop(L, 1);
}

static void encode_number(double number, struct json_writer *w)
{
    if (number == floor(number) && fabs(number) < 9007199254740992.0)
        json_put_int(w, (int64_t)number);
    else
        json_put_number(w, number);
}

static void encode(lua_State *L, int index, struct json_writer *w)
{
    const char *text;
    size_t n;

    if (w->depth > DEPTH_MAX)
        luaL_error(L, "json: tables nested more than %d deep (does one hold itself?)", DEPTH_MAX);
    luaL_checkstack(L, 6, "json");
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &n);
        json_put_text(w, text, n);
        break;
    case LUA_TNUMBER: encode_number(lua_tonumber(L, index), w); break;
    case LUA_TBOOLEAN: json_put_bool(w, lua_toboolean(L, index)); break;
    case LUA_TLIGHTUSERDATA: /* json.null */
    case LUA_TNIL: json_put_string(w, NULL); break;
    case LUA_TTABLE:
        if (is_array(L, index, &n))
            encode_array(L, index, n, w);
        else
            encode_object(L, index, w);
        break;
    default: luaL_error(L, "json: a %s cannot be written", luaL_typename(L, index));
    }
}

/* The buf belongs to a userdata with a __gc: an error in the middle leaks nothing. */
static int buf_gc(lua_State *L)
{
    buf_release(lua_touserdata(L, 1));
    return 0;
}

static struct buf *push_buf(lua_State *L)
{
    struct buf *b = lua_newuserdata(L, sizeof *b);

    *b = (struct buf){0};
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_setmetatable(L, -2);
    return b;
}

static int json_encode(lua_State *L)
{
    struct json_writer w = {0};

    luaL_checkany(L, 1);
    lua_settop(L, 1);
    w.out = push_buf(L);
    encode(L, 1, &w);
    lua_pushlstring(L, w.out->data, w.out->len);
    buf_release(w.out);
    return 1;
}

static void decode(lua_State *L, struct json *j, struct buf *text, enum json_kind kind);

static void push_text(lua_State *L, const struct json *j, struct buf *text)
{
    if (!memchr(j->text, '\\', j->len)) {
        lua_pushlstring(L, j->text, j->len);
        return;
    }
    buf_clear(text);
    json_unescape(j, text);
    lua_pushlstring(L, text->data ? text->data : "", text->len);
}

static void decode_array(lua_State *L, struct json *j, struct buf *text)
{
    lua_newtable(L);
    luaL_getmetatable(L, ARRAY);
    lua_setmetatable(L, -2);
    for (int i = 1; json_item(j); i++) {
        decode(L, j, text, json_value(j));
        lua_rawseti(L, -2, i);
    }
}

static void decode_object(lua_State *L, struct json *j, struct buf *text)
{
    lua_newtable(L);
    while (json_key(j)) {
        push_text(L, j, text);
        decode(L, j, text, json_value(j));
        lua_rawset(L, -3);
    }
}

static void decode(lua_State *L, struct json *j, struct buf *text, enum json_kind kind)
{
    luaL_checkstack(L, 6, "json");
    switch (kind) {
    case JSON_TRUE:
    case JSON_FALSE: lua_pushboolean(L, kind == JSON_TRUE); break;
    case JSON_NUMBER: lua_pushnumber(L, json_number(j)); break;
    case JSON_STRING: push_text(L, j, text); break;
    case JSON_ARRAY: decode_array(L, j, text); break;
    case JSON_OBJECT: decode_object(L, j, text); break;
    case JSON_NULL:
    case JSON_BAD: lua_pushlightuserdata(L, NULL); break;
    }
}

/* The value, or nil and what is wrong. */
static int json_decode(lua_State *L)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    struct json j;
    struct buf *scratch;

    lua_settop(L, 1);
    scratch = push_buf(L);
    json_begin(&j, text, n);
    decode(L, &j, scratch, json_value(&j));
    buf_release(scratch);
    if (json_over(&j))
        return 1;
    lua_pushnil(L);
    lua_pushfstring(L, "no JSON: it goes wrong at byte %d of %d", (int)(j.at - text) + 1, (int)n);
    return 2;
}

static int json_array(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    luaL_getmetatable(L, ARRAY);
    lua_setmetatable(L, 1);
    return 1;
}

int lib_json(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"encode", json_encode},
        {"decode", json_decode},
        {"array",  json_array },
        {NULL,     NULL       },
    };

    luaL_newmetatable(L, ARRAY);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushlightuserdata(L, lib_script(L));
    lua_newtable(L);
    lua_pushcfunction(L, buf_gc);
    lua_setfield(L, -2, "__gc");
    luaL_setfuncs(L, functions, 2);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
