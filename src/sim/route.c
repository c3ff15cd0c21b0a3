#include "base/error.h"
#include "base/json.h"
#include "net/request.h"
#include "sim/about.h"
#include "sim/answer.h"
#include "sim/ask.h"
#include "sim/bodies.h"
#include "sim/conn.h"
#include "sim/dialect.h"
#include "sim/embed.h"
#include "sim/header.h"
#include "sim/onlook.h"
#include "sim/outage.h"
#include "sim/prefix.h"
#include "sim/prepared.h"
#include "sim/rank.h"
#include "sim/refusal.h"
#include "sim/reply.h"
#include "sim/service.h"
#include "sim/tokenize.h"
#include "sim/wire.h"

#include <string.h>

static const char hello[] = "This is stoke sim, a simulated LLM service.\n";

static bool is(const char *text, size_t len, const char *word)
{
    return len == strlen(word) && !memcmp(text, word, len);
}

void route_front(struct buf *out)
{
    buf_addf(out,
             "HTTP/1.1 200 OK\r\nserver: stoke-sim\r\ncontent-type: text/plain\r\n"
             "content-length: %zu\r\n\r\n%s",
             sizeof hello - 1, hello);
}

/* What befalls a request can befall this one too, but for what concerns tokens. */
static void send_front(struct conn *c, const struct request *r, const struct sim_given *g,
                       bool bare)
{
    struct buf out = {0}, body = {0};
    struct wire w;

    wire_begin(&w, g, r->old);
    buf_add(&body, hello, sizeof hello - 1);
    wire_whole(&w, &body);
    header_whole(&out, c, r, &w, "text/plain");
    header_length(&out, &w, body.len);
    if (bare)
        buf_clear(&body);
    buf_add(&out, body.data, body.len);
    if (g->by[SIM_HANG])
        conn_hold(c, sim_given_argument(g, SIM_HANG, 0));
    answer_whole(c, &out, body.len, *g);
    buf_release(&out);
    buf_release(&body);
}

/* The bare reply is ready; whatever makes this request a special one takes the long way. */
static void front(struct conn *c, const struct request *r)
{
    struct sim *s = c->sim;
    struct sim_given g = sim_draw(s, &s->dice);
    bool bare = answer_bare(r);
    size_t len;

    if (!g.any && !c->last && !bare && !request_header(r, "x-request-id", &len)) {
        answer_counts(c, r, 200);
        conn_send(c, s->front.data, s->front.len);
        return;
    }
    c->most = sim_given_write(&g, 0);
    if (!refusal_answer(c, r, &g))
        send_front(c, r, &g, bare);
}

static void health(struct conn *c, const struct request *r)
{
    answer(c, r, 200, "text/plain", "", 0);
}

/* A request's body as it was meant. */
struct content {
    struct buf whole; /* when it came in chunks */
    const char *text;
    size_t len;
};

static struct content content_of(const struct request *r)
{
    struct content c = {.text = r->body, .len = r->body_len};

    if (r->chunked) {
        request_unchunk(r, &c.whole);
        c.text = c.whole.data ? c.whole.data : "";
        c.len = c.whole.len;
    }
    return c;
}

static unsigned known_tokens(const struct sim *s)
{
    struct prefix *cache = s->options.cache;

    return cache ? (unsigned)prefix_meet(cache, s->prompt.data, s->prompt.len) : 0;
}

static void complete(struct conn *c, const struct request *r)
{
    struct content body = content_of(r);
    struct error why;
    struct ask a;

    if (ask_read(&a, c->dialect, body.text, body.len, &c->sim->prompt, &why)) {
        answer_bad(c, r, why.text);
    } else {
        if (c->dialect->aim)
            c->dialect->aim(&a, (struct part){r->target, r->target_len});
        a.cached_tokens = known_tokens(c->sim);
        reply_begin(c, r, &a);
    }
    buf_release(&body.whole);
}

static void send_prepared(struct conn *c, const struct request *r, struct prepared *p, int failed,
                          const struct error *why)
{
    if (failed)
        answer_error(c, r, 400, why->text);
    else
        reply_begin_prepared(c, r, p);
    buf_release(&p->body);
}

static void embeddings(struct conn *c, const struct request *r)
{
    struct content body = content_of(r);
    const struct sim *s = c->sim;
    struct prepared p;
    struct error why;
    int failed = embed_answer(&p, body.text, body.len, s->options.dimensions, s->model.data, &why);

    send_prepared(c, r, &p, failed, &why);
    buf_release(&body.whole);
}

