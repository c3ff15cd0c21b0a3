#include "script/overtime.h"

#include "script/script.h"

#include <luajit.h>
#include <stdio.h>
#include <string.h>

/* At each line; in milliseconds of the processor's time. */
#define MODE "li1000"

enum { DEPTH = 50 };

/* What is embedded has a name of that sort. */
static bool is_ours(const char *line)
{
    return !strncmp(line, "stoke:", strlen("stoke:"));
}

/* The nearest line that is the script's own, among lines of path:number. */
static const char *find_line(const char *lines)
{
    for (const char *at = lines; *at; at += strcspn(at, "\n"), at += *at == '\n')
        if (!is_ours(at))
            return at;
    return lines;
}

static void on_sample(void *data, lua_State *L, int samples, int state)
{
    struct overtime *o = data;
    char lines[4096], text[512];
    const char *stack, *line;
    size_t len;

    (void)samples, (void)state;
    if (o->told)
        return;
    o->told = true;
    stack = luaJIT_profile_dumpstack(L, "pl\n", DEPTH, &len);
    snprintf(lines, sizeof lines, "%.*s", (int)len, stack);
    line = find_line(lines);
    snprintf(text, sizeof text, "%s has not come back after a second of work: it is at %.*s",
             o->what, (int)strcspn(line, "\n"), line);
    o->tell(o->owner, text);
}

void overtime_begin(struct script *s, const char *what)
{
    struct overtime *o = s->overtime;

    if (!o)
        return;
    o->what = what;
    o->told = false;
    luaJIT_profile_start(s->L, MODE, on_sample, o);
}

void overtime_end(struct script *s)
{
    if (s->overtime)
        luaJIT_profile_stop(s->L);
}
