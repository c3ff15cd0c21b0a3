/* How large a state's heap may grow before what is dead is collected. */

#include "base/error.h"
#include "plan/plan.h"
#include "script/script.h"
#include "tests/tap.h"

#include <lauxlib.h>

enum { MB = 1024 };

static struct plan plan;
static struct script script;

/* The most KB there ever were while so many MB of strings lived and died, `keep` MB of them alive.
 */
static int peak_of(int megabytes, int keep)
{
    int most = 0;

    for (int i = 0; i < megabytes; i++) {
        int size;

        lua_pushfstring(script.L, "dead = dead or {} dead[1 + %d %% %d] = ('%d'):rep(%d)", i, keep,
                        100000 + i, MB * MB / 6);
        if (luaL_dostring(script.L, lua_tostring(script.L, -1)))
            printf("Bail out! %s\n", lua_tostring(script.L, -1));
        lua_settop(script.L, 0);
        script_mind_heap(&script);
        size = lua_gc(script.L, LUA_GCCOUNT, 0);
        most = size > most ? size : most;
    }
    note("%d MB were made, %d were alive: at most %d KB", megabytes, keep, most);
    return most;
}

int main(void)
{
    struct error err;
    int most;

    plan_init(&plan);
    if (script_open(&script, &plan, &err))
        printf("Bail out! %s\n", err.text);
    note("a small heap is left alone until it is many times as large");
    most = peak_of(200, 1);
    ok(most > 6 * MB && most < 24 * MB);
    note("a large one is not");
    most = peak_of(600, 60);
    ok(most < 200 * MB);
    note("and after it a small one again");
    lua_pushnil(script.L);
    lua_setglobal(script.L, "dead");
    lua_gc(script.L, LUA_GCCOLLECT, 0);
    peak_of(200, 1);
    most = peak_of(200, 1);
    ok(most > 6 * MB && most < 24 * MB);
    note("who has stopped collecting is not overruled");
    lua_gc(script.L, LUA_GCSTOP, 0);
    ok(peak_of(40, 1) > 36 * MB);
    script_close(&script);
    return tap_done();
}