static void rerank(struct conn *c, const struct request *r)
{
    struct content body = content_of(r);
    struct prepared p;
    struct error why;
    int failed = rank_answer(&p, body.text, body.len, c->sim->model.data, &why);

    send_prepared(c, r, &p, failed, &why);
    buf_release(&body.whole);
}

static void count_tokens(struct conn *c, const struct request *r)
{
    struct content body = content_of(r);
    struct buf out = {0};
    struct error why;

    if (c->sim->options.no_tokenize)
        answer_error(c, r, 404, "Nothing is served under this path.");
    else if (tokenize(&out, body.text, body.len, &c->sim->prompt, sim_longest(c->sim), &why))
        answer_error(c, r, 400, why.text);
    else
        answer(c, r, 200, "application/json", out.data, out.len);
    buf_release(&out);
    buf_release(&body.whole);
}

/* Of a request that is yet to come. */
static void count_request(struct conn *c, const struct request *r)
{
    struct content body = content_of(r);
    struct buf out = {0};
    struct error why;

    if (tokenize_request(c->dialect, &out, body.text, body.len, &c->sim->prompt, &why))
        answer_error(c, r, 400, why.text);
    else
        answer(c, r, 200, "application/json", out.data, out.len);
    buf_release(&out);
    buf_release(&body.whole);
}

static bool is_key(const char *sent, size_t len, const char *key)
{
    if (len > 7 && !strncmp(sent, "Bearer ", 7))
        return is(sent + 7, len - 7, key);
    return is(sent, len, key);
}

/* The value of a field of the query, named with its equals sign. */
static const char *query_field(const struct request *r, const char *name, size_t *len)
{
    const char *query = memchr(r->target, '?', r->target_len), *end = r->target + r->target_len;
    const char *value = query ? memmem(query, (size_t)(end - query), name, strlen(name)) : NULL;
    const char *more;

    if (!value)
        return NULL;
    value += strlen(name);
    more = memchr(value, '&', (size_t)(end - value));
    *len = (size_t)((more ? more : end) - value);
    return value;
}

/* Wherever the protocol has it. */
static const char *sent_key(const struct conn *c, const struct request *r, size_t *len)
{
    const struct dialect *d = c->dialect;
    const char *sent = d->key ? request_header(r, d->key, len) : NULL;

    if (!sent && d->key_query)
        sent = query_field(r, d->key_query, len);
    return sent ? sent : request_header(r, "authorization", len);
}

/* As a service that checks keys would, it tells the client what it sent. */
static bool allowed(struct conn *c, const struct request *r)
{
    const char *key = c->sim->options.api_key, *sent;
    struct error why;
    size_t len = 0;

    if (!key)
        return true;
    sent = sent_key(c, r, &len);
    if (sent && is_key(sent, len, key))
        return true;
    error_set(&why, "This is not the API key: \"%.*s\".", sent ? (int)len : 0, sent ? sent : "");
    answer_error(c, r, 401, why.text);
    return false;
}

/* clang-format off */
static const struct way {
    const char *method, *path;
    bool guarded; /* needs the API key */
    void (*serve)(struct conn *c, const struct request *r);
    const struct dialect *dialect; /* NULL: OpenAI's, for errors */
} routes[] = {
    {"GET", "/", false, front, NULL},
    {"POST", "/v1/chat/completions", true, complete, &dialect_chat},
    {"POST", "/v1/completions", true, complete, &dialect_completions},
    {"POST", "/v1/responses", true, complete, &dialect_responses},
    {"POST", "/v1/messages", true, complete, &dialect_anthropic},
    {"POST", "/v1/messages/count_tokens", true, count_request, &dialect_anthropic},
    {"POST", "/v1beta/models/*:generateContent", true, complete, &dialect_gemini},
    {"POST", "/v1beta/models/*:streamGenerateContent", true, complete, &dialect_gemini},
    {"POST", "/v1/models/*:generateContent", true, complete, &dialect_gemini},
    {"POST", "/v1/models/*:streamGenerateContent", true, complete, &dialect_gemini},
    {"POST", "/v1beta/models/*:countTokens", true, count_request, &dialect_gemini},
    {"POST", "/v1/models/*:countTokens", true, count_request, &dialect_gemini},
    {"GET", "/v1beta/models", true, about_gemini, &dialect_gemini},
    {"POST", "/api/chat", true, complete, &dialect_ollama_chat},
    {"POST", "/api/generate", true, complete, &dialect_ollama_generate},
    {"GET", "/api/tags", true, about_ollama_tags, &dialect_ollama_chat},
    {"POST", "/api/show", true, about_ollama_show, &dialect_ollama_chat},
    {"GET", "/api/version", false, about_ollama_version, &dialect_ollama_chat},
    {"POST", "/generate", true, complete, &dialect_tgi},
    {"POST", "/generate_stream", true, complete, &dialect_tgi},
    {"POST", "/", true, complete, &dialect_tgi_root},
    {"GET", "/info", true, about_tgi, &dialect_tgi},
    {"POST", "/completion", true, complete, &dialect_llamacpp},
    {"POST", "/completions", true, complete, &dialect_llamacpp},
    {"GET", "/props", true, about_llamacpp, &dialect_llamacpp},
    {"POST", "/v1/embeddings", true, embeddings, NULL},
    {"POST", "/v1/rerank", true, rerank, NULL},
    {"POST", "/v2/rerank", true, rerank, NULL},
    {"POST", "/rerank", true, rerank, NULL},
    {"POST", "/v1/ranking", true, rerank, NULL},
    {"POST", "/tokenize", true, count_tokens, NULL},
    {"GET", "/v1/models", true, about_models, NULL},
    {"GET", "/health", false, health, NULL},
};
/* clang-format on */

