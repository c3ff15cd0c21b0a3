#include "base/error.h"
#include "net/reach.h"
#include "script/wrk.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#define ADDR "wrk.addr"

/* Whoever calls wrk.connect() waits for it, and the load has not begun. */
#define PATIENCE (5 * NANOS_PER_SECOND)

enum { ADDRESSES_MAX = 64 };

static int addr_tostring(lua_State *L)
{
    const struct address *a = luaL_checkudata(L, 1, ADDR);
    char text[ADDRESS_TEXT + 16];

    snprintf(text, sizeof text, strchr(a->host, ':') ? "[%s]:%u" : "%s:%u", a->host, a->port);
    lua_pushstring(L, text);
    return 1;
}

void wrk_push_addr(lua_State *L, const char *host, uint16_t port)
{
    struct address *a = lua_newuserdata(L, sizeof *a);

    *a = (struct address){.port = port};
    snprintf(a->host, sizeof a->host, "%s", host);
    luaL_getmetatable(L, ADDR);
    lua_setmetatable(L, -2);
}

const char *wrk_check_addr(lua_State *L, int arg, const char *what, uint16_t *port)
{
    const struct address *a = luaL_testudata(L, arg, ADDR);

    if (!a)
        return luaL_error(L, "%s is a %s: expected an address, such as wrk.addrs[1]", what,
                          luaL_typename(L, arg)),
               NULL;
    *port = a->port;
    return a->host;
}

static const char *service_of(lua_State *L, int arg)
{
    if (lua_isnoneornil(L, arg))
        return "80";
    return luaL_checkstring(L, arg);
}

int wrk_lookup(lua_State *L)
{
    const char *host = luaL_checkstring(L, 1), *service = service_of(L, 2);
    struct address found[ADDRESSES_MAX];
    struct error err;
    int n = reach_lookup(host, service, found, ADDRESSES_MAX, &err);

    if (n < 0)
        return luaL_error(L, "wrk.lookup: %s", err.text);
    lua_createtable(L, n, 0);
    for (int i = 0; i < n; i++) {
        wrk_push_addr(L, found[i].host, found[i].port);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

int wrk_connect(lua_State *L)
{
    char address[ADDRESS_TEXT];
    struct error err;
    uint16_t port = 0;
    const char *host = wrk_check_addr(L, 1, "the argument of wrk.connect()", &port);

    lua_pushboolean(L, reach(host, port, PATIENCE, address, &err) == 0);
    return 1;
}

void wrk_open_addr(lua_State *L)
{
    luaL_newmetatable(L, ADDR);
    lua_pushcfunction(L, addr_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}
