#include "cli/script_scenarios.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/units.h"
#include "cli/script_table.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lauxlib.h>
#include <stdlib.h>

/* The list that lua/scenarios.lua makes of the script's table has the right types already. */

static double read_number(lua_State *L, const char *field)
{
    double number;

    lua_getfield(L, -1, field);
    number = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return number;
}

static int read_rate(lua_State *L, struct scenario_wish *w, struct error *err)
{
    const char *text = script_table_text(L, "rate");

    if (!text)
        return 0;
    if (units_read_rate(text, &w->rate, err))
        return error_in(err, "scenario '%s': rate", w->name);
    if (w->rate <= 0)
        return error_set(err,
                         "scenario '%s': rate \"%s\" is no rate: expected more than nothing, such "
                         "as 20 or \"30/m\"",
                         w->name, text);
    return 0;
}

static int read_arrival(lua_State *L, struct scenario_wish *w, struct error *err)
{
    const char *text = script_table_text(L, "arrival");
    char names[256];

    if (!text)
        return 0;
    w->arrival = arrival_find(text);
    if (w->arrival && w->arrival->open)
        return 0;
    return error_set(err, "scenario '%s': \"%s\" is no way to arrive: expected one of %s", w->name,
                     text, arrival_open_names(names, sizeof names));
}

static int read_on_full(lua_State *L, struct scenario_wish *w, struct error *err)
{
    const char *text = script_table_text(L, "on_full");

    if (!text)
        return 0;
    w->on_full = on_full_find(text);
    if (w->on_full)
        return 0;
    return error_set(err, "scenario '%s': on_full = \"%s\" is none: expected queue or drop",
                     w->name, text);
}

static int read_burstiness(lua_State *L, struct scenario_wish *w, struct error *err)
{
    w->burstiness = read_number(L, "burstiness");
    if (w->burstiness == 0 ||
        (w->burstiness >= ARRIVAL_BURSTIEST && w->burstiness <= ARRIVAL_EVENEST))
        return 0;
    return error_set(err,
                     "scenario '%s': %g is no burstiness: expected a number from %g to %g, such as "
                     "0.5",
                     w->name, w->burstiness, ARRIVAL_BURSTIEST, ARRIVAL_EVENEST);
}

static int read_one(lua_State *L, struct scenario_wish *w, struct error *err)
{
    w->name = script_table_text(L, "name");
    w->users = (uint64_t)read_number(L, "users");
    w->weight = read_number(L, "weight");
    w->max_in_flight = (uint64_t)read_number(L, "max_in_flight");
    return read_rate(L, w, err) || read_arrival(L, w, err) || read_burstiness(L, w, err) ||
                   read_on_full(L, w, err)
               ? -1
               : 0;
}

static int read_all(lua_State *L, struct wish *w, struct error *err)
{
    size_t n = lua_objlen(L, -1);
    int failed = 0;

    w->scenarios = mem_new(n * sizeof *w->scenarios);
    w->plan.wishes = w->scenarios;
    w->plan.wish_count = n;
    for (size_t i = 0; i < n && !failed; i++) {
        lua_rawgeti(L, -1, (int)i + 1);
        failed = read_one(L, &w->scenarios[i], err);
        lua_pop(L, 1);
    }
    return failed ? -1 : scenarios_check(&w->plan, err);
}

int script_scenarios(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    int top = lua_gettop(L), failed = -1;

    if (script_table_read(s, "stoke.scenarios", "options.scenarios", err) == 0)
        failed = read_all(L, w, err);
    lua_settop(L, top);
    return failed;
}
