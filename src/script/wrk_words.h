#ifndef SCRIPT_WRK_WORDS_H
#define SCRIPT_WRK_WORDS_H

#include <lua.h>
#include <stddef.h>

struct error;

/* The requests in a text that a wrk script made, one after another: pushes a list with a table
 * for each: `endpoint` and `body` as exchange.send() takes them, `head` (method and target, for
 * messages), and `decoded`, whether its reply is read as a protocol's. That is for the function
 * at `shape_of`, given the target, to say: it returns a shape or nil. -1: nothing is pushed. */
int wrk_words_push(lua_State *L, const char *url, const char *text, size_t n, int shape_of,
                   struct error *err);

/* Pushes a table of header lines as wrk has it: the names are as the service wrote them, and of
 * two with the same the last counts. */
void wrk_headers_push(lua_State *L, const char *lines, size_t n);

#endif
