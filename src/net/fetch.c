#include "base/buf.h"
#include "base/error.h"
#include "net/settings.h"

static size_t keep(char *bytes, size_t size, size_t n, void *owner)
{
    buf_add(owner, bytes, size * n);
    return size * n;
}

int http_fetch(const struct http_options *o, const struct http_target *t, nanos timeout,
               struct buf *body, unsigned *status, struct error *err)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *route = NULL;
    char words[CURL_ERROR_SIZE] = "";
    long code = 0;
    CURLcode result;

    settings_options(easy, o);
    settings_target(easy, o, t);
    if (o->address && !o->proxy) {
        route = settings_route(o, o->address);
        curl_easy_setopt(easy, CURLOPT_CONNECT_TO, route);
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(timeout / NANOS_PER_MS));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
    result = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    *status = (unsigned)code;
    curl_easy_cleanup(easy);
    curl_slist_free_all(route);
    if (result != CURLE_OK)
        return error_set(err, "%s: %s", t->url, settings_words(result, words));
    return 0;
}
