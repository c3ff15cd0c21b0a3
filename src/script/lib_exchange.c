#include "base/clock.h"
#include "base/error.h"
#include "llm/exchange.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "plan/plan.h"
#include "script/asking.h"
#include "script/lib.h"
#include "script/lib_shape.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"

#include <stdio.h>

/* Requests to the service. An endpoint is where they go; it is made once and used for
 * every request, which then costs Lua nothing but its body. */

#define ENDPOINT "stoke.endpoint"

enum { HEADERS_MAX = 128 };

static int endpoint_gc(lua_State *L)
{
    struct endpoint *e = luaL_checkudata(L, 1, ENDPOINT);

    http_target_free(e->target);
    e->target = NULL;
    return 0;
}

static void read_headers(lua_State *L, int arg, const char *headers[HEADERS_MAX + 1])
{
    size_t n;

    luaL_checktype(L, arg, LUA_TTABLE);
    n = lua_objlen(L, arg);
    luaL_argcheck(L, n <= HEADERS_MAX, arg, "too many headers");
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, arg, (int)i + 1); /* stays alive in its table */
        luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, arg, "a header is text: \"Name: value\"");
        headers[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    headers[n] = NULL;
}

/* Made by whoever comes first: wrk's requests are endpoints too. */
static void push_metatable(lua_State *L)
{
    if (luaL_newmetatable(L, ENDPOINT)) {
        lua_pushcfunction(L, endpoint_gc);
        lua_setfield(L, -2, "__gc");
    }
}

struct endpoint *endpoint_push(lua_State *L, struct http_target *target, const struct shape *shape,
                               int shape_at)
{
    struct endpoint *e = lua_newuserdata(L, sizeof *e);

    *e = (struct endpoint){.target = target, .shape = shape};
    push_metatable(L);
    lua_setmetatable(L, -2);
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, shape_at);
    lua_rawseti(L, -2, 1);
    lua_setfenv(L, -2);
    return e;
}

/* endpoint(method, url, {"Name: value", ...}, shape or nil); nil and why: that is no URL */
static int exchange_endpoint(lua_State *L)
{
    const char *headers[HEADERS_MAX + 1];
    const char *method = luaL_checkstring(L, 1), *url = luaL_checkstring(L, 2);
    const struct shape *shape = lua_isnoneornil(L, 4) ? NULL : lib_shape_check(L, 4);
    struct http_url parts;
    struct error err;

    if (http_read_url(url, &parts, &err)) {
        lua_pushnil(L);
        lua_pushstring(L, err.text);
        return 2;
    }
    lua_settop(L, 4);
    read_headers(L, 3, headers);
    endpoint_push(L, http_target_new(method, url, headers), shape, 4);
    return 1;
}

/* The journey was due for the sake of its first request, unless it did something else first:
 * what it takes its time for is no lateness of ours. Of a script's own words wrk's journey knows
 * when they are due. */
static void take_due(struct user *u, bool first, struct exchange_spec *spec)
{
    nanos now = clock_now();

    spec->due = first && u->due ? u->due : now;
    spec->ready = first && u->due && u->ready ? u->ready : now;
    u->due = u->ready = 0;
}

/* A name for the request that is the same in every run of this seed. */
static void name_request(const struct script *s, const struct user *u, struct asking *a)
{
    snprintf(a->id, sizeof a->id, "stoke-%llx-%llu-%llu", (unsigned long long)s->plan->seed,
             (unsigned long long)u->id, (unsigned long long)u->exchanges);
    a->spec.request.id = a->id;
}

static nanos read_timeout(lua_State *L, int arg, nanos otherwise)
{
    double seconds = luaL_optnumber(L, arg, 0);

    return seconds > 0 && seconds < 1e9 ? (nanos)(seconds * 1e9) : otherwise;
}

struct task *asking_read(lua_State *L, struct asking *a)
{
    struct script *s = lib_script(L);
    const struct endpoint *e = luaL_checkudata(L, 1, ENDPOINT);
    struct user *u = lua_touserdata(L, 2);
    struct task *t = task_running(s, L);
    bool keep = lua_toboolean(L, 4);

    luaL_argcheck(L, lua_islightuserdata(L, 2) && u, 2, "expected a user's handle");
    a->user = u;
    a->spec = (struct exchange_spec){
        .request = {.target = e->target,
                    .timeout = read_timeout(L, 6, s->plan->timeout),
                    .stall = s->plan->stall},
        .line = u->line,
        .user = u->id,
        .shape = e->shape,
        .keep_text = keep,
        .keep_body = keep && e->words && e->shape,
        .several = lua_toboolean(L, 7),
        .keep_headers = keep && (e->words || !e->shape),
        .scenario = u->scenario,
        .step = *task_step(t),
        .turn = (uint32_t)luaL_optinteger(L, 5, 0),
        .asked_in = (uint32_t)luaL_optinteger(L, 8, 0),
        .asked_out = (uint32_t)luaL_optinteger(L, 9, 0),
        .shared = (uint32_t)luaL_optinteger(L, 10, 0),
    };
    a->spec.request.body = lua_tolstring(L, 3, &a->spec.request.body_len);
    u->exchanges++;
    if (e->shape && !e->words)
        name_request(s, u, a);
    take_due(u, e->words || !task_has_waited(t), &a->spec);
    return t;
}

static bool found_nobody(enum fault f)
{
    return f == FAULT_RESOLVE || f == FAULT_CONNECT || f == FAULT_TLS || f == FAULT_NO_REPLY;
}

void asking_ended(struct user *u, const struct exchange_result *r)
{
    u->unreachable = found_nobody(r->sample->outcome);
    u->fell_short |= !r->sample->good;
}

/* What send() was called with is still on the task's stack. */
static void on_end(void *owner, const struct exchange_result *r)
{
    lua_State *L = task_stack(owner);

    asking_ended(lua_touserdata(L, 2), r);
    task_wake(owner, reply_push(L, r));
}

/* The journey is over before its answer: nobody wants to hear of it, but it is counted. */
static void give_up(void *thing)
{
    exchange_abandon(thing);
    exchange_cancel(thing, UNFINISHED);
}

/* send(endpoint, user, body or nil, keep, turn, timeout, several, asked_in, asked_out, shared) ->
 * the reply's table */
static int exchange_send(lua_State *L)
{
    static const struct exchange_watch watch = {.on_end = on_end};
    struct asking a;
    struct task *t = asking_read(L, &a);

    return task_wait(L, give_up, exchange_begin(lib_script(L)->recorder, &a.spec, &watch, t));
}

int lib_exchange(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"endpoint", exchange_endpoint},
        {"send",     exchange_send    },
        {NULL,       NULL             },
    };

    return lib_table(L, functions);
}
