#include "cli/secrets.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/wish.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Two ways of writing, two parts of a header, a key, a password and a few of a URL. */
enum { SECRETS_MAX = (WISH_HEADERS + WISH_ENV) * 4 + 16 };

struct gathering {
    const struct wish *wish;
    char **list;
};

static void keep_secret(struct gathering *g, char *text)
{
    size_t n = 0;

    while (g->list[n])
        n++;
    if (n < SECRETS_MAX && *text)
        g->list[n] = text;
    else
        free(text);
}

/* A service may echo a secret inside JSON, where it is written differently. */
static void add_secret(struct gathering *g, const char *text, size_t len)
{
    struct buf quoted = {0};
    struct json_writer w = {.out = &quoted};

    json_put_text(&w, text, len);
    if (quoted.len - 2 != len)
        keep_secret(g, mem_copy(quoted.data + 1, quoted.len - 2));
    buf_release(&quoted);
    keep_secret(g, mem_copy(text, len));
}

/* Does the name of something, of so many bytes, say that it is secret? */
static bool is_secret_name(const char *name, size_t len)
{
    static const char *const parts[] = {"key", "token", "secret", "password", "auth", "cookie"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *at = strcasestr(name, parts[i]);

        if (at && at + strlen(parts[i]) <= name + len)
            return true;
    }
    return false;
}

/* The value of a header line that carries a secret; NULL: it does not. */
static const char *secret_value(const char *line)
{
    size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    if (line[name] != ':' || !is_secret_name(line, name))
        return NULL;
    return line + name + 1 + strspn(line + name + 1, " ");
}

const char *secrets_in_header(const char *line)
{
    const char *value = secret_value(line), *space = value ? strchr(value, ' ') : NULL;

    return space ? space + 1 : value;
}

/* Max-Tokens: 5 is no secret, and every 5 of a report would be taken for it. */
enum { SHORTEST_KEY = 6 };

static void add_key(struct gathering *g, const char *value)
{
    if (strlen(value) >= SHORTEST_KEY)
        add_secret(g, value, strlen(value));
}

/* What comes in these is secret however short it is. */
static bool is_for_keys(const char *line)
{
    static const char *const names[] = {"authorization:",  "x-api-key:",           "api-key:",
                                        "x-goog-api-key:", "proxy-authorization:", "cookie:"};

    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (!strncasecmp(line, names[n], strlen(names[n])))
            return true;
    return false;
}

static void add_header_part(struct gathering *g, const char *line, const char *part)
{
    if (is_for_keys(line))
        add_secret(g, part, strlen(part));
    else
        add_key(g, part);
}

/* Keys also come as headers. "Bearer KEY" is two secrets: services may echo either. */
static void find_secret_headers(struct gathering *g)
{
    for (size_t i = 0; i < g->wish->header_count; i++) {
        const char *line = g->wish->headers[i];
        const char *value = secret_value(line), *last = secrets_in_header(line);

        if (value)
            add_header_part(g, line, value);
        if (value != last)
            add_header_part(g, line, last);
    }
}

/* -e TENANT_KEY=... and the like, for a script that signs its requests. */
static void find_secret_env(struct gathering *g)
{
    const struct plan_script *typed = &g->wish->plan.typed;

    for (size_t i = 0; i < typed->env_count; i++) {
        const char *name = typed->env[i], *equals = strchr(name, '=');
        const char *value = equals ? equals + 1 : getenv(name);

        if (value && is_secret_name(name, strcspn(name, "=")))
            add_key(g, value);
    }
}

/* The password of http://name:password@host. */
static void find_password(struct gathering *g, const char *host)
{
    const char *end = memchr(host, '@', strcspn(host, "/?#"));
    const char *colon = end ? memchr(host, ':', (size_t)(end - host)) : NULL;

    if (colon)
        add_secret(g, colon + 1, (size_t)(end - colon - 1));
}

/* Some services take their key in the query. */
static void find_query_keys(struct gathering *g, const char *query)
{
    static const char *const names[] = {"key=", "api_key=", "api-key=", "token=", "access_token="};

    for (const char *at = query; at; at = strchr(at, '&')) {
        at++;
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            if (!strncasecmp(at, names[n], strlen(names[n])))
                add_secret(g, at + strlen(names[n]), strcspn(at + strlen(names[n]), "&#"));
    }
}

static void find_secrets_in_url(struct gathering *g)
{
    const char *host = strstr(g->wish->plan.url, "://");

    if (host)
        find_password(g, host + 3);
    find_query_keys(g, strchr(g->wish->plan.url, '?'));
}

static void find_proxy_password(struct gathering *g)
{
    const char *proxy = g->wish->http.proxy, *host = proxy ? strstr(proxy, "://") : NULL;

    if (proxy)
        find_password(g, host ? host + 3 : proxy);
}

char **secrets_find(const struct wish *w, const char *key)
{
    struct gathering g = {w, mem_new((SECRETS_MAX + 1) * sizeof(char *))};

    if (key)
        add_secret(&g, key, strlen(key));
    find_secret_headers(&g);
    find_secret_env(&g);
    if (w->plan.url)
        find_secrets_in_url(&g);
    find_proxy_password(&g);
    return g.list;
}

void secrets_free(char **list)
{
    for (size_t n = 0; list && list[n]; n++)
        free(list[n]);
    free(list);
}
