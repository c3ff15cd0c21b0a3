#include "net/settings.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* libcurl gives up connections that were idle for two minutes. How old is too old others decide
 * (net/idle.h), and not in whole seconds only. */
#define KEPT_FOR (20L * 24 * 3600)

int http_start_up(struct error *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return error_set(err, "libcurl cannot be set up");
    return 0;
}

const char *http_version(void)
{
    return curl_version();
}

static int take_part(CURLU *u, CURLUPart part, char *out, size_t size)
{
    char *text;

    if (curl_url_get(u, part, &text, CURLU_DEFAULT_PORT))
        return -1;
    snprintf(out, size, "%s", text);
    curl_free(text);
    return 0;
}

int http_read_url(const char *url, struct http_url *parts, struct error *err)
{
    CURLU *u = curl_url();
    char scheme[16] = "", host[256] = "", port[8] = "";
    CURLUcode code = curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);

    if (!code && !take_part(u, CURLUPART_SCHEME, scheme, sizeof scheme)) {
        take_part(u, CURLUPART_HOST, host, sizeof host);
        take_part(u, CURLUPART_PORT, port, sizeof port);
    }
    curl_url_cleanup(u);
    if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        return error_set(err,
                         "\"%s\" is no URL of a service: expected http://HOST[:PORT][/PATH] or "
                         "https://...",
                         url);
    parts->tls = !strcmp(scheme, "https");
    parts->port = (uint16_t)strtoul(port, NULL, 10);
    snprintf(parts->host, sizeof parts->host, "%s", host[0] == '[' ? host + 1 : host);
    if (host[0] == '[' && strlen(parts->host))
        parts->host[strlen(parts->host) - 1] = '\0';
    return 0;
}

struct http_target *http_target_new(const char *method, const char *url, const char *const *headers)
{
    struct http_target *t = mem_new(sizeof *t);

    t->holders = 1;
    t->method = mem_text(method);
    t->url = mem_text(url);
    for (; headers && *headers; headers++)
        t->headers = curl_slist_append(t->headers, *headers);
    t->headers = curl_slist_append(t->headers, "Expect:"); /* never wait for "100 Continue" */
    return t;
}

static bool is_among(const char *const *headers, const char *name)
{
    size_t n = strlen(name);

    for (; *headers; headers++)
        if (!strncasecmp(*headers, name, n) && (*headers)[n] == ':')
            return true;
    return false;
}

/* libcurl takes "Name:" for the wish to leave that one out, and "Name;" for an empty one. */
static struct curl_slist *add_line(struct curl_slist *list, const char *line)
{
    const char *colon = strchr(line, ':');
    struct curl_slist *longer;
    char *empty;

    if (colon[1 + strspn(colon + 1, " \t")])
        return curl_slist_append(list, line);
    empty = mem_copy(line, (size_t)(colon - line) + 1);
    empty[colon - line] = ';';
    longer = curl_slist_append(list, empty);
    free(empty);
    return longer;
}

struct http_target *http_target_words(const char *url, const struct http_words *words)
{
    static const char *const ours[] = {"Host", "Accept", "User-Agent", "Content-Type", NULL};
    struct http_target *t = http_target_new(words->method, url, NULL);
    char leave_out[32];

    t->words = mem_text(words->target);
    t->http10 = words->http10;
    for (const char *const *line = words->headers; *line; line++)
        t->headers = add_line(t->headers, *line);
    for (const char *const *name = ours; *name; name++) {
        if (is_among(words->headers, *name))
            continue;
        snprintf(leave_out, sizeof leave_out, "%s:", *name);
        t->headers = curl_slist_append(t->headers, leave_out);
    }
    return t;
}

void http_describe(const struct http_request *r, struct buf *out)
{
    buf_addf(out, "%s %s", r->target->method, r->target->words ? r->target->words : r->target->url);
    for (const struct curl_slist *h = r->target->headers; h; h = h->next)
        if (h->data[strlen(h->data) - 1] != ':') /* libcurl is to leave that one out */
            buf_addf(out, "\n%s", h->data);
    if (r->id)
        buf_addf(out, "\nX-Request-Id: %s", r->id);
}