/* HEAD is served where GET is. */
static bool fits(const struct request *r, const char *method)
{
    return is(r->method, r->method_len, method) || (answer_bare(r) && !strcmp(method, "GET"));
}

/* A star in a path is for one word, a model's name. */
static bool matches(const char *path, size_t len, const char *route)
{
    const char *star = strchr(route, '*');
    size_t before = star ? (size_t)(star - route) : 0, after = star ? strlen(star + 1) : 0;

    if (!star)
        return is(path, len, route);
    return len > before + after && !memcmp(path, route, before) &&
           is(path + len - after, after, star + 1) &&
           !memchr(path + before, '/', len - before - after);
}

static size_t path_len(const struct request *r)
{
    const char *query = memchr(r->target, '?', r->target_len);

    return query ? (size_t)(query - r->target) : r->target_len;
}

/* Under what a path begins with, errors are told in whose shape: also of what is not served. */
static const struct dialect *spoken_under(const char *path, size_t len)
{
    static const struct {
        const char *begin;
        const struct dialect *dialect;
    } families[] = {
        {"/v1beta/",      &dialect_gemini     },
        {"/api/",         &dialect_ollama_chat},
        {"/v1/messages/", &dialect_anthropic  },
    };

    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        size_t begin = strlen(families[i].begin);

        if (len > begin && !memcmp(path, families[i].begin, begin))
            return families[i].dialect;
    }
    return &dialect_chat;
}

/* Which way a request goes, and in whose words it is answered. NULL: it is not served; `known` says
 * whether it would be with another method. */
static const struct way *find_way(struct conn *c, const struct request *r, bool *known)
{
    size_t len = path_len(r);

    *known = false;
    c->dialect = spoken_under(r->target, len);
    for (const struct way *w = routes; w < routes + sizeof routes / sizeof *routes; w++) {
        if (!matches(r->target, len, w->path))
            continue;
        *known = true;
        if (w->dialect)
            c->dialect = w->dialect;
        if (fits(r, w->method))
            return w;
    }
    return NULL;
}

static void serve(struct conn *c, const struct request *r, const struct way *w, bool known)
{
    if (w && (!w->guarded || allowed(c, r)))
        w->serve(c, r);
    else if (!w && known)
        answer_error(c, r, 405, "This path is not served with this method.");
    else if (!w)
        answer_error(c, r, 404, "Nothing is served under this path.");
}

/* Whoever was sent elsewhere gets there what was asked for. */
static bool moved(struct request *r)
{
    static const char elsewhere[] = ANSWER_ELSEWHERE;
    size_t len = sizeof elsewhere - 1;

    if (r->target_len <= len || memcmp(r->target, elsewhere, len) != 0)
        return false;
    r->target += len;
    r->target_len -= len;
    return true;
}

void route(struct conn *c, const struct request *asked)
{
    struct sim *s = c->sim;
    struct request here = *asked;
    const struct request *r = &here;
    const struct way *w;
    bool known;

    c->moved = moved(&here);
    c->most = 0;
    if (onlook(c, r))
        return;
    tally_add(s->tally, TALLY_REQUESTS, 1);
    w = find_way(c, r, &known);
    c->asked = w ? tally_path(s->tally, w->method, w->path) : tally_path(s->tally, "", "other");
    if (outage_answer(c, r))
        return;
    if (s->bodies) {
        bodies_keep(s->bodies, r);
        sim_flush_files(s);
    }
    serve(c, r, w, known);
}
