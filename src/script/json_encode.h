#ifndef SCRIPT_JSON_ENCODE_H
#define SCRIPT_JSON_ENCODE_H

#include <lua.h>

struct json_writer;

/* Writes the value at this (absolute) index. Keys come in alphabetical order, so that the
 * same content is the same text in every state and every run. What cannot be written is a
 * Lua error that says where in the value it is. */
void json_encode_value(lua_State *L, int index, struct json_writer *w);

#endif
