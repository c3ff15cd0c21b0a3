#include "base/error.h"
#include "net/settings.h"
#include "net/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

nanos http_sent(const struct transfer *t)
{
    return t->sent.at;
}

unsigned http_status(const struct transfer *t)
{
    long status = 0;

    if (t->line->http->options->invent)
        return 200;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return (unsigned)status;
}

const char *http_content_type(const struct transfer *t)
{
    char *type = NULL;

    if (t->line->http->options->invent)
        return "application/json";
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    return type;
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static enum fault fault_of(CURLcode code, const char *words, bool replying)
{
    switch (code) {
    case CURLE_OK: return FAULT_NONE;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return FAULT_RESOLVE;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY: return FAULT_CONNECT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return FAULT_TLS;
    case CURLE_SEND_ERROR: return FAULT_SEND;
    case CURLE_GOT_NOTHING: return FAULT_NO_REPLY;
    case CURLE_PARTIAL_FILE: return FAULT_TRUNCATED;
    case CURLE_OPERATION_TIMEDOUT: return FAULT_TIMEOUT;
    case CURLE_UNSUPPORTED_PROTOCOL: /* "HTTP/0.9": a reply that does not begin as HTTP */
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return FAULT_MALFORMED;
    case CURLE_RECV_ERROR:
        if (has(words, "chunk"))
            return FAULT_MALFORMED;
        return replying ? FAULT_RESET : FAULT_NO_REPLY;
    default: return replying ? FAULT_RESET : FAULT_NO_REPLY;
    }
}

/* libcurl counts a connection's moments from its own start of the request. */
static void tell_connection(struct transfer *t, struct http_result *r)
{
    curl_off_t connected = 0, tls = 0;
    long made = 0;

    curl_easy_getinfo(t->easy, CURLINFO_NUM_CONNECTS, &made);
    r->reused = made == 0 && t->sent.at;
    if (!made)
        return;
    curl_easy_getinfo(t->easy, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(t->easy, CURLINFO_APPCONNECT_TIME_T, &tls);
    r->connected = connected ? t->begun + connected * 1000 : 0;
    r->tls_done = tls ? t->begun + tls * 1000 : 0;
}

/* Whom it wanted to connect to. Journeys may also go elsewhere than to the service, whose address
 * we have dialled. False: a proxy, as far as we know. */
static bool dialled(const struct transfer *t, struct http_url *to)
{
    const struct http_options *o = t->line->http->options;
    struct error err;

    if (o->proxy || http_read_url(t->target->url, to, &err))
        return false;
    if (o->address && !strcasecmp(to->host, o->host) && to->port == o->port) {
        const struct http_place *place = t->place ? &o->places[t->place - 1] : NULL;

        snprintf(to->host, sizeof to->host, "%s", place ? place->address : o->address);
        to->port = place ? place->port : o->address_port;
    }
    return true;
}

/* What the kernel says of our own ports does not say what to do. */
static const char *reason(long why)
{
    if (why == EADDRNOTAVAIL)
        return "no port of ours is free for it: take more addresses (--source), or fewer "
               "connections (-c pool:N)";
    return why ? strerror((int)why) : "nobody answers";
}

/* What libcurl says of a line's connection names the line's invented host. */
static const char *words_of(struct transfer *t, enum fault f)
{
    struct http_url to;
    long why = 0;

    if (t->code == CURLE_OK || t->fault != FAULT_NONE)
        return "";
    if (f == FAULT_CONNECT && dialled(t, &to)) {
        curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &why);
        snprintf(t->words, sizeof t->words, "cannot connect to %.150s port %u: %s", to.host,
                 to.port, reason(why));
    }
    return settings_words(t->code, t->words);
}

struct http_result transfer_result(struct transfer *t)
{
    struct http_result r = {
        .begun = t->begun,
        .sent = t->sent.at,
        .first_byte = t->first_byte,
        .ended = t->code == CURLE_OK && !t->fault && t->last_byte ? t->last_byte : clock_now(),
        .bytes_down = t->bytes_down,
        .waited = -1,
        .retried = t->times_sent > 1,
        .place = t->place,
    };

    r.fault = t->fault ? t->fault : fault_of(t->code, t->words, t->first_byte);
    r.detail = words_of(t, r.fault);
    if (t->line->http->lends) {
        r.allowed = t->allowed;
        r.waited = (t->allowed ? t->allowed : r.ended) - t->asked;
    }
    if (t->begun) {
        long up = 0;

        curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &up);
        r.bytes_up = (uint64_t)up;
        r.status = (uint16_t)http_status(t);
        tell_connection(t, &r);
    }
    return r;
}
