#include "base/buf.h"
#include "base/error.h"
#include "net/settings.h"

#include <string.h>
#include <strings.h>

/* What is outside of any loop: one connection, and at most one request, that we wait for. */
struct errand {
    CURL *easy;
    struct curl_slist *route;
    const struct http_options *options;
    const struct http_target *target;
    char words[CURL_ERROR_SIZE];
};

static void prepare(struct errand *e, const struct http_options *o, const struct http_target *t,
                    nanos timeout)
{
    *e = (struct errand){.easy = curl_easy_init(), .options = o, .target = t};
    settings_options(e->easy, o);
    settings_target(e->easy, o, t);
    if (o->address && !o->proxy) {
        e->route = settings_route(o, o->address);
        curl_easy_setopt(e->easy, CURLOPT_CONNECT_TO, e->route);
    }
    curl_easy_setopt(e->easy, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(e->easy, CURLOPT_ERRORBUFFER, e->words);
    curl_easy_setopt(e->easy, CURLOPT_TIMEOUT_MS, (long)(timeout / NANOS_PER_MS));
}

/* Of a proxy libcurl speaks as if it were the service. */
static int tell_of_proxy(const struct errand *e, CURLcode result, struct error *err)
{
    const char *proxy = e->options->proxy;
    long why = 0;

    if (result == CURLE_COULDNT_RESOLVE_PROXY)
        return error_set(err, "cannot find the host of the proxy \"%s\"", proxy);
    curl_easy_getinfo(e->easy, CURLINFO_OS_ERRNO, &why);
    return error_set(err, "cannot connect to the proxy \"%s\": %s", proxy,
                     why ? strerror((int)why) : "nobody answers");
}

/* Whom nobody trusts, or who has another name than the URL's. */
static int tell_of_certificate(const struct errand *e, CURLcode result, struct error *err)
{
    bool named = strstr(e->words, "certificate problem");

    return error_set(err, "%s: %s; %s-k accepts any", e->target->url,
                     settings_words(result, e->words), named ? "--cacert FILE trusts it, " : "");
}

static bool is_secure(const char *proxy)
{
    return proxy && !strncasecmp(proxy, "https:", 6);
}

static int tell(const struct errand *e, CURLcode result, struct error *err)
{
    bool proxy = e->options->proxy && result == CURLE_COULDNT_CONNECT;

    if (proxy || result == CURLE_COULDNT_RESOLVE_PROXY)
        return tell_of_proxy(e, result, err);
    if (result == CURLE_SSL_CONNECT_ERROR && is_secure(e->options->proxy))
        return error_set(err, "%s, or the proxy \"%s\": %s", e->target->url, e->options->proxy,
                         e->words);
    if (result == CURLE_PEER_FAILED_VERIFICATION)
        return tell_of_certificate(e, result, err);
    return error_set(err, "%s: %s", e->target->url, settings_words(result, e->words));
}

static int perform(struct errand *e, struct error *err)
{
    CURLcode result = curl_easy_perform(e->easy);

    return result == CURLE_OK ? 0 : tell(e, result, err);
}

static void release(struct errand *e)
{
    curl_easy_cleanup(e->easy);
    curl_slist_free_all(e->route);
}

static size_t keep(char *bytes, size_t size, size_t n, void *owner)
{
    buf_add(owner, bytes, size * n);
    return size * n;
}

int http_fetch(const struct http_options *o, const struct http_target *t, nanos timeout,
               struct buf *body, unsigned *status, struct error *err)
{
    return http_post(o, t, NULL, timeout, body, status, err);
}

int http_post(const struct http_options *o, const struct http_target *t, const struct buf *what,
              nanos timeout, struct buf *body, unsigned *status, struct error *err)
{
    struct errand e;
    long code = 0;
    int failed;

    prepare(&e, o, t, timeout);
    curl_easy_setopt(e.easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(e.easy, CURLOPT_WRITEDATA, body);
    if (what)
        settings_body(e.easy, t, what->data, what->len);
    failed = perform(&e, err);
    curl_easy_getinfo(e.easy, CURLINFO_RESPONSE_CODE, &code);
    *status = (unsigned)code;
    release(&e);
    return failed;
}

int http_greet(const struct http_options *o, const char *url, nanos timeout, struct error *err)
{
    struct http_target *t = http_target_new("GET", url, NULL);
    struct errand e;
    int failed;

    prepare(&e, o, t, timeout);
    curl_easy_setopt(e.easy, CURLOPT_CONNECT_ONLY, 1L);
    failed = perform(&e, err);
    release(&e);
    http_target_free(t);
    return failed;
}
