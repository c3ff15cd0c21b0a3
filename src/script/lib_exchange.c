#include "base/clock.h"
#include "base/error.h"
#include "llm/exchange.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "plan/plan.h"
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

struct endpoint {
    struct http_target *target;
    const struct shape *shape; /* NULL: plain http. Kept alive by the userdata's environment */
};

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

/* endpoint(method, url, {"Name: value", ...}, shape or nil) */
static int exchange_endpoint(lua_State *L)
{
    const char *headers[HEADERS_MAX + 1];
    const char *method = luaL_checkstring(L, 1), *url = luaL_checkstring(L, 2);
    const struct shape *shape = lua_isnoneornil(L, 4) ? NULL : lib_shape_check(L, 4);
    struct endpoint *e;
    struct http_url parts;
    struct error err;

    if (http_read_url(url, &parts, &err))
        return luaL_argerror(L, 2, err.text);
    lua_settop(L, 4);
    read_headers(L, 3, headers);
    e = lua_newuserdata(L, sizeof *e);
    e->shape = shape;
    e->target = http_target_new(method, url, headers);
    luaL_getmetatable(L, ENDPOINT);
    lua_setmetatable(L, -2);
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, 4);
    lua_rawseti(L, -2, 1);
    lua_setfenv(L, -2);
    return 1;
}

static void push_span(lua_State *L, nanos span)
{
    if (span < 0)
        lua_pushnil(L);
    else
        lua_pushnumber(L, (double)span / (double)NANOS_PER_SECOND);
}

/* ok, status, fault, text, finish_reason, tokens_in, tokens_out, ttft, e2e, tpot, words */
static int push_result(lua_State *L, const struct exchange_result *r)
{
    const struct sample *s = r->sample;

    luaL_checkstack(L, 12, "result");
    lua_pushboolean(L, s->outcome == FAULT_NONE);
    lua_pushinteger(L, s->status);
    if (s->outcome == FAULT_NONE)
        lua_pushnil(L);
    else
        lua_pushstring(L, fault_name(s->outcome));
    lua_pushlstring(L, r->text, r->text_len);
    lua_pushstring(L, r->finish_reason); /* nil if NULL */
    lua_pushinteger(L, s->tokens_in);
    lua_pushinteger(L, sample_tokens(s));
    push_span(L, sample_ttft(s));
    push_span(L, sample_e2e(s));
    push_span(L, sample_tpot(s));
    lua_pushlstring(L, r->words, r->words_len);
    return 11;
}

static bool found_nobody(enum fault f)
{
    return f == FAULT_RESOLVE || f == FAULT_CONNECT || f == FAULT_TLS || f == FAULT_NO_REPLY;
}

/* What send() was called with is still on the task's stack. */
static void on_end(void *owner, const struct exchange_result *r)
{
    lua_State *L = task_stack(owner);
    struct user *u = lua_touserdata(L, 2);

    u->unreachable = found_nobody(r->sample->outcome);
    task_wake(owner, push_result(L, r));
}

/* The journey is over before its answer: nobody wants to hear of it, but it is counted. */
static void give_up(void *thing)
{
    exchange_abandon(thing);
    exchange_cancel(thing, UNFINISHED);
}

static void take_due(struct user *u, struct exchange_spec *spec)
{
    nanos now = clock_now();

    spec->due = u->due ? u->due : now;
    spec->ready = u->ready ? u->ready : now;
    u->due = u->ready = 0;
}

/* send(endpoint, user, body or nil, keep_text, step, turn) -> see push_result() */
static int exchange_send(lua_State *L)
{
    struct script *s = lib_script(L);
    const struct endpoint *e = luaL_checkudata(L, 1, ENDPOINT);
    struct user *u = lua_touserdata(L, 2);
    struct task *t = task_running(s, L);
    lua_Integer step = luaL_optinteger(L, 5, 0);
    char id[64];
    struct exchange_spec spec = {
        .request = {.target = e->target, .timeout = s->plan->timeout, .stall = s->plan->stall},
        .shape = e->shape,
        .keep_text = lua_toboolean(L, 4),
        .step = (label)step,
        .turn = (uint32_t)luaL_optinteger(L, 6, 0),
    };

    luaL_argcheck(L, lua_islightuserdata(L, 2) && u, 2, "expected a user's handle");
    luaL_argcheck(L, step >= 0 && (label)step < labels_count(s->recorder->labels), 5,
                  "expected a step");
    spec.line = u->line;
    spec.user = u->id;
    spec.request.body = lua_tolstring(L, 3, &spec.request.body_len);
    u->exchanges++;
    if (e->shape) {
        snprintf(id, sizeof id, "stoke-%llx-%llu-%llu", (unsigned long long)s->plan->seed,
                 (unsigned long long)u->id, (unsigned long long)u->exchanges);
        spec.request.id = id;
    }
    take_due(u, &spec);
    return task_wait(L, give_up, exchange_begin(s->recorder, &spec, on_end, t));
}

int lib_exchange(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"endpoint", exchange_endpoint},
        {"send",     exchange_send    },
        {NULL,       NULL             },
    };

    luaL_newmetatable(L, ENDPOINT);
    lua_pushcfunction(L, endpoint_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    return lib_table(L, functions);
}
