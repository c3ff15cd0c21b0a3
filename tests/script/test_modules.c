/* The modules for scripts that are mostly Lua, tested in Lua: tests/script/modules/NAME.lua
 * in a state with the whole prelude. */

#include "base/error.h"
#include "plan/plan.h"
#include "script/script.h"
#include "tests/tap.h"

#include <lauxlib.h>

static struct script script;

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
        "tests/script/modules/json.lua",
    };
    struct plan plan;
    struct error err = {""};
    int failed = 0;

    plan_init(&plan);
    if (script_open(&script, &plan, &err) || luaL_dofile(script.L, "tests/script/modules/tap.lua"))
        printf("Bail out! %s\n", err.text);
    lua_pushnumber(script.L, (double)tap_seed(1));
    lua_setfield(script.L, 1, "seed");
    for (size_t i = 0; i < sizeof files / sizeof *files && !failed; i++)
        failed = run(files[i]);
    failed |= done();
    script_close(&script);
    return failed != 0;
}
