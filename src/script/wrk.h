#ifndef SCRIPT_WRK_H
#define SCRIPT_WRK_H

#include <lua.h>
#include <stdint.h>

struct hist;
struct script;

/* The objects that wrk's scripts know, for lib_wrk.c alone. Each wrk_open_* makes their
 * metatables; the script must be the first upvalue of its caller. */

/* A worker as setup(thread) and wrk.thread have it: get, set, stop, addr. */
void wrk_open_thread(lua_State *L);
void wrk_push_thread(lua_State *L, struct script *of);

/* The numeric address of a service, which prints as host:port. */
void wrk_open_addr(lua_State *L);
void wrk_push_addr(lua_State *L, const char *host, uint16_t port);

/* The host; or a Lua error, of which `what` is the subject. */
const char *wrk_check_addr(lua_State *L, int arg, const char *what, uint16_t *port);
int wrk_lookup(lua_State *L);  /* lookup(host, service) -> a list of them */
int wrk_connect(lua_State *L); /* connect(addr) -> whether somebody answers there */

/* A distribution as done() has it: min, max, mean, stdev, :percentile(p), (i), [i], #. Values
 * are divided by `unit`. Of what a rate was kept up with, `#` and [i] are wrk2's, else wrk's. */
void wrk_open_stats(lua_State *L);
void wrk_push_stats(lua_State *L, const struct hist *h, int64_t unit);

#endif
