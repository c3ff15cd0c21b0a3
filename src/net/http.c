#include "net/http.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/settings.h"
#include "net/shard.h"
#include "net/stamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* So many requests are begun in a turn: a thousand at once would keep tokens waiting for 20 ms and
 * more, and then two of a stream come in one read. While many tokens arrive, so many in any case,
 * and more as long as that has taken no longer than the tokens have. */
enum { BEGIN_PER_TURN = 16, BEGIN_IN_A_CROWD = 2, ID_MAX = 80 };

struct http {
    const struct http_options *options; /* the caller's, or `dialled` */
    struct http_options dialled;
    char address[64];
    unsigned dials;
    struct shards shards;
    struct stamps *stamps;
    CURLSH *tls_sessions;
    struct list queued, running, ended;
    struct list lines;
    unsigned lines_made;
};

/* libcurl keeps idle connections by host. A line of its own name for the service's
 * address thus has its own connection, found at once among thousands: "u7:80:address"
 * goes into libcurl's name cache, and requests are sent to "u7". Nothing of that is on
 * the wire: Host, SNI and the certificate's check all use the URL's. */
struct http_line {
    struct http *http;
    struct shard *shard;
    struct curl_slist *connect_to, *resolve;
    struct list idle; /* transfers */
    struct list node;
    unsigned number, dial; /* what its name is made of: which line it is, to where */
};

enum stage { IDLE, QUEUED, RUNNING, ENDED };

/* What every read touches comes first, to be in one cache line. */
struct transfer {
    struct stamps *stamps; /* its http's */
    struct http_watch watch;
    void *owner;
    struct sent sent;
    unsigned times_sent; /* libcurl sends again when a kept connection turns out to be closed */
    nanos last_byte;
    uint64_t bytes_down;
    struct buf *headers; /* the watcher's, or NULL */
    struct buf invented; /* the body of its reply, when nothing is sent */

    struct list node; /* of where its stage says */
    CURL *easy;
    struct http_line *line;
    struct http_target *target;
    struct timer timer;
    unsigned dial; /* of its line, when its route was set */
    nanos gives_up, stall;
    nanos begun, first_byte;
    enum stage stage;
    enum fault fault;
    CURLcode code;
    struct curl_slist id_header; /* first of its list; the target's follow */
    char id[ID_MAX];
    char words[CURL_ERROR_SIZE];
};

struct http *http_new(struct loop *l, const struct http_options *o)
{
    struct http *h = mem_new(sizeof *h);

    h->options = o;
    h->stamps = stamps_new(o->kernel_stamps);
    h->tls_sessions = curl_share_init();
    curl_share_setopt(h->tls_sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    shards_init(&h->shards, l, h->stamps);
    list_init(&h->queued);
    list_init(&h->running);
    list_init(&h->ended);
    list_init(&h->lines);
    return h;
}

void http_adopt(struct http *h)
{
    stamps_use(h->stamps);
}

static void transfer_free(struct transfer *t)
{
    list_take(&t->node);
    loop_timer_stop(t->line->http->shards.loop, &t->timer);
    if (t->stage == RUNNING)
        shard_remove(t->line->shard, t->easy);
    curl_easy_cleanup(t->easy);
    buf_release(&t->invented);
    http_target_free(t->target);
    free(t);
}

static void transfers_free(struct list *of)
{
    while (!list_empty(of))
        transfer_free(container_of(of->next, struct transfer, node));
}

void http_free(struct http *h)
{
    if (!h)
        return;
    transfers_free(&h->queued);
    transfers_free(&h->running);
    transfers_free(&h->ended);
    while (!list_empty(&h->lines))
        http_line_free(container_of(h->lines.next, struct http_line, node));
    shards_release(&h->shards);
    curl_share_cleanup(h->tls_sessions);
    stamps_free(h->stamps);
    free(h);
}

static void set_route(struct http_line *line, const struct http_options *o)
{
    char name[24];

    if (o->pool) {
        line->connect_to = settings_route(o, o->address);
        return;
    }
    snprintf(name, sizeof name, line->dial ? "u%u.%u" : "u%u", line->number, line->dial);
    line->connect_to = settings_route(o, name);
    line->resolve = settings_resolve(o, name);
}

struct http_line *http_line_new(struct http *h)
{
    struct http_line *line = mem_new(sizeof *line);

