#include "base/clock.h"
#include "measure/sample.h"
#include "script/asking.h"

#include <lauxlib.h>
#include <string.h>

static void set_span(lua_State *L, const char *name, nanos span)
{
    if (span < 0)
        return;
    lua_pushnumber(L, (double)span / (double)NANOS_PER_SECOND);
    lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const struct span *text)
{
    if (!text->len)
        return;
    lua_pushlstring(L, text->text, text->len);
    lua_setfield(L, -2, name);
}

static void set_count(lua_State *L, const char *name, uint32_t count)
{
    lua_pushinteger(L, count);
    lua_setfield(L, -2, name);
}

static void set_usage(lua_State *L, const struct sample *s)
{
    lua_createtable(L, 0, 4);
    if (s->has_input)
        set_count(L, "prompt_tokens", s->tokens_in);
    if (s->has_cached)
        set_count(L, "cached_tokens", s->tokens_cached);
    set_count(L, "completion_tokens", sample_tokens(s));
    lua_setfield(L, -2, "usage");
}

static void set_times(lua_State *L, const struct sample *s)
{
    set_span(L, "ttft", sample_ttft(s));
    set_span(L, "ttfa", sample_ttfa(s));
    set_span(L, "tpot", sample_tpot(s));
    set_span(L, "e2e", sample_e2e(s));
    set_span(L, "latency", sample_latency(s));
}

static void set_outcome(lua_State *L, const struct sample *s)
{
    lua_pushboolean(L, s->outcome == FAULT_NONE || s->outcome == STOPPED);
    lua_setfield(L, -2, "ok");
    if (s->outcome == STOPPED) {
        lua_pushboolean(L, true);
        lua_setfield(L, -2, "stopped");
    } else if (s->outcome != FAULT_NONE) {
        lua_pushstring(L, fault_name(s->outcome));
        lua_setfield(L, -2, "fault");
    }
    if (s->status)
        set_count(L, "status", s->status);
}

static void set_events(lua_State *L, const struct span *kept)
{
    const char *at = kept->text, *end = kept->text + kept->len;

    if (!kept->len)
        return;
    lua_newtable(L);
    for (int i = 1; at < end; i++) {
        size_t n = strlen(at); /* JSON holds no '\0' */

        lua_pushlstring(L, at, n);
        lua_rawseti(L, -2, i);
        at += n + 1;
    }
    lua_setfield(L, -2, "events");
}

int reply_push(lua_State *L, const struct exchange_result *r)
{
    luaL_checkstack(L, 6, "reply");
    lua_createtable(L, 0, 16);
    set_outcome(L, r->sample);
    lua_pushlstring(L, r->text.text, r->text.len);
    lua_setfield(L, -2, "text");
    set_text(L, "reasoning", &r->reasoning);
    set_text(L, "refusal", &r->refusal);
    set_text(L, "error", &r->words);
    set_text(L, "header_lines", &r->headers);
    set_events(L, &r->kept);
    if (r->finish_reason) {
        lua_pushstring(L, r->finish_reason);
        lua_setfield(L, -2, "finish_reason");
    }
    if (r->sample->llm || r->sample->has_input)
        set_usage(L, r->sample);
    set_times(L, r->sample);
    if (r->sample->sent)
        set_span(L, "sent", r->sample->sent);
    set_text(L, "body", &r->body);
    return 1;
}
