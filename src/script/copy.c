#include "script/copy.h"

#include "base/buf.h"
#include "base/error.h"
#include "script/lib.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* LuaJIT's own, which lua.h does not name: what `1LL` is. */
#define TYPE_CDATA 10

enum { DEEPEST = 100, SLOTS = 8, KEY_SHOWN = 60 };

struct copy {
    lua_State *from, *to;
    int seen;       /* in `to`: tables made so far, by what they are copies of */
    struct buf way; /* from the value to where we are, for messages */
    int depth;
    struct error *err;
};

static int push(struct copy *c, int index);

static const char *way(const struct copy *c)
{
    return c->way.len ? c->way.data : "";
}

static int refuse(struct copy *c, int index)
{
    return error_set(c->err,
                     "value%s is a %s, and only nil, booleans, numbers, strings and tables of "
                     "them can go from one Lua state to another",
                     way(c), luaL_typename(c->from, index));
}

/* An int64_t says what it is in Lua's own words, "-5LL", which the other side reads. */
static int push_cdata(struct copy *c, int index)
{
    const char *text = luaL_callmeta(c->from, index, "__tostring") ? lua_tostring(c->from, -1) : "";
    bool number = isdigit((unsigned char)*text) || *text == '-';
    int failed = 0;

    if (number) {
        lua_pushfstring(c->to, "return %s", text);
        failed = luaL_loadstring(c->to, lua_tostring(c->to, -1)) || lua_pcall(c->to, 0, 1, 0);
        lua_remove(c->to, -2);
    }
    lua_settop(c->from, index);
    if (failed)
        lua_pop(c->to, 1);
    return number && !failed ? 0 : refuse(c, index);
}

/* JSON's null is the one pointer that means the same everywhere. */
static int push_pointer(struct copy *c, int index)
{
    if (lua_touserdata(c->from, index))
        return refuse(c, index);
    lua_pushlightuserdata(c->to, NULL);
    return 0;
}

static bool is_name(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)text[i]) && text[i] != '_')
            return false;
    return len && !isdigit((unsigned char)*text);
}

static void go(struct copy *c, int key)
{
    size_t len;
    const char *text;

    if (lua_type(c->from, key) != LUA_TSTRING) {
        lua_pushvalue(c->from, key); /* lua_tostring changes a number where it stands */
        text = lua_tostring(c->from, -1);
        buf_addf(&c->way, "[%s]", text ? text : lua_toboolean(c->from, key) ? "true" : "false");
        lua_pop(c->from, 1);
        return;
    }
    text = lua_tolstring(c->from, key, &len);
    if (is_name(text, len))
        buf_addf(&c->way, ".%.*s", KEY_SHOWN, text);
    else
        buf_addf(&c->way, "[\"%.*s\"]", KEY_SHOWN, text);
}

static int push_key(struct copy *c, int key)
{
    int type = lua_type(c->from, key);

    if (type != LUA_TBOOLEAN && type != LUA_TNUMBER && type != LUA_TSTRING)
        return error_set(c->err,
                         "value%s has a %s as a key, and only booleans, numbers and strings can "
                         "be keys in another Lua state",
                         way(c), luaL_typename(c->from, key));
    return push(c, key);
}

/* from: ... key value   to: ... table */
static int add(struct copy *c)
{
    int value = lua_gettop(c->from), key = value - 1;
    size_t len = c->way.len;

    if (push_key(c, key))
        return -1;
    go(c, key);
    if (push(c, value)) {
        lua_pop(c->to, 1);
        return -1;
    }
    c->way.len = len;
    c->way.data[len] = '\0';
    lua_rawset(c->to, -3);
    return 0;
}

static int add_all(struct copy *c, int index)
{
    for (lua_pushnil(c->from); lua_next(c->from, index); lua_pop(c->from, 1))
        if (add(c)) {
            lua_settop(c->from, index);
            lua_pop(c->to, 1);
            return -1;
        }
    return 0;
}

static bool is_named(struct copy *c, const char *name)
{
    bool same;

    luaL_getmetatable(c->from, name);
    same = lua_rawequal(c->from, -1, -2);
    lua_pop(c->from, 1);
    return same;
}

