#include "script/wrk_words.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "net/request.h"
#include "script/asking.h"
#include "script/lib_shape.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADERS_MAX = 128, SHOWN = 60 };

static bool is_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] != '\r' && text[i] != '\n')
            return false;
    return true;
}

/* What went wrong with the nth request of a text. */
static int complain(struct error *err, int nth, const char *text, size_t n, long taken)
{
    const char *line = memchr(text, '\r', n), *lf = memchr(text, '\n', n);
    size_t len;

    line = line ? line : lf;
    len = line ? (size_t)(line - text) : n;
    len = len < SHOWN ? len : SHOWN;
    if (taken == 0)
        return error_set(err,
                         "request %d (\"%.*s\") is not whole: expected an empty line after the "
                         "headers, and as much of a body as its Content-Length says",
                         nth, (int)len, text);
    if (nth > 1)
        return error_set(err,
                         "what follows request %d is no HTTP request (\"%.*s\"): is its "
                         "Content-Length smaller than its body?",
                         nth - 1, (int)len, text);
    return error_set(err,
                     "this is no HTTP request: \"%.*s\" (expected \"GET /path HTTP/1.1\", headers "
                     "and an empty line, as wrk.format() makes them)",
                     (int)len, text);
}

/* A body that comes in chunks is sent whole, so what announces them is left out. */
static bool announces_chunks(const struct request *r, const char *line)
{
    return r->chunked && !strncasecmp(line, "transfer-encoding:", 18);
}

/* The lines as C texts, in one piece of memory. Gives how many there are, -1: too many. */
static int split_headers(const struct request *r, char *copy, const char *lines[HEADERS_MAX + 1])
{
    int n = 0;

    memcpy(copy, r->headers, r->headers_len);
    copy[r->headers_len] = '\0';
    for (char *at = copy, *rest; *at; at = rest) {
        size_t len = strcspn(at, "\r\n");

        rest = at + len + strspn(at + len, "\r\n");
        at[len] = '\0';
        if (n == HEADERS_MAX)
            return -1;
        if (!announces_chunks(r, at))
            lines[n++] = at;
    }
    lines[n] = NULL;
    return n;
}

static bool is_http10(const struct request *r)
{
    return r->target[r->target_len + sizeof " HTTP/1." - 1] == '0';
}

static struct http_target *make_target(const struct request *r, const char *url)
{
    const char *lines[HEADERS_MAX + 1];
    char *copy = mem_copy(r->headers, r->headers_len);
    char *method = mem_copy(r->method, r->method_len);
    char *target = mem_copy(r->target, r->target_len);
    struct http_words words = {method, target, lines, is_http10(r)};
    struct http_target *t =
        split_headers(r, copy, lines) < 0 ? NULL : http_target_words(url, &words);

    free(copy);
    free(method);
    free(target);
    return t;
}

/* Its body, or nil when it has none and says nothing of one. */
static void push_body(lua_State *L, const struct request *r)
{
    struct buf whole = {0};
    size_t len;

    if (r->chunked) {
        request_unchunk(r, &whole);
        lua_pushlstring(L, whole.data ? whole.data : "", whole.len);
        buf_release(&whole);
    } else if (r->body_len || request_header(r, "content-length", &len)) {
        lua_pushlstring(L, r->body, r->body_len);
    } else {
        lua_pushnil(L);
    }
}

static void push_shape(lua_State *L, const struct request *r, int shape_of)
{
    if (lua_isnil(L, shape_of)) {
        lua_pushnil(L);
        return;
    }
    lua_pushvalue(L, shape_of);
    lua_pushlstring(L, r->target, r->target_len);
    lua_call(L, 1, 1);
}

/* Adds the request to the list on the top of the stack. */
static int add_request(lua_State *L, const char *url, const struct request *r, int shape_of)
{
    struct http_target *t;
    int list = lua_gettop(L);

    push_shape(L, r, shape_of);
    t = make_target(r, url);
    if (!t)
        return lua_settop(L, list), -1;
    lua_createtable(L, 0, 4);
    endpoint_push(L, t, lua_isnil(L, list + 1) ? NULL : lib_shape_check(L, list + 1), list + 1)
        ->words = true;
    lua_setfield(L, -2, "endpoint");
    push_body(L, r);
    lua_setfield(L, -2, "body");
    lua_pushlstring(L, r->method, (size_t)(r->target + r->target_len - r->method));
    lua_setfield(L, -2, "head");
    lua_pushboolean(L, !lua_isnil(L, list + 1));
    lua_setfield(L, -2, "decoded");
    lua_rawseti(L, list, (int)lua_objlen(L, list) + 1);
    lua_settop(L, list);
    return 0;
}

int wrk_words_push(lua_State *L, const char *url, const char *text, size_t n, int shape_of,
                   struct error *err)
{
    const char *end = text + n;
    struct request r;
    long taken;

    lua_createtable(L, 1, 0);
    for (int nth = 1; nth == 1 || !is_blank(text, (size_t)(end - text)); nth++, text += taken) {
        taken = request_read(&r, text, (size_t)(end - text));
        if (taken <= 0)
            return lua_pop(L, 1), complain(err, nth, text, (size_t)(end - text), taken);
        if (add_request(L, url, &r, shape_of))
            return lua_pop(L, 1),
                   error_set(err, "request %d has more than %d headers", nth, HEADERS_MAX);
    }
    return 0;
}

static const char *trimmed_end(const char *from, const char *to)
{
    while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r'))
        to--;
    return to;
}

static void add_header(lua_State *L, const char *at, const char *to)
{
    const char *colon = memchr(at, ':', (size_t)(to - at)), *from = colon + 1;

    if (!colon)
        return; /* the empty line after the headers; trailers may follow */
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    lua_pushlstring(L, at, (size_t)(colon - at));
    lua_pushlstring(L, from, (size_t)(trimmed_end(from, to) - from));
    lua_rawset(L, -3);
}

void wrk_headers_push(lua_State *L, const char *lines, size_t n)
{
    const char *end = lines + n, *to;

    lua_newtable(L);
    for (; lines < end; lines = to + 1) {
        to = memchr(lines, '\n', (size_t)(end - lines));
        to = to ? to : end;
        add_header(L, lines, to);
    }
}
