#ifndef NET_SETTINGS_H
#define NET_SETTINGS_H

#include "net/http.h"

#include <curl/curl.h>

/* What libcurl reads at once, into memory that it has for each request that runs: at 16 KB a stream
 * costs 2 KB more. Tokens mostly do not pass through it. */
#define SETTINGS_READ_SIZE 2048L

/* What libcurl is told about a request, for the files of transfer.h and fetch.c alone. */

/* Transfers hold on to the target that their easy handle is set for, to know it again. */
struct http_target {
    char *method, *url;
    char *words; /* the request's target verbatim; NULL: what the URL says */
    struct curl_slist *headers;
    bool http10;
    unsigned holders;
};

void settings_options(CURL *easy, const struct http_options *o); /* the same for a whole run */
void settings_target(CURL *easy, const struct http_options *o, const struct http_target *t);
void settings_body(CURL *easy, const struct http_target *t, const void *body, size_t n);

/* For CURLOPT_CONNECT_TO: to `name` instead of the service's host. For CURLOPT_RESOLVE: what
 * that name is. The caller frees both. */
struct curl_slist *settings_route(const struct http_options *o, const char *name);
struct curl_slist *settings_resolve(const struct http_options *o, const char *name);

/* What went wrong, in words: libcurl's, or its error buffer's. */
const char *settings_words(CURLcode code, const char *buffer);

#endif
