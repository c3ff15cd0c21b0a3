#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "script/json_encode.h"
#include "script/lib.h"
#include "script/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* JSON for Lua. What is an array when it is decoded is written as one again, even if it
 * is empty; json.null stands for null. Integers beyond 2^53, which Lua's numbers cannot
 * hold, become LuaJIT's 64-bit ones. */

#define EXACT 9007199254740992 /* 2^53: up to here a number is what was written */

enum { UPVALUE_BUF = 2, UPVALUE_FFI_NEW };

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
    lua_pushvalue(L, lua_upvalueindex(UPVALUE_BUF));
    lua_setmetatable(L, -2);
    return b;
}

/* { indent = 2 } */
static unsigned check_indent(lua_State *L, int index)
{
    double indent = 0;

    if (lua_isnoneornil(L, index))
        return 0;
    luaL_checktype(L, index, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), "indent") != 0)
            luaL_argerror(L, index, "the only option is indent, such as { indent = 2 }");
        indent = lua_tonumber(L, -1);
        luaL_argcheck(L, indent >= 1 && indent <= 16, index, "expected an indent from 1 to 16");
    }
    return (unsigned)indent;
}

static int json_encode(lua_State *L)
{
    struct json_writer w = {0};

    luaL_checkany(L, 1);
    w.indent = check_indent(L, 2);
    lua_settop(L, 1);
    w.out = push_buf(L);
    json_encode_value(L, 1, &w);
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

/* LuaJIT's C API makes no cdata: ffi.new does, and we fill it. */
static void push_cdata(lua_State *L, const char *type, uint64_t bits)
{
    lua_pushvalue(L, lua_upvalueindex(UPVALUE_FFI_NEW));
    lua_pushstring(L, type);
    lua_call(L, 1, 1);
    memcpy((void *)(uintptr_t)lua_topointer(L, -1), &bits, sizeof bits);
}

/* A whole number that a double might not hold: pushed, or false. */
static bool push_long(lua_State *L, const struct json *j)
{
    char copy[32];
    int64_t value;
    uint64_t large;

    if (j->len < 16 || j->len >= sizeof copy)
        return false;
    memcpy(copy, j->text, j->len);
    copy[j->len] = '\0';
    if (strpbrk(copy, ".eE"))
        return false;
    errno = 0;
    value = strtoll(copy, NULL, 10);
    if (!errno && (value > EXACT || value < -EXACT)) {
        push_cdata(L, "int64_t", (uint64_t)value);
        return true;
    }
    errno = 0;
    large = strtoull(copy, NULL, 10);
    if (errno || copy[0] == '-' || large <= EXACT)
        return false;
    push_cdata(L, "uint64_t", large);
    return true;
}

static void decode_array(lua_State *L, struct json *j, struct buf *text)
{
    lua_newtable(L);
    luaL_getmetatable(L, LIB_JSON_ARRAY);
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
    case JSON_NUMBER:
        if (!push_long(L, j))
            lua_pushnumber(L, json_number(j));
        break;
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
    struct error err;

    lua_settop(L, 1);
    scratch = push_buf(L);
    json_begin(&j, text, n);
    decode(L, &j, scratch, json_value(&j));
    buf_release(scratch);
    if (json_over(&j))
        return 1;
    json_complain(&j, text, &err);
    lua_pushnil(L);
    lua_pushfstring(L, "not JSON: %s", err.text);
    return 2;
}

/* Marks the table that it was given, or a new one. */
static int mark(lua_State *L, const char *as)
{
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_replace(L, 1);
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_getmetatable(L, as);
    lua_setmetatable(L, 1);
    return 1;
}

static int json_array(lua_State *L)
{
    return mark(L, LIB_JSON_ARRAY);
}

static int json_object(lua_State *L)
{
    return mark(L, LIB_JSON_OBJECT);
}

static void push_upvalues(lua_State *L)
{
    lua_pushlightuserdata(L, lib_script(L));
    lua_newtable(L);
    lua_pushcfunction(L, buf_gc);
    lua_setfield(L, -2, "__gc");
    lua_getglobal(L, "require");
    lua_pushliteral(L, "ffi");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "new");
    lua_remove(L, -2);
}

int lib_json(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"encode", json_encode},
        {"decode", json_decode},
        {"array",  json_array },
        {"object", json_object},
        {NULL,     NULL       },
    };

    luaL_newmetatable(L, LIB_JSON_ARRAY);
    luaL_newmetatable(L, LIB_JSON_OBJECT);
    lua_pop(L, 2);
    lua_newtable(L);
    push_upvalues(L);
    luaL_setfuncs(L, functions, UPVALUE_FFI_NEW);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
