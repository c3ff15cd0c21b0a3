#include "cli/ask_for_model.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lua.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE (5 * NANOS_PER_SECOND)

/* The prelude knows how a service's URLs are made, and how its list of models reads: calls
 * models.NAME(text) and returns its text, NULL when it has none. The caller frees it. */
static char *call(struct script *s, const char *name, const char *text, size_t len,
                  struct error *err)
{
    char *got = NULL;

    if (script_require(s, "stoke.models", err))
        return NULL;
    lua_getfield(s->L, -1, name);
    lua_pushlstring(s->L, text, len);
    if (!script_call(s, "models", 1, 1, err) && lua_isstring(s->L, -1))
        got = mem_text(lua_tostring(s->L, -1));
    lua_settop(s->L, 0);
    return got;
}

static int fetch(const struct wish *w, const char *url, struct buf *body, unsigned *status,
                 struct error *err)
{
    const char *headers[WISH_HEADERS + 2] = {0};
    struct buf bearer = {0};
    struct http_target *target;
    int failed;

    memcpy(headers, w->headers, w->header_count * sizeof *headers);
    if (w->plan.api_key) {
        buf_addf(&bearer, "Authorization: Bearer %s", w->plan.api_key);
        headers[w->header_count] = bearer.data;
    }
    target = http_target_new("GET", url, headers);
    failed = http_fetch(&w->http, target, PATIENCE, body, status, err);
    http_target_free(target);
    buf_release(&bearer);
    return failed;
}

char *ask_for_model(struct script *s, const struct wish *w, struct error *err)
{
    char *url = call(s, "url", w->plan.url, strlen(w->plan.url), err), *model = NULL;
    struct buf body = {0};
    unsigned status;

    if (url && !fetch(w, url, &body, &status, err)) {
        if (status == 200)
            model = call(s, "first", body.data ? body.data : "", body.len, err);
        if (!model)
            error_set(err, "%s names no model (status %u): say which with -m NAME", url, status);
    }
    buf_release(&body);
    free(url);
    return model;
}
