#include "base/error.h"
#include "base/mem.h"
#include "data/library.h"
#include "data/order.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Data sets: the rows stay in the library, which all Lua states of a run share; what becomes a
 * Lua value is the row that is asked for. Rows are counted from 1, as Lua does. What a script
 * sees of it is lua/data.lua's. */

#define SET "stoke.data"
#define ORDER "stoke.order"

static const struct dataset *check_set(lua_State *L)
{
    return *(const struct dataset **)luaL_checkudata(L, 1, SET);
}

static size_t check_row(lua_State *L, const struct dataset *set)
{
    lua_Number row = luaL_checknumber(L, 2);

    luaL_argcheck(L, row >= 1 && row <= (lua_Number)dataset_count(set), 2, "there is no such row");
    return (size_t)row - 1;
}

/* What a script names lies beside it, or else where stoke was started. */
static char *beside_script(const struct script *s, const char *path)
{
    const char *script = s->plan->script, *slash = script ? strrchr(script, '/') : NULL;
    size_t folder = slash ? (size_t)(slash - script) + 1 : 0;
    char *beside;

    if (*path == '/' || !folder)
        return mem_text(path);
    beside = mem_resize(mem_copy(script, folder), folder + strlen(path) + 1);
    memcpy(beside + folder, path, strlen(path) + 1);
    if (access(beside, F_OK) == 0 || access(path, F_OK) != 0)
        return beside;
    free(beside);
    return mem_text(path);
}

static int push_set(lua_State *L, const struct dataset *set)
{
    const struct dataset **box = lua_newuserdata(L, sizeof(const struct dataset *));

    *box = set;
    luaL_getmetatable(L, SET);
    lua_setmetatable(L, -2);
    return 1;
}

/* open(path, kind, delimiter or nil, headless): the set, or nil and why there is none. */
static int data_open(lua_State *L)
{
    struct script *s = lib_script(L);
    const char *path = luaL_checkstring(L, 1), *delimiter = luaL_optstring(L, 3, "");
    struct dataset_wish wish = {.kind = dataset_kind_named(luaL_checkstring(L, 2)),
                                .delimiter = *delimiter,
                                .headless = lua_toboolean(L, 4)};
    struct error err = {"no data set can be opened here"};
    const struct dataset *set = NULL;
    char *found;

    luaL_argcheck(L, wish.kind < DATASET_KINDS, 2, "there is no such kind");
    found = beside_script(s, path);
    if (s->library)
        set = library_open(s->library, found, &wish, &err);
    free(found);
    if (set)
        return push_set(L, set);
    lua_pushnil(L);
    lua_pushstring(L, err.text);
    return 2;
}

static void push_columns(lua_State *L, const struct dataset *set)
{
    lua_createtable(L, (int)dataset_columns(set), 0);
    for (size_t i = 0; i < dataset_columns(set); i++) {
        lua_pushstring(L, dataset_column(set, i));
        lua_rawseti(L, -2, (int)i + 1);
    }
}

/* All that does not change: path, kind, count, skipped, and for csv the columns' names. */
static int data_about(lua_State *L)
{
    const struct dataset *set = check_set(L);

    lua_createtable(L, 0, 8);
    lua_pushstring(L, dataset_path(set));
    lua_setfield(L, -2, "path");
    lua_pushstring(L, dataset_kind_name(dataset_kind(set)));
    lua_setfield(L, -2, "kind");
    lua_pushnumber(L, (lua_Number)dataset_count(set));
    lua_setfield(L, -2, "count");
    lua_pushnumber(L, (lua_Number)dataset_skipped(set));
    lua_setfield(L, -2, "skipped");
    if (dataset_kind(set) == DATASET_CSV) {
        push_columns(L, set);
        lua_setfield(L, -2, "columns");
    }
    return 1;
}

static int data_text(lua_State *L)
{
    const struct dataset *set = check_set(L);
    size_t len;
    const char *text = dataset_at(set, check_row(L, set), &len);

    lua_pushlstring(L, text, len);
    return 1;
}

