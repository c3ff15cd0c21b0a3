#ifndef SCRIPT_LIB_H
#define SCRIPT_LIB_H

#include <lauxlib.h>
#include <lua.h>
#include <stddef.h>

struct script;

/* The C side of the prelude: one file and one line in lib.c for each module. Scripts
 * do not see these; the prelude requires them as "core.time", "core.exchange", ... Each
 * function's first upvalue is the script. */
int lib_bytes(lua_State *L);    /* hex, base64, base64url and back */
int lib_crypto(lua_State *L);   /* sha256, hmac, random_bytes, equal, rsa_sign, ... */
int lib_data(lua_State *L);     /* open, about, text, fields, order, ... */
int lib_exchange(lua_State *L); /* endpoint, send */
int lib_json(lua_State *L);     /* encode, decode, null */
int lib_measure(lua_State *L);  /* step, called, check, add */
int lib_plan(lua_State *L);     /* settings */
int lib_random(lua_State *L);   /* new */
int lib_records(lua_State *L);  /* count, format, text, prompt, tokens, share */
int lib_shape(lua_State *L);    /* new */
int lib_stream(lua_State *L);   /* begin, receive, result, stop, over */
int lib_task(lua_State *L);     /* together, give_up, step */
int lib_wrk(lua_State *L);      /* what wrk's scripts need: lua/wrk.lua */
int lib_prose(lua_State *L);    /* new, add, blocks */
int lib_time(lua_State *L);     /* now, sleep, span */

void lib_open(struct script *s); /* makes all of them there for require */

/* The names of metatables by which a table says what it is in JSON where its content does
 * not: an empty table would be an object, and numbers are no keys of one. */
#define LIB_JSON_ARRAY "stoke.json.array"
#define LIB_JSON_OBJECT "stoke.json.object"

/* A key of metatables that do nothing but complain of fields that there are not. */
#define LIB_STRICT "stoke.strict"

/* For the modules: a table of these functions on the stack; their script. */
int lib_table(lua_State *L, const luaL_Reg *functions);
struct script *lib_script(lua_State *L);

/* An argument that must be text: LuaJIT's own check takes a number as well, and writes it. */
const char *lib_text(lua_State *L, int index, size_t *len);

#endif