    line->http = h;
    line->shard = shards_pick(&h->shards);
    line->shard->lines++;
    line->number = ++h->lines_made;
    list_init(&line->idle);
    list_add(&h->lines, &line->node);
    line->dial = h->dials;
    if (h->options->address && !h->options->proxy)
        set_route(line, h->options);
    return line;
}

void http_line_free(struct http_line *line)
{
    if (!line)
        return;
    transfers_free(&line->idle);
    line->shard->lines--;
    curl_slist_free_all(line->connect_to);
    curl_slist_free_all(line->resolve);
    list_take(&line->node);
    free(line);
}

void http_dial(struct http *h, const char *address, uint16_t port)
{
    if (h->options->proxy)
        return;
    snprintf(h->address, sizeof h->address, "%s", address);
    h->dialled = *h->options;
    h->dialled.address = h->address;
    h->dialled.address_port = port;
    h->options = &h->dialled;
    h->dials++;
}

const char *http_dialled(const struct http *h, uint16_t *port)
{
    *port = h->options->address_port;
    return h->options->proxy ? NULL : h->options->address;
}

/* A new name, for libcurl knows the connection to the old address by the old one. */
static void follow_dial(struct http_line *line)
{
    struct http *h = line->http;

    if (line->dial == h->dials)
        return;
    curl_slist_free_all(line->connect_to);
    curl_slist_free_all(line->resolve);
    line->connect_to = line->resolve = NULL;
    line->dial = h->dials;
    set_route(line, h->options);
}

/* When the bytes being told now came: the kernel's word if the last read was of this
 * transfer's own socket. On HTTP/2 it may have been another's. */
static struct stamp stamp_now(const struct transfer *t)
{
    struct stamp s = stamps_last(t->stamps);

    if (s.fd != t->sent.fd || s.fd < 0)
        s = (struct stamp){.at = clock_now(), .fd = t->sent.fd, .kernel = false};
    return s;
}

/* A reply may have several heads: 100 Continue comes before the one that counts. */
static size_t on_header(char *line, size_t size, size_t n, void *owner)
{
    struct transfer *t = owner;
    bool first = size * n > 5 && !memcmp(line, "HTTP/", 5);

    t->bytes_down += size * n;
    if (first)
        t->last_byte = t->first_byte = stamp_now(t).at;
    if (t->headers && first)
        buf_clear(t->headers);
    else if (t->headers)
        buf_add(t->headers, line, size * n);
    return size * n;
}

static bool take_body(struct transfer *t, const char *bytes, size_t n)
{
    struct stamp s = stamp_now(t);

    t->bytes_down += n;
    t->last_byte = s.at;
    if (t->watch.on_bytes(t->owner, bytes, n, s.at, s.kernel))
        return true;
    t->fault = STOPPED;
    return false;
}

static void leave_it_to_libcurl(struct transfer *t)
{
    shards_direct(&t->line->http->shards, t->sent.fd, NULL, NULL);
}

static bool on_chunk(void *owner, const char *data, size_t n)
{
    struct transfer *t = owner;

    if (take_body(t, data, n))
        return true;
    leave_it_to_libcurl(t);
    return false;
}

/* libcurl hands over the inside of what it has read. If only a line's end is left of the read, then
 * that is the end of a chunk, and of the read: the next byte begins a chunk. Under TLS, and where
 * libcurl copies, the two do not lie in one piece of memory. */
static bool ends_a_chunk(const struct transfer *t, const char *bytes, size_t n)
{
    long version = 0;

    if (stamps_read_end(t->stamps) != bytes + n + 2 || bytes[n] != '\r' || bytes[n + 1] != '\n' ||
        stamps_last(t->stamps).fd != t->sent.fd)
        return false;
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
    return version == CURL_HTTP_VERSION_1_1 && !strncasecmp(t->target->url, "http:", 5);
}

static size_t on_body(char *bytes, size_t size, size_t n, void *owner)
{
    struct transfer *t = owner;

    if (!take_body(t, bytes, size * n))
        return 0;
    if (ends_a_chunk(t, bytes, size * n))
        shards_direct(&t->line->http->shards, t->sent.fd, on_chunk, t);
    return size * n;
}

static int on_ready_to_send(void *owner, char *to, char *from, int to_port, int from_port)
{
    struct transfer *t = owner;

    (void)to, (void)from, (void)to_port, (void)from_port;
    t->times_sent++;
    stamps_await(t->stamps, &t->sent);
    return CURL_PREREQFUNC_OK;
}

/* However long the span: NANOS_NEVER is one. */
static nanos after(nanos moment, nanos span)
{
    return span < NANOS_NEVER - moment ? moment + span : NANOS_NEVER;
}

static void on_timer(struct timer *timer, nanos now)
{
    struct transfer *t = container_of(timer, struct transfer, timer);
    struct loop *l = t->line->http->shards.loop;
    nanos stalls = after(t->last_byte ? t->last_byte : now, t->stall);

    if (now >= t->gives_up)
        http_cancel(t, FAULT_TIMEOUT);
    else if (now >= stalls)
        http_cancel(t, FAULT_STALLED);
    else
        loop_timer(l, timer, stalls < t->gives_up ? stalls : t->gives_up);
}

static struct transfer *transfer_new(struct http_line *line)
{
    struct transfer *t = mem_new(sizeof *t);

