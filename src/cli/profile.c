#include "cli/profile.h"

#include "base/error.h"
#include "cli/script_options.h"
#include "cli/stages.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lauxlib.h>

#define USUAL_PEAK "20"

static int check_peak(const char *peak, struct error *err)
{
    enum stage_unit unit;
    double level;

    if (stages_read_level(peak, &level, &unit, err))
        return error_in(err, "--peak");
    return level > 0 ? 0 : error_set(err, "--peak %s: expected more than nothing", peak);
}

/* Leaves its options on the stack. */
static int find(struct script *s, const char *name, const char *peak, struct error *err)
{
    lua_State *L = s->L;

    if (script_require(s, "stoke.profile", err))
        return -1;
    lua_getfield(L, -1, "options");
    lua_pushstring(L, name);
    lua_pushstring(L, peak);
    if (script_call(s, "--profile", 2, 2, err))
        return -1;
    if (lua_isnil(L, -2))
        return error_set(err, "--profile: %s", lua_tostring(L, -1));
    lua_pop(L, 1);
    return 0;
}

int profile_take(struct script *s, struct wish *w, const char *name, const char *peak,
                 struct error *err)
{
    int top = lua_gettop(s->L), failed = -1;

    peak = peak ? peak : USUAL_PEAK;
    w->profiled = true;
    if (check_peak(peak, err) == 0 && find(s, name, peak, err) == 0)
        failed = script_options_of(s, w, err);
    lua_settop(s->L, top);
    return failed;
}

void profile_stretch(struct wish *w)
{
    double sum = 0;

    for (size_t i = 0; i < w->stage_count; i++)
        sum += (double)w->stages[i].lasts;
    for (size_t i = 0; i < w->stage_count; i++)
        w->stages[i].lasts =
            (nanos)((double)w->stages[i].lasts * ((double)w->plan.lasts / sum) + 0.5);
}