static int data_prompt(lua_State *L)
{
    const struct dataset *set = check_set(L);
    size_t row = check_row(L, set);
    struct buf text = {0};

    if (dataset_prompt(set, row, &text, NULL))
        lua_pushlstring(L, text.data ? text.data : "", text.len);
    else
        lua_pushnil(L);
    buf_release(&text);
    return 1;
}

/* fields(set, row, names): a table by the names; without names it is a list. */
static int data_fields(lua_State *L)
{
    const struct dataset *set = check_set(L);
    bool named = lua_istable(L, 3);
    size_t row = check_row(L, set), columns = dataset_columns(set);
    struct csv c;

    luaL_argcheck(L, dataset_kind(set) == DATASET_CSV, 1, "expected a set of kind csv");
    dataset_fields(set, row, &c);
    lua_createtable(L, named ? 0 : (int)columns, named ? (int)columns : 0);
    for (int i = 1; i <= (int)columns; i++) {
        csv_next(&c);
        if (named)
            lua_rawgeti(L, 3, i);
        else
            lua_pushinteger(L, i);
        lua_pushlstring(L, c.text, c.len);
        lua_rawset(L, -3);
    }
    buf_release(&c.scratch);
    return 1;
}

/* Orders. */

struct feeder {
    struct order order;
    uint64_t next;
    bool once, seeded;
};

/* order(kind, count, seed or nil, skew, once) */
static int data_order(lua_State *L)
{
    static const char *const kinds[] = {"sequence", "shuffle", "random", NULL};
    int kind = luaL_checkoption(L, 1, NULL, kinds);
    lua_Number count = luaL_checknumber(L, 2);
    struct feeder *f = lua_newuserdata(L, sizeof *f);

    *f = (struct feeder){
        .order = {.kind = (enum order_kind)kind,
                  .count = (uint64_t)count,
                  .seed = (uint64_t)luaL_optnumber(L, 3, 0),
                  .skew = luaL_optnumber(L, 4, 0)},
        .next = lib_script(L)->share.index,
        .once = lua_toboolean(L, 5),
        .seeded = !lua_isnoneornil(L, 3)
    };
    luaL_getmetatable(L, ORDER);
    lua_setmetatable(L, -2);
    return 1;
}

/* The number of the next row of this worker's part, or nil: all have been dealt once. */
static int data_deal(lua_State *L)
{
    struct feeder *f = luaL_checkudata(L, 1, ORDER);
    const struct script *s = lib_script(L);
    struct order order = f->order;

    if (f->once && f->next >= order.count)
        return 0;
    if (!f->seeded)
        order.seed = s->plan->seed;
    lua_pushnumber(L, (lua_Number)order_at(&order, f->next) + 1);
    f->next += s->share.count;
    return 1;
}

/* for_user(count, id, visit) */
static int data_for_user(lua_State *L)
{
    lua_Number count = luaL_checknumber(L, 1), id = luaL_checknumber(L, 2),
               visit = luaL_checknumber(L, 3);

    luaL_argcheck(L, id >= 1 && id <= 0x1p53, 2, "expected a user's id");
    luaL_argcheck(L, visit >= 1 && visit <= 0x1p53, 3, "visits are counted from 1");
    lua_pushnumber(
        L, (lua_Number)order_for_user((uint64_t)count, (uint64_t)id, (uint64_t)visit - 1) + 1);
    return 1;
}

static int data_in_journey(lua_State *L)
{
    lua_pushboolean(L, lib_script(L)->running != NULL);
    return 1;
}

int lib_data(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"open",       data_open      },
        {"about",      data_about     },
        {"text",       data_text      },
        {"prompt",     data_prompt    },
        {"fields",     data_fields    },
        {"order",      data_order     },
        {"deal",       data_deal      },
        {"for_user",   data_for_user  },
        {"in_journey", data_in_journey},
        {NULL,         NULL           },
    };

    luaL_newmetatable(L, ORDER);
    lua_pop(L, 1);
    lib_table(L, functions);
    luaL_newmetatable(L, SET); /* of all sets, for the prelude to fill */
    lua_setfield(L, -2, "set");
    return 1;
}