/* Of the metatable on top: without it the table is what it was. */
static bool is_strictness(struct copy *c)
{
    bool strict;

    lua_pushliteral(c->from, LIB_STRICT);
    lua_rawget(c->from, -2);
    strict = lua_toboolean(c->from, -1);
    lua_pop(c->from, 1);
    return strict;
}

/* A metatable's functions cannot come along, and a table without them would fail where it is
 * used, far away from here; but it does without being strict. The marks of JSON are nothing but
 * marks: `mark` is the one it has. */
static int check_metatable(struct copy *c, int index, const char **mark)
{
    bool strict;

    *mark = NULL;
    if (!lua_getmetatable(c->from, index))
        return 0;
    if (is_named(c, LIB_JSON_ARRAY))
        *mark = LIB_JSON_ARRAY;
    else if (is_named(c, LIB_JSON_OBJECT))
        *mark = LIB_JSON_OBJECT;
    strict = is_strictness(c);
    lua_pop(c->from, 1);
    if (*mark || strict)
        return 0;
    return error_set(c->err,
                     "value%s has a metatable, which cannot go from one Lua state to another: "
                     "hand over a plain table",
                     way(c));
}

/* Keeps the new table on top of `to` as the copy of the one at `index`. */
static void remember(struct copy *c, int index)
{
    lua_pushlightuserdata(c->to, (void *)(uintptr_t)lua_topointer(c->from, index));
    lua_pushvalue(c->to, -2);
    lua_rawset(c->to, c->seen);
}

static bool push_seen(struct copy *c, int index)
{
    lua_pushlightuserdata(c->to, (void *)(uintptr_t)lua_topointer(c->from, index));
    lua_rawget(c->to, c->seen);
    if (!lua_isnil(c->to, -1))
        return true;
    lua_pop(c->to, 1);
    return false;
}

static int push_table(struct copy *c, int index)
{
    const char *mark;
    int failed;

    if (push_seen(c, index))
        return 0;
    if (check_metatable(c, index, &mark))
        return -1;
    if (c->depth == DEEPEST || !lua_checkstack(c->from, SLOTS) || !lua_checkstack(c->to, SLOTS))
        return error_set(c->err, "value has tables within tables, more than %d deep", DEEPEST);
    lua_createtable(c->to, (int)lua_objlen(c->from, index), 0);
    if (mark) {
        luaL_newmetatable(c->to, mark);
        lua_setmetatable(c->to, -2);
    }
    remember(c, index);
    c->depth++;
    failed = add_all(c, index);
    c->depth--;
    return failed;
}

static int push_string(struct copy *c, int index)
{
    size_t len;
    const char *text = lua_tolstring(c->from, index, &len);

    lua_pushlstring(c->to, text, len);
    return 0;
}

/* On top of from's stack, at `index`, or not: what is above it is left alone. */
static int push(struct copy *c, int index)
{
    switch (lua_type(c->from, index)) {
    case LUA_TNIL: lua_pushnil(c->to); return 0;
    case LUA_TBOOLEAN: lua_pushboolean(c->to, lua_toboolean(c->from, index)); return 0;
    case LUA_TNUMBER: lua_pushnumber(c->to, lua_tonumber(c->from, index)); return 0;
    case LUA_TSTRING: return push_string(c, index);
    case LUA_TLIGHTUSERDATA: return push_pointer(c, index);
    case LUA_TTABLE:
    case TYPE_CDATA: break;
    default: return refuse(c, index);
    }
    lua_pushvalue(c->from, index);
    index = lua_gettop(c->from);
    if (lua_type(c->from, index) == LUA_TTABLE ? push_table(c, index) : push_cdata(c, index)) {
        lua_settop(c->from, index - 1);
        return -1;
    }
    lua_settop(c->from, index - 1);
    return 0;
}

int script_copy(lua_State *from, int index, lua_State *to, struct error *err)
{
    struct copy c = {.from = from, .to = to, .err = err};
    int failed;

    if (index < 0 && index > LUA_REGISTRYINDEX)
        index = lua_gettop(from) + index + 1;
    if (!lua_checkstack(from, SLOTS) || !lua_checkstack(to, SLOTS))
        return error_set(err, "value cannot be copied: out of memory");
    lua_newtable(to);
    c.seen = lua_gettop(to);
    failed = push(&c, index);
    lua_remove(to, c.seen);
    buf_release(&c.way);
    return failed;
}
