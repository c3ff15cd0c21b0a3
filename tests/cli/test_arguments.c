/* What was typed is told apart: stoke's own, the script's flags, and what follows `--`. */

#include "cli/arguments.h"
#include "cli/wish.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <string.h>

static struct arguments args;
static char parts[512];

static void add(const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        snprintf(parts + strlen(parts), sizeof parts - strlen(parts), "%s ", words[i]);
}

/* A line, cut at its spaces, as "own | flags | rest". */
static const char *split(const char *line)
{
    static char text[256];
    char *argv[32] = {text}, *at = NULL;
    int argc = 0;

    snprintf(text, sizeof text, "stoke %s", line);
    for (char *word = strtok_r(text, " ", &at); word; word = strtok_r(NULL, " ", &at))
        argv[argc++] = word;
    argv[argc] = NULL;
    arguments_split(&args, wish_options, argc, argv);
    parts[0] = '\0';
    add((const char *const *)args.own + 1, (size_t)args.own_count - 1);
    strcat(parts, "| ");
    add((const char *const *)args.flags, args.flag_count);
    strcat(parts, "| ");
    add(args.rest, args.rest_count);
    return parts;
}

static bool is(const char *line, const char *want)
{
    const char *got = split(line);

    if (strcmp(got, want) != 0)
        note("%s: %s", line, got);
    return !strcmp(got, want);
}

int main(void)
{
    ok(is("", "| | "));
    ok(is("-c 3 http://x", "-c 3 http://x | | "));
    note("without a script an unknown flag stays where getopt finds it");
    ok(is("--depth 3 http://x", "--depth 3 http://x | | "));
    ok(is("-s x.lua --depth 3 http://x", "-s x.lua http://x | depth=3 | "));
    ok(is("--depth 3 http://x -s x.lua", "http://x -s x.lua | depth=3 | "));
    ok(is("--script=x.lua --depth=3 --who=a=b", "--script=x.lua | depth=3 who=a=b | "));
    ok(is("-qsx.lua --loud http://x", "-qsx.lua http://x | loud | "));
    ok(is("-qs x.lua --depth -5 --least -.5 --loud -q",
          "-qs x.lua -q | depth=-5 least=-.5 loud | "));
    note("what belongs to an option is not looked at, nor a beginning of stoke's own");
    ok(is("-s x.lua -p --depth --dura 3s", "-s x.lua -p --depth --dura 3s | | "));
    ok(is("-s x.lua --prompt --depth --prompt=--depth",
          "-s x.lua --prompt --depth --prompt=--depth | | "));
    ok(is("-s x.lua --loud", "-s x.lua | loud | "));
    note("behind `--` all is the script's");
    ok(is("-s x.lua http://x -- -q --depth 3 --", "-s x.lua http://x | | -q --depth 3 -- "));
    ok(is("http://x -- a", "http://x | | a "));
    ok(is("-s x.lua --loud -- a", "-s x.lua | loud | a "));
    ok(is("-s x.lua -- ", "-s x.lua | | "));
    ok(is("-c", "-c | | ") && is("-s", "-s | | "));
    arguments_release(&args);
    return tap_done();
}
