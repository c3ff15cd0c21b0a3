#include "base/buf.h"
#include "base/rng.h"
#include "data/prose.h"
#include "script/lib.h"

#include <stdbool.h>
#include <string.h>

/* Language of a wanted length: see lua/text.lua. */

#define PROSE "stoke.prose"

enum { BYTES_MAX = 256 << 20 };

static int prose_gc(lua_State *L)
{
    struct prose **p = luaL_checkudata(L, 1, PROSE);

    prose_free(*p);
    *p = NULL;
    return 0;
}

/* new(text) -> prose */
static int prose_make(lua_State *L)
{
    size_t len;
    const char *text = lib_text(L, 1, &len);
    struct prose **p = lua_newuserdata(L, sizeof(struct prose *));

    *p = NULL;
    if (luaL_newmetatable(L, PROSE)) { /* prose meta */
        lua_pushcfunction(L, prose_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    *p = prose_new(text, len);
    luaL_argcheck(L, *p, 1, "there is no sentence in it");
    return 1;
}

static const struct prose *check_prose(lua_State *L)
{
    return *(struct prose **)luaL_checkudata(L, 1, PROSE);
}

static size_t check_bytes(lua_State *L, int index)
{
    double n = luaL_checknumber(L, index);

    luaL_argcheck(L, n >= 0 && n <= BYTES_MAX, index, "expected a number of bytes");
    return (size_t)n;
}

/* Hash ids of traces are whole numbers, some of them negative. */
static uint64_t check_seed(lua_State *L, int index)
{
    return (uint64_t)(int64_t)luaL_checknumber(L, index);
}

static int push(lua_State *L, struct buf *text)
{
    lua_pushlstring(L, text->data ? text->data : "", text->len);
    buf_release(text);
    return 1;
}

/* of(prose, seed, stream, bytes) -> text */
static int prose_of(lua_State *L)
{
    const struct prose *p = check_prose(L);
    uint64_t seed = check_seed(L, 2), stream = check_seed(L, 3);
    size_t bytes = check_bytes(L, 4);
    struct buf text = {0};

    prose_add_marked(p, seed, stream, bytes, &text);
    return push(L, &text);
}

/* The block that is called `id`, or its beginning: whole ones are the same wherever they are, and
 * end in a space, since the next one may be anything. */
static void add_block(const struct prose *p, uint64_t seed, uint64_t id, size_t block, size_t bytes,
                      struct buf *out)
{
    size_t begin = out->len;

    prose_add_marked(p, seed, id, (bytes > block ? bytes : block) - 1, out);
    buf_add(out, " ", 1);
    out->len = begin + bytes;
}

/* blocks(prose, seed, ids, block, bytes) -> text: a block of so many bytes for each id, the last
 * one shorter or longer so that they are `bytes` in all */
static int prose_blocks(lua_State *L)
{
    const struct prose *p = check_prose(L);
    uint64_t seed = check_seed(L, 2);
    size_t block = check_bytes(L, 4), bytes = check_bytes(L, 5), count;
    struct buf text = {0};

    luaL_checktype(L, 3, LUA_TTABLE);
    luaL_argcheck(L, block > 0, 4, "expected at least one byte");
    count = lua_objlen(L, 3);
    for (size_t i = 1; i <= count && text.len < bytes; i++) {
        size_t left = bytes - text.len;

        lua_rawgeti(L, 3, (int)i); /* ... id */
        add_block(p, seed, (uint64_t)(int64_t)lua_tonumber(L, -1), block,
                  i < count && block < left ? block : left, &text);
        lua_pop(L, 1);
    }
    return push(L, &text);
}

int lib_prose(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"new",    prose_make  },
        {"of",     prose_of    },
        {"blocks", prose_blocks},
        {NULL,     NULL        },
    };

    return lib_table(L, functions);
}
