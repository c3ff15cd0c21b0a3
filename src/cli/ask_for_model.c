#include "cli/ask_for_model.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "cli/diagnose.h"
#include "cli/quote.h"
#include "cli/secrets.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lua.h>
#include <stdbool.h>
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

/* What libcurl says of a service that speaks something else is no help. */
static int advise(const struct wish *w, const char *url, struct error *err)
{
    const char *advice = diagnose(&w->http, url);

    return advice ? error_set(err, "%s: %s", url, advice) : -1;
}

int ask_service(const struct wish *w, const char *url, const struct buf *what, struct buf *body,
                unsigned *status, struct error *err)
{
    const char *headers[WISH_HEADERS + 3] = {0};
    size_t count = w->header_count;
    struct buf bearer = {0};
    struct http_target *target;
    int failed;

    memcpy(headers, w->headers, w->header_count * sizeof *headers);
    if (w->plan.api_key) {
        buf_addf(&bearer, "Authorization: Bearer %s", w->plan.api_key);
        headers[count++] = bearer.data;
    }
    if (what)
        headers[count] = "Content-Type: application/json";
    target = http_target_new(what ? "POST" : "GET", url, headers);
    failed = http_post(&w->http, target, what, PATIENCE, body, status, err);
    http_target_free(target);
    buf_release(&bearer);
    return failed ? (what ? -1 : advise(w, url, err)) : 0;
}

static bool has_key(const struct wish *w)
{
    for (size_t i = 0; i < w->header_count; i++)
        if (secrets_in_header(w->headers[i]))
            return true;
    return w->plan.api_key != NULL;
}

static const char *advice(const struct wish *w, unsigned status)
{
    if (status != 401 && status != 403)
        return "say which model with -m NAME";
    return has_key(w) ? "is it the right key?"
                      : "give it a key with --api-key-env or --api-key-file";
}

static void refused(const char *url, const struct wish *w, unsigned status, const struct buf *body,
                    const char *const *secrets, struct error *err)
{
    struct buf said = {0};

    quote(&said, body->data ? body->data : "", body->len, secrets);
    error_set(err, "the service refused to name its models (%s, status %u%s%.*s): %s", url, status,
              said.len ? ": " : "", (int)said.len, said.len ? said.data : "", advice(w, status));
    buf_release(&said);
}

char *ask_for_model(struct script *s, const struct wish *w, const char *const *secrets,
                    struct error *err)
{
    char *url = call(s, "url", w->plan.url, strlen(w->plan.url), err), *model = NULL;
    struct buf body = {0};
    unsigned status = 0;
    bool came = url && !ask_service(w, url, NULL, &body, &status, err);

    if (came && status != 200)
        refused(url, w, status, &body, secrets, err);
    else if (came && !(model = call(s, "first", body.data ? body.data : "", body.len, err)))
        error_set(err, "%s names no model: say which with -m NAME", url);
    buf_release(&body);
    free(url);
    return model;
}
