#include "cli/script_stages.h"

#include "base/error.h"
#include "base/units.h"
#include "cli/script_table.h"
#include "cli/stages.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lauxlib.h>
#include <string.h>

/* The list that lua/stages.lua makes of the script's table has the right types already. */

static int read_level(lua_State *L, const char *field, double *level, enum stage_unit *unit,
                      struct error *err)
{
    const char *text = script_table_text(L, field);

    if (!text || !stages_read_level(text, level, unit, err))
        return 0;
    return error_in(err, "%s", field);
}

static enum stage_unit unit_of(lua_State *L, enum stage_unit read)
{
    const char *counts = script_table_text(L, "counts");

    if (counts && !strcmp(counts, "users") && read == STAGE_UNSAID)
        return STAGE_USERS;
    return read;
}

static int read_one(lua_State *L, struct stage_wish *s, struct error *err)
{
    enum stage_unit from = STAGE_UNSAID, to = STAGE_UNSAID;

    *s = (struct stage_wish){.name = script_table_text(L, "name"), .from = STAGE_GOES_ON};
    lua_getfield(L, -1, "warmup");
    s->warmup = lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (units_read_span(script_table_text(L, "lasts"), &s->lasts, err))
        return error_in(err, "lasts");
    if (read_level(L, "from", &s->from, &from, err) || read_level(L, "to", &s->to, &to, err))
        return -1;
    s->unit = unit_of(L, from == STAGE_RATE ? from : to);
    return 0;
}

static int read_all(lua_State *L, struct wish *w, struct error *err)
{
    size_t n = lua_objlen(L, -1);

    if (stages_claim(w, w->profiled && !w->stages_by ? "--profile" : "options.stages", err))
        return -1;
    for (size_t i = 1; i <= n; i++) {
        struct stage_wish *s = stages_add(w, err);

        if (!s)
            return -1;
        lua_rawgeti(L, -1, (int)i);
        if (read_one(L, s, err))
            return error_in(err, "stage %zu", i);
        lua_pop(L, 1);
    }
    return 0;
}

int script_stages(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    int top = lua_gettop(L), failed = -1;

    if (script_table_read(s, "stoke.stages", "options.stages", err) == 0)
        failed = read_all(L, w, err) ? error_in(err, "options.stages") : 0;
    lua_settop(L, top);
    return failed;
}
