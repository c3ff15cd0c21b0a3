#include "script/json_encode.h"

#include "base/json.h"
#include "script/lib.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 60, CDATA = 10 /* LuaJIT's own type, which its headers do not name */ };

/* Where in the value we are: a chain up to the whole of it. */
struct place {
    const struct place *up;
    const char *key; /* NULL: `item` */
    int item;
    const void *table; /* that is being written here */
};

static void encode(lua_State *L, int index, struct json_writer *w, struct place *p);

static void push_path(lua_State *L, const struct place *p)
{
    luaL_checkstack(L, 4, "json");
    if (!p->up) {
        lua_pushliteral(L, "");
        return;
    }
    push_path(L, p->up);
    if (p->key)
        lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), p->up->up ? "." : "", p->key);
    else
        lua_pushfstring(L, "%s[%d]", lua_tostring(L, -1), p->item);
    lua_remove(L, -2);
}

static int refuse(lua_State *L, const struct place *p, const char *why)
{
    push_path(L, p);
    return luaL_error(L, "json.encode: %s%s%s", why, p->up ? ", at " : "", lua_tostring(L, -1));
}

static int refuse_kind(lua_State *L, int index, const struct place *p)
{
    lua_pushfstring(L, "a %s cannot be written as JSON", luaL_typename(L, index));
    return refuse(L, p, lua_tostring(L, -1));
}

static bool is_marked(lua_State *L, int index, const char *mark)
{
    bool marked;

    if (!lua_getmetatable(L, index))
        return false;
    luaL_getmetatable(L, mark);
    marked = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return marked;
}

/* A table that is both would lose half of itself without a word. */
static void check_array(lua_State *L, int index, size_t n, const struct place *p)
{
    size_t items = 0;

    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TNUMBER || ++items > n)
            refuse(L, p, "a table has either text keys or 1..n, with json.null for gaps");
}

static void encode_array(lua_State *L, int index, struct json_writer *w, const struct place *p)
{
    size_t n = lua_objlen(L, index);
    struct place here = {.up = p};

    check_array(L, index, n, p);
    json_open(w, '[');
    for (here.item = 1; (size_t)here.item <= n; here.item++) {
        lua_rawgeti(L, index, here.item);
        encode(L, lua_gettop(L), w, &here);
        lua_pop(L, 1);
    }
    json_close(w, ']');
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *check_key(lua_State *L, int index, const struct place *p)
{
    const char *key;

    if (lua_type(L, index) != LUA_TSTRING) {
        lua_pushfstring(L, "a table has either text keys or 1..n, not a %s key",
                        luaL_typename(L, index));
        refuse(L, p, lua_tostring(L, -1));
    }
    key = lua_tostring(L, index);
    if (strlen(key) != lua_objlen(L, index))
        refuse(L, p, "a key with a zero byte in it cannot be written");
    return key;
}

/* The names live in a userdata on the stack, so that an error leaks nothing. */
static const char **sorted_keys(lua_State *L, int index, size_t *count, const struct place *p)
{
    const char **keys;
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        n++;
    keys = lua_newuserdata(L, (n + 1) * sizeof *keys);
    n = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        keys[n++] = check_key(L, -2, p);
    qsort(keys, n, sizeof *keys, by_text);
    *count = n;
    return keys;
}

static void encode_object(lua_State *L, int index, struct json_writer *w, const struct place *p)
{
    size_t n;
    const char **keys = sorted_keys(L, index, &n, p);
    struct place here = {.up = p};

    json_open(w, '{');
    for (size_t i = 0; i < n; i++) {
        here.key = keys[i];
        json_put_key(w, keys[i]);
        lua_getfield(L, index, keys[i]);
        encode(L, lua_gettop(L), w, &here);
        lua_pop(L, 1);
    }
    json_close(w, '}');
    lua_pop(L, 1);
}

/* A copy in which whole numbers have become text keys: { [50256] = -100 }. */
static void push_text_keys(lua_State *L, int index, const struct place *p)
{
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        double number = lua_tonumber(L, -2);

        if (lua_type(L, -2) == LUA_TNUMBER && number == floor(number) && fabs(number) < 1e14)
            lua_pushfstring(L, "%f", number); /* writes 3 as "3" */
        else
            lua_pushvalue(L, -2);
        lua_pushvalue(L, -1);
        lua_rawget(L, -5);
        if (!lua_isnil(L, -1))
            refuse(L, p, "two keys of an object are the same text");
        lua_pop(L, 1);
        lua_pushvalue(L, -2);
        lua_rawset(L, -5);
    }
}

static void check_nesting(lua_State *L, struct json_writer *w, const struct place *p)
{
    for (const struct place *up = p->up; up; up = up->up)
        if (up->table == p->table)
            refuse(L, p, "a table that is inside itself has no end");
    if (w->depth > DEEPEST)
        refuse(L, p, "tables are nested more than 60 deep");
}

static void encode_table(lua_State *L, int index, struct json_writer *w, struct place *p)
{
    p->table = lua_topointer(L, index);
    check_nesting(L, w, p);
    if (is_marked(L, index, LIB_JSON_OBJECT)) {
        push_text_keys(L, index, p);
        encode_object(L, lua_gettop(L), w, p);
        lua_pop(L, 1);
    } else if (lua_objlen(L, index) > 0 || is_marked(L, index, LIB_JSON_ARRAY))
        encode_array(L, index, w, p);
    else
        encode_object(L, index, w, p);
}

static void encode_number(lua_State *L, double number, struct json_writer *w, const struct place *p)
{
    if (!isfinite(number))
        refuse(L, p, isnan(number) ? "NaN is no JSON number" : "infinity is no JSON number");
    if (number == floor(number) && fabs(number) < 0x1p63)
        json_put_int(w, (int64_t)number);
    else
        json_put_number(w, number);
}

/* LuaJIT's 64-bit integers: 12LL and 12ULL, which is also how they are written as text. */
static void encode_cdata(lua_State *L, int index, struct json_writer *w, const struct place *p)
{
    const char *text = "";
    char *end;

    if (luaL_callmeta(L, index, "__tostring"))
        text = lua_tostring(L, -1);
    if (strtoull(text, &end, 10), end > text && strcmp(end, "ULL") == 0)
        json_put_unsigned(w, strtoull(text, NULL, 10));
    else if (end > text && strcmp(end, "LL") == 0)
        json_put_int(w, strtoll(text, NULL, 10));
    else
        refuse_kind(L, index, p);
    lua_pop(L, 1);
}

static void encode(lua_State *L, int index, struct json_writer *w, struct place *p)
{
    const char *text;
    size_t n;

    luaL_checkstack(L, 8, "json");
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &n);
        json_put_text(w, text, n);
        break;
    case LUA_TNUMBER: encode_number(L, lua_tonumber(L, index), w, p); break;
    case LUA_TBOOLEAN: json_put_bool(w, lua_toboolean(L, index)); break;
    case LUA_TNIL: json_put_string(w, NULL); break;
    case LUA_TTABLE: encode_table(L, index, w, p); break;
    case CDATA: encode_cdata(L, index, w, p); break;
    case LUA_TLIGHTUSERDATA:
        if (!lua_touserdata(L, index)) { /* json.null */
            json_put_string(w, NULL);
            break;
        }
        /* fall through */
    default: refuse_kind(L, index, p);
    }
}

void json_encode_value(lua_State *L, int index, struct json_writer *w)
{
    struct place whole = {0};

    encode(L, index, w, &whole);
}