void http_target_free(struct http_target *t)
{
    if (!t || --t->holders)
        return;
    curl_slist_free_all(t->headers);
    free(t->method);
    free(t->words);
    free(t->url);
    free(t);
}

/* What is the same for every request of a run. */
void settings_options(CURL *easy, const struct http_options *o)
{
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, o->proxy ? o->proxy : "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, ""); /* nor is the environment asked each time */
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, SETTINGS_READ_SIZE);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    /* A CAPATH, which Debian's libcurl has by default, keeps it from caching the certificates of
     * the bundle: each connection would read them all again, 30 ms each time. */
    if (o->cacert || curl_version_info(CURLVERSION_NOW)->cainfo)
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, KEPT_FOR);
    if (o->fresh) {
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    }
    if (o->insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 0L);
    }
    if (o->cacert) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, o->cacert);
        curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, o->cacert);
    }
    if (o->cert)
        curl_easy_setopt(easy, CURLOPT_SSLCERT, o->cert);
    if (o->key)
        curl_easy_setopt(easy, CURLOPT_SSLKEY, o->key);
}

static long version_of(const struct http_options *o, const struct http_target *t)
{
    if (t->http10)
        return CURL_HTTP_VERSION_1_0;
    if (!o->http2)
        return CURL_HTTP_VERSION_1_1;
    return strncmp(t->url, "http:", 5) ? CURL_HTTP_VERSION_2TLS
                                       : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
}

/* What codings the request says that its reply may have: only then are they undone. A request that
 * is given in words gets the reply as it came. */
static const char *codings(const struct http_target *t)
{
    static const char name[] = "Accept-Encoding:";

    for (const struct curl_slist *h = t->headers; h && !t->words; h = h->next) {
        const char *value = h->data + sizeof name - 1;

        if (strncasecmp(h->data, name, sizeof name - 1) != 0)
            continue;
        value += strspn(value, " \t");
        return *value && strcasecmp(value, "identity") != 0 ? value : NULL;
    }
    return NULL;
}

void settings_target(CURL *easy, const struct http_options *o, const struct http_target *t)
{
    bool head = !strcmp(t->method, "HEAD");

    curl_easy_setopt(easy, CURLOPT_URL, t->url);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, head ? NULL : t->method);
    curl_easy_setopt(easy, head ? CURLOPT_NOBODY : CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, t->words);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version_of(o, t));
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, codings(t));
}

void settings_body(CURL *easy, const struct http_target *t, const void *body, size_t n)
{
    if (!strcmp(t->method, "HEAD"))
        return;
    if (!body && strcmp(t->method, "POST") != 0) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L); /* forgets the body of the request before */
        return;
    }
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)n);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body ? body : "");
}

/* An IPv6 address stands in brackets in a URL, and so it must in what follows. */
static const char *open_bracket(const char *host)
{
    return strchr(host, ':') ? "[" : "";
}

static const char *close_bracket(const char *host)
{
    return strchr(host, ':') ? "]" : "";
}

/* "host:port:" of the service, then where to go instead. */
struct curl_slist *settings_route(const struct http_options *o, const char *name)
{
    char text[512];

    snprintf(text, sizeof text, "%s%s%s:%u:%s%s%s:%u", open_bracket(o->host), o->host,
             close_bracket(o->host), o->port, open_bracket(name), name, close_bracket(name),
             o->address_port);
    return curl_slist_append(NULL, text);
}

struct curl_slist *settings_resolve(const struct http_options *o, const char *name)
{
    char text[512];

    snprintf(text, sizeof text, "%s:%u:%s%s%s", name, o->address_port, open_bracket(o->address),
             o->address, close_bracket(o->address));
    return curl_slist_append(NULL, text);
}

/* What OpenSSL makes of an answer that is no TLS. */
static bool speaks_no_tls(const char *words)
{
    static const char *const signs[] = {"wrong version number", "packet length too long",
                                        "unknown protocol", "http request"};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(words, signs[i]))
            return true;
    return false;
}

const char *settings_words(CURLcode code, const char *buffer)
{
    if (code == CURLE_SSL_CONNECT_ERROR && speaks_no_tls(buffer))
        return "the service speaks no TLS there: try http:// in place of https://";
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY)
        return "the reply is no HTTP";
    return buffer[0] ? buffer : curl_easy_strerror(code);
}
