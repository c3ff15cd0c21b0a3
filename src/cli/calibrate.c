#include "cli/calibrate.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/ask_for_model.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lua.h>
#include <stdio.h>
#include <string.h>

/* fetch(url, body or nil) -> the reply's body, or nil when it was no good one */
static int fetch(lua_State *L)
{
    struct wish *w = lua_touserdata(L, lua_upvalueindex(1));
    struct buf what = {0}, body = {0};
    struct error err;
    unsigned status = 0;
    size_t len;
    const char *text = lua_tolstring(L, 2, &len);
    int failed;

    if (text)
        buf_add(&what, text, len);
    failed = ask_service(w, lua_tostring(L, 1), text ? &what : NULL, &body, &status, &err);
    w->plan.calibration.requests++;
    if (failed || status != 200)
        lua_pushnil(L);
    else
        lua_pushlstring(L, body.data ? body.data : "", body.len);
    buf_release(&what);
    buf_release(&body);
    return 1;
}

static bool is_wanted(const struct plan *p)
{
    return p->wants_lengths || p->input_tokens.count || p->output_tokens.count || p->prefix_tokens;
}

static int call(struct script *s, struct wish *w, const char *name, int results, struct error *err)
{
    lua_State *L = s->L;

    if (script_require(s, "stoke.calibrate", err))
        return -1;
    lua_getfield(L, -1, name);
    lua_pushlightuserdata(L, w);
    lua_pushcclosure(L, fetch, 1);
    return script_call(s, "calibration", 1, results, err);
}

static enum calibration_by by_name(const char *name)
{
    return !name                       ? CALIBRATED_BY_GUESS
           : !strcmp(name, "tokenize") ? CALIBRATED_BY_TOKENIZE
                                       : CALIBRATED_BY_USAGE;
}

/* Lua knows how services are asked and what they answer. */
static int find_token_length(struct script *s, struct wish *w, struct error *err)
{
    struct calibration *c = &w->plan.calibration;

    if (call(s, w, "find", 3, err))
        return -1;
    c->by = by_name(lua_tostring(s->L, -3));
    if (c->by != CALIBRATED_BY_GUESS) {
        c->token_bytes = lua_tonumber(s->L, -2);
        c->overhead = lua_tonumber(s->L, -1);
    }
    lua_settop(s->L, 0);
    return 0;
}

static int find_exact_output(struct script *s, struct wish *w, struct error *err)
{
    if (call(s, w, "is_exact", 1, err))
        return -1;
    w->plan.exact_output = lua_toboolean(s->L, -1);
    lua_settop(s->L, 0);
    return 0;
}

/* It was asked for, and some know it without saying so; others refuse what they do not know. */
static void warn_of_ignore_eos(void)
{
    fputs("stoke: --ignore-eos is sent, though the service does not say that it is vLLM or SGLang: "
          "it "
          "may refuse it\n",
          stderr);
}

int calibrate(struct script *s, struct wish *w, struct error *err)
{
    const struct plan *p = &w->plan;

    bool lengths = p->output_tokens.count || p->wants_lengths || p->ignore_eos;

    if (!strcmp(p->api, "http"))
        return 0;
    if (lengths && find_exact_output(s, w, err))
        return -1;
    if (p->ignore_eos && !p->exact_output && !w->quiet)
        warn_of_ignore_eos();
    return is_wanted(p) ? find_token_length(s, w, err) : 0;
}
