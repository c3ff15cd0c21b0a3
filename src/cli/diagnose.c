#include "cli/diagnose.h"

#include "base/buf.h"
#include "base/error.h"
#include "net/http.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE (2 * NANOS_PER_SECOND)

/* Any reply will do, as long as it is HTTP. No key is sent. */
static bool answers(const struct http_options *o, const char *scheme, const struct http_url *where)
{
    bool v6 = strchr(where->host, ':');
    struct http_target *target;
    struct buf body = {0};
    struct error unused;
    unsigned status;
    char url[320];
    int failed;

    snprintf(url, sizeof url, "%s://%s%s%s:%u/", scheme, v6 ? "[" : "", where->host, v6 ? "]" : "",
             where->port);
    target = http_target_new("GET", url, NULL);
    failed = http_fetch(o, target, PATIENCE, &body, &status, &unused);
    http_target_free(target);
    buf_release(&body);
    return !failed;
}

const char *diagnose(const struct http_options *o, const char *url)
{
    struct http_options other = *o;
    struct http_url where;
    struct error unused;

    if (http_read_url(url, &where, &unused))
        return NULL;
    other.http2 = false;
    other.insecure = true;
    if (!where.tls && answers(&other, "https", &where))
        return "the service speaks TLS there: try https:// in place of http://";
    if (o->http2 && !answers(o, where.tls ? "https" : "http", &where) &&
        answers(&other, where.tls ? "https" : "http", &where))
        return "the service answers HTTP/1.1 there: leave --http2 out";
    return NULL;
}
