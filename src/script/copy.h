#ifndef SCRIPT_COPY_H
#define SCRIPT_COPY_H

#include <lua.h>

struct error;

/* Lua states share nothing, so what one makes for others is copied into them: nil, booleans,
 * numbers (64-bit ones as well), strings with any bytes, and tables of those, to any shape: a
 * table that is met twice, or within itself, is one table again. JSON's null and arrays stay
 * what they are.
 *
 * Pushes the copy of from's value at `index` on `to`. -1: nothing is pushed, and the error names
 * the way to what cannot be copied, such as "value.users[3].greet". The states must differ. */
int script_copy(lua_State *from, int index, lua_State *to, struct error *err);

#endif
