#include "base/buf.h"
#include "data/dataset.h"
#include "data/records.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"

/* The records of --prompts, which all Lua states share: what a row says stays in its file until it
 * is asked for. Rows are counted from 1, as Lua does. What they mean is lua/records.lua's. */

static const struct records *records_of(lua_State *L)
{
    return lib_script(L)->plan->records;
}

static size_t check_number(lua_State *L)
{
    const struct records *r = records_of(L);
    lua_Number n = luaL_checknumber(L, 1);

    luaL_argcheck(L, r && n >= 1 && n <= (lua_Number)records_count(r), 1,
                  "there is no record of this number");
    return (size_t)n - 1;
}

static int count(lua_State *L)
{
    const struct records *r = records_of(L);

    lua_pushnumber(L, r ? (lua_Number)records_count(r) : 0);
    return 1;
}

/* format() -> its name, and how many tokens a hash stands for; nil without a file */
static int format(lua_State *L)
{
    const struct records *r = records_of(L);

    if (!r)
        return 0;
    lua_pushstring(L, records_format(r));
    lua_pushnumber(L, records_block(r));
    return 2;
}

/* The row as it stands in the file. */
static int text(lua_State *L)
{
    size_t n = check_number(L), len;
    const struct records *r = records_of(L);
    const char *row = dataset_at(records_set(r), records_row(r, n), &len);

    lua_pushlstring(L, row, len);
    return 1;
}

static int prompt(lua_State *L)
{
    size_t n = check_number(L);
    struct buf said = {0};

    records_prompt(records_of(L), n, &said);
    lua_pushlstring(L, said.data ? said.data : "", said.len);
    buf_release(&said);
    return 1;
}

static void push_or_nil(lua_State *L, uint32_t tokens)
{
    if (tokens)
        lua_pushnumber(L, tokens);
    else
        lua_pushnil(L);
}

/* tokens(number) -> input, output, and how many of the input earlier records began with as well;
 * nil: the file does not say */
static int tokens(lua_State *L)
{
    const uint32_t *known = lib_script(L)->plan->known_tokens;
    size_t n = check_number(L);
    struct record numbers;

    records_at(records_of(L), n, &numbers);
    push_or_nil(L, numbers.input_tokens);
    push_or_nil(L, numbers.output_tokens);
    push_or_nil(L, known ? known[n] : 0);
    return 3;
}

/* share() -> which of how many workers deals here: index from 0, count */
static int share(lua_State *L)
{
    const struct script *s = lib_script(L);

    lua_pushnumber(L, s->share.index);
    lua_pushnumber(L, s->share.count ? s->share.count : 1);
    return 2;
}

int lib_records(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"count",  count },
        {"format", format},
        {"text",   text  },
        {"prompt", prompt},
        {"tokens", tokens},
        {"share",  share },
        {NULL,     NULL  },
    };

    return lib_table(L, functions);
}
