#include "cli/script_flags.h"

#include "base/error.h"
#include "cli/cli.h"
#include "cli/wish.h"
#include "plan/plan.h"
#include "script/script.h"

#include <lauxlib.h>
#include <string.h>

static bool is_ours(const char *name)
{
    for (const struct option_line *o = wish_options; o->name || o->help; o++)
        if (o->name && !strcmp(o->name, name))
            return true;
    return false;
}

/* Calls a function of stoke.flag, which is on top. */
static int call(struct script *s, const char *name, int nresults, struct error *err)
{
    lua_getfield(s->L, -1, name);
    return script_call(s, name, 0, nresults, err);
}

static const char *text_at(lua_State *L, int table, int i)
{
    const char *text;

    lua_rawgeti(L, table, i);
    text = lua_tostring(L, -1);
    lua_pop(L, 1); /* it stays alive in its table */
    return text;
}

/* The lines of flag.lines(), on top, as options; the caller's, `lines` is how many fit. */
static size_t read_lines(lua_State *L, struct option_line *lines, size_t max)
{
    size_t n = lua_objlen(L, -1), top = (size_t)lua_gettop(L);

    for (size_t i = 0; i < n && i < max; i++) {
        lua_rawgeti(L, (int)top, (int)i + 1);
        lines[i] = (struct option_line){.name = text_at(L, (int)top + 1, 1),
                                        .value = text_at(L, (int)top + 1, 2),
                                        .help = text_at(L, (int)top + 1, 3)};
        lua_pop(L, 1);
    }
    return n < max ? n : max;
}

enum { FLAGS_MAX = 64 };

static int check_names(struct script *s, struct error *err)
{
    struct option_line lines[FLAGS_MAX];
    size_t n;

    if (call(s, "lines", 1, err))
        return -1;
    n = read_lines(s->L, lines, FLAGS_MAX);
    lua_pop(s->L, 1);
    for (size_t i = 0; i < n; i++)
        if (is_ours(lines[i].name))
            return error_set(err, "%s: its flag --%s is an option of stoke's own", s->plan->script,
                             lines[i].name);
    return 0;
}

static int check_typed(struct script *s, struct error *err)
{
    lua_State *L = s->L;
    const char *name, *like;

    lua_getfield(L, -1, "complaint");
    if (lua_isstring(L, -1))
        return error_set(err, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
    if (call(s, "unknown", 2, err))
        return -1;
    name = lua_tostring(L, -2);
    if (!name)
        return 0;
    like = lua_isstring(L, -1) ? lua_tostring(L, -1) : options_nearest(wish_options, name);
    if (like)
        return error_set(err, "there is no option --%s; did you mean --%s?", name, like);
    return error_set(err, "there is no option --%s; stoke -s %s --help shows all", name,
                     s->plan->script);
}

int script_flags_check(struct script *s, struct error *err)
{
    int code = EXIT_OURS;

    if (!script_require(s, "stoke.flag", err))
        code = check_names(s, err) ? EXIT_BAD_SCRIPT : check_typed(s, err) ? EXIT_USAGE : 0;
    lua_settop(s->L, 0);
    return code;
}

void script_flags_help(struct script *s, FILE *out)
{
    struct option_line lines[FLAGS_MAX + 2] = {0};
    struct error unused;
    char title[256];

    if (script_require(s, "stoke.flag", &unused) || call(s, "lines", 1, &unused))
        return;
    snprintf(title, sizeof title, "Of %s:", s->plan->script);
    lines[0].help = title;
    if (read_lines(s->L, lines + 1, FLAGS_MAX))
        options_help(lines, NULL, out);
    lua_settop(s->L, 0);
}
