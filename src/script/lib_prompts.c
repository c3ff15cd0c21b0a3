#include "base/buf.h"
#include "plan/plan.h"
#include "plan/prompts.h"
#include "script/lib.h"
#include "script/script.h"

/* The prompts of --prompts: a data set, whose rows all workers share. */

static int prompts_how_many(lua_State *L)
{
    const struct plan *p = lib_script(L)->plan;

    lua_pushnumber(L, p->prompts ? (double)prompts_count(p->prompts) : 0);
    return 1;
}

static int prompts_get(lua_State *L)
{
    const struct plan *p = lib_script(L)->plan;
    lua_Integer index = luaL_checkinteger(L, 1);
    struct buf text = {0};

    luaL_argcheck(L, p->prompts && index >= 1 && (size_t)index <= prompts_count(p->prompts), 1,
                  "there is no prompt of this number");
    prompts_at(p->prompts, (size_t)index - 1, &text);
    lua_pushlstring(L, text.data ? text.data : "", text.len);
    buf_release(&text);
    return 1;
}

int lib_prompts(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"count", prompts_how_many},
        {"at",    prompts_get     },
        {NULL,    NULL            },
    };

    return lib_table(L, functions);
}