    t->line = line;
    t->stamps = line->http->stamps;
    t->timer.fire = on_timer;
    t->id_header.data = t->id;
    list_init(&t->node);
    t->easy = curl_easy_init();
    settings_options(t->easy, line->http->options);
    shard_watch_sockets(&line->http->shards, t->easy);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->words);
    curl_easy_setopt(t->easy, CURLOPT_SHARE, line->http->tls_sessions);
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_ready_to_send);
    curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
    t->dial = line->dial;
    curl_easy_setopt(t->easy, CURLOPT_CONNECT_TO, line->connect_to);
    curl_easy_setopt(t->easy, CURLOPT_RESOLVE, line->resolve);
    return t;
}

static void move(struct transfer *t, struct list *to, enum stage stage)
{
    list_take(&t->node);
    list_add(to, &t->node);
    t->stage = stage;
}

/* The easy handle keeps what was set for its last request: mostly the same target. */
static void prepare(struct transfer *t, const struct http_request *r)
{
    if (t->dial != t->line->dial) {
        t->dial = t->line->dial;
        curl_easy_setopt(t->easy, CURLOPT_CONNECT_TO, t->line->connect_to);
        curl_easy_setopt(t->easy, CURLOPT_RESOLVE, t->line->resolve);
    }
    if (t->target != r->target) {
        settings_target(t->easy, t->line->http->options, r->target);
        r->target->holders++;
        http_target_free(t->target);
        t->target = r->target;
    }
    t->id_header.next = r->target->headers;
    if (r->id)
        snprintf(t->id, sizeof t->id, "X-Request-Id: %s", r->id);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, r->id ? &t->id_header : r->target->headers);
    settings_body(t->easy, r->target, r->body, r->body_len);
}

struct transfer *http_begin(struct http_line *line, const struct http_request *r,
                            const struct http_watch *watch, void *owner)
{
    struct transfer *t;
    nanos now = loop_now(line->http->shards.loop);

    follow_dial(line);
    t = list_empty(&line->idle) ? transfer_new(line)
                                : container_of(line->idle.prev, struct transfer, node);

    prepare(t, r);
    t->headers = r->headers;
    t->watch = *watch;
    t->owner = owner;
    t->stall = r->stall;
    t->gives_up = after(now, r->timeout);
    t->begun = t->first_byte = t->last_byte = 0;
    t->sent = (struct sent){.fd = -1};
    t->bytes_down = 0;
    t->times_sent = 0;
    t->fault = FAULT_NONE;
    t->code = CURLE_OK;
    t->words[0] = '\0';
    buf_clear(&t->invented);
    if (line->http->options->invent)
        line->http->options->invent(r, &t->invented);
    loop_timer(line->http->shards.loop, &t->timer,
               t->stall < t->gives_up - now ? now + t->stall : t->gives_up);
    move(t, &line->http->queued, QUEUED);
    return t;
}

