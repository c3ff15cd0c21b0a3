#ifndef SCRIPT_LIB_SHAPE_H
#define SCRIPT_LIB_SHAPE_H

#include <lua.h>

struct shape;

struct shape *lib_shape_check(lua_State *L, int arg); /* or a Lua error */

#endif
