#ifndef SCRIPT_OVERTIME_H
#define SCRIPT_OVERTIME_H

#include <stdbool.h>

struct script;

/* What runs where there is no journey, such as a script's top level or done(), may be in a loop
 * without an end, and nobody would know where. When it has used a second of the processor somebody
 * is told, once. Only LuaJIT's profiler finds out, since its compiled code looks at nothing else. A
 * process has one, and while a load runs it is probe.h's: until watch_close() nothing is told. */
struct overtime {
    void (*tell)(void *owner, const char *text); /* in the midst of Lua: it calls none */
    void *owner;

    const char *what; /* ours, from here on */
    bool told;
};

/* For whoever the script's `overtime` is, if anybody. */
void overtime_begin(struct script *s, const char *what);
void overtime_end(struct script *s);

#endif
