#include "base/buf.h"
#include "base/mem.h"
#include "script/asking.h"
#include "script/lib.h"
#include "script/script.h"
#include "script/task.h"
#include "script/user.h"

#include <stdlib.h>

/* Replies that a journey reads while they come. What has arrived and was not yet read waits in
 * the stream's inbox, so nothing of Lua's is touched when bytes arrive. */

#define STREAM "stoke.stream"

struct piece {
    enum meaning kind;
    uint32_t len;
};

struct stream {
    struct stream *next, **link; /* of its user's, while it runs */
    struct script *script;
    struct user *user;
    struct exchange *exchange; /* NULL: it is over */
    struct task *waiter;       /* NULL: nobody waits */
    bool for_end;              /* what the waiter waits for: the end, or the next token */
    int self;                  /* reference, while it runs; its environment has the reply then */
    struct buf inbox, pieces;  /* bytes; struct piece, each of so many of them */
    size_t read, pieces_read;  /* bytes of these */
};

static struct stream *check(lua_State *L)
{
    return luaL_checkudata(L, 1, STREAM);
}

static void leave_user(struct stream *st)
{
    if (!st->link)
        return;
    *st->link = st->next;
    if (st->next)
        st->next->link = st->link;
    st->link = NULL;
}

static void join_user(struct stream *st, struct user *u)
{
    st->user = u;
    st->next = u->streams;
    st->link = &u->streams;
    if (st->next)
        st->next->link = &st->next;
    u->streams = st;
}

void user_end_streams(struct user *u, enum fault why)
{
    while (u->streams) {
        struct stream *st = u->streams;

        leave_user(st);
        exchange_cancel(st->exchange, why);
    }
}

/* The kinds as scripts see them. */
static const char *const kinds[] = {
    [MEANS_TEXT] = "text", [MEANS_REASONING] = "reasoning", [MEANS_REFUSAL] = "refusal"};

static bool has_token(const struct stream *st)
{
    return st->pieces_read < st->pieces.len;
}

static int push_token(lua_State *L, struct stream *st)
{
    const struct piece *p = (const void *)(st->pieces.data + st->pieces_read);

    lua_pushlstring(L, st->inbox.data + st->read, p->len);
    lua_pushstring(L, kinds[p->kind]);
    st->read += p->len;
    st->pieces_read += sizeof *p;
    if (!has_token(st)) {
        buf_clear(&st->inbox);
        buf_clear(&st->pieces);
        st->read = st->pieces_read = 0;
    }
    return 2;
}

static int push_next(lua_State *co, void *thing)
{
    struct stream *st = thing;

    return has_token(st) ? push_token(co, st) : 0;
}

static int push_reply(lua_State *co, void *thing)
{
    (void)thing;
    lua_getfenv(co, 1); /* the stream is the argument of the call that waits */
    lua_rawgeti(co, -1, 1);
    return 1;
}

static void wake(struct stream *st)
{
    struct task *t = st->waiter;

    st->waiter = NULL;
    task_wake_later(t, st->for_end ? push_reply : push_next);
}

static void on_token(void *owner, enum meaning kind, struct span text)
{
    struct stream *st = owner;
    struct piece p = {kind, (uint32_t)text.len};

    buf_add(&st->inbox, text.text, text.len);
    buf_add(&st->pieces, &p, sizeof p);
    if (st->waiter && !st->for_end)
        wake(st);
}

static void on_end(void *owner, const struct exchange_result *r)
{
    struct stream *st = owner;
    lua_State *L = st->script->L;

    if (st->link) /* else its journey is over and was measured, and the user may be in the next */
        asking_ended(st->user, r);
    leave_user(st);
    st->exchange = NULL;
    lua_rawgeti(L, LUA_REGISTRYINDEX, st->self);
    lua_createtable(L, 1, 0);
    reply_push(L, r);
    lua_rawseti(L, -2, 1);
    lua_setfenv(L, -2);
    lua_pop(L, 1);
    luaL_unref(L, LUA_REGISTRYINDEX, st->self);
    if (st->waiter)
        wake(st);
}

static void nobody_waits(void *thing)
{
    struct stream *st = thing;

    st->waiter = NULL;
}

static int wait_for(lua_State *L, struct stream *st, bool for_end)
{
    struct task *t = task_running(st->script, L);

    if (st->waiter)
        return luaL_error(L, "another branch of the journey already waits for this reply");
    st->waiter = t;
    st->for_end = for_end;
    return task_wait(L, nobody_waits, st);
}

/* begin(endpoint, user, body or nil, keep, turn, timeout, several, asked_in, asked_out, shared) ->
 * stream */
static int stream_begin(lua_State *L)
{
    static const struct exchange_watch watch = {on_token, on_end};
    struct asking a;
    struct stream *st;

    asking_read(L, &a);
    lua_settop(L, 6);
    st = lua_newuserdata(L, sizeof *st);
    *st = (struct stream){.script = lib_script(L)};
    luaL_getmetatable(L, STREAM);
    lua_setmetatable(L, -2);
    lua_createtable(L, 2, 0); /* what must stay alive meanwhile: the endpoint and the body */
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, 2);
    lua_setfenv(L, -2);
    join_user(st, a.user);
    lua_pushvalue(L, -1);
    st->self = luaL_ref(L, LUA_REGISTRYINDEX);
    st->exchange = exchange_begin(st->script->recorder, &a.spec, &watch, st);
    return 1;
}

/* receive(stream) -> text, kind; nothing when it is over */
static int stream_receive(lua_State *L)
{
    struct stream *st = check(L);

    if (has_token(st))
        return push_token(L, st);
    return st->exchange ? wait_for(L, st, false) : 0;
}

/* result(stream) -> the reply's table, when it is over */
static int stream_result(lua_State *L)
{
    struct stream *st = check(L);

    return st->exchange ? wait_for(L, st, true) : push_reply(L, st);
}

/* stop(stream): the journey wants no more of it; what has come and was not read is dropped */
static int stream_stop(lua_State *L)
{
    struct stream *st = check(L);

    if (st->exchange)
        exchange_cancel(st->exchange, STOPPED);
    st->read = st->inbox.len;
    st->pieces_read = st->pieces.len;
    return 0;
}

/* over(stream) -> whether result() would not wait */
static int stream_over(lua_State *L)
{
    lua_pushboolean(L, !check(L)->exchange);
    return 1;
}

static int stream_gc(lua_State *L)
{
    struct stream *st = check(L);

    leave_user(st);
    buf_release(&st->inbox);
    buf_release(&st->pieces);
    return 0;
}

int lib_stream(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"begin",   stream_begin  },
        {"receive", stream_receive},
        {"result",  stream_result },
        {"stop",    stream_stop   },
        {"over",    stream_over   },
        {NULL,      NULL          },
    };

    luaL_newmetatable(L, STREAM);
    lua_pushcfunction(L, stream_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    return lib_table(L, functions);
}