/* As if it had been sent, and answered at once. */
static void answer(struct transfer *t)
{
    t->sent.at = t->first_byte = t->last_byte = t->begun;
    t->bytes_down = t->invented.len;
    move(t, &t->line->http->ended, ENDED);
    t->watch.on_bytes(t->owner, t->invented.data, t->invented.len, t->begun, false);
}

static void begin_first(struct http *h, nanos now)
{
    struct transfer *t = container_of(h->queued.next, struct transfer, node);

    move(t, &h->running, RUNNING);
    t->begun = now;
    if (h->options->invent)
        answer(t);
    else
        shard_add(t->line->shard, t->easy);
}

bool http_begin_queued(struct http *h)
{
    const struct loop *l = h->shards.loop;
    nanos from = clock_now(), now = from;
    nanos until = loop_crowded(l) ? from + (from - loop_now(l)) : NANOS_NEVER;

    for (int i = 0; i < BEGIN_PER_TURN && !list_empty(&h->queued); i++, now = clock_now()) {
        if (i >= BEGIN_IN_A_CROWD && now > until)
            break;
        begin_first(h, now);
    }
    return !list_empty(&h->queued);
}

void http_cancel(struct transfer *t, enum fault why)
{
    if (t->stage == ENDED)
        return;
    if (t->stage == RUNNING) {
        leave_it_to_libcurl(t);
        shard_remove(t->line->shard, t->easy);
    }
    t->fault = why;
    move(t, &t->line->http->ended, ENDED);
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

/* What libcurl says of a line's connection names the line's invented host. */
static const char *words_of(struct transfer *t, enum fault f)
{
    const struct http_options *o = t->line->http->options;
    long why = 0;

    if (t->code == CURLE_OK || t->fault != FAULT_NONE)
        return "";
    if (f == FAULT_CONNECT && o->address) {
        curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &why);
        snprintf(t->words, sizeof t->words, "cannot connect to %s port %u: %s", o->address,
                 o->address_port, why ? strerror((int)why) : "nobody answers");
    }
    return settings_words(t->code, t->words);
}

static void tell(struct transfer *t)
{
    struct http_result r = {
        .begun = t->begun,
        .sent = t->sent.at,
        .first_byte = t->first_byte,
        .ended = t->code == CURLE_OK && !t->fault && t->last_byte ? t->last_byte : clock_now(),
        .bytes_down = t->bytes_down,
        .retried = t->times_sent > 1,
    };

    r.fault = t->fault ? t->fault : fault_of(t->code, t->words, t->first_byte);
    r.detail = words_of(t, r.fault);
    if (t->begun) {
        long up = 0;

        curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &up);
        r.bytes_up = (uint64_t)up;
        r.status = (uint16_t)http_status(t);
        tell_connection(t, &r);
    }
    loop_timer_stop(t->line->http->shards.loop, &t->timer);
    move(t, &t->line->idle, IDLE);
    t->watch.on_end(t->owner, &r);
}

static void on_ended(CURL *easy, CURLcode code)
{
    struct transfer *t;

    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &t);
    t->code = code;
    leave_it_to_libcurl(t);
    shard_remove(t->line->shard, easy);
    move(t, &t->line->http->ended, ENDED);
}

void http_reap(struct http *h)
{
    shards_ended(&h->shards, on_ended);
    while (!list_empty(&h->ended))
        tell(container_of(h->ended.next, struct transfer, node));
}

uint64_t http_out_of_files(const struct http *h)
{
    return h->shards.no_files;
}

uint64_t http_direct(const struct http *h)
{
    return h->shards.direct;
}

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
