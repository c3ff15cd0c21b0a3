#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/clock.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;
struct loop;
struct sources;

/* HTTP/1.1 and HTTP/2 over libcurl's multi interface. Its files (transfer.h
 * names them), shard.c, settings.c and fetch.c are the only ones that know libcurl. One of these
 * belongs to one thread. */
struct http;
struct http_line;   /* the connection of one user (or one of a common pool) */
struct http_target; /* where requests go: method, URL and headers, prepared */
struct transfer;    /* one request and response on the wire */

/* For runs that send nothing: the body of a reply to this request, which is then taken as if the
 * service had sent it. */
struct http_request;
typedef void http_invent_fn(const struct http_request *r, struct buf *out);

/* One of several addresses at which the service listens; and which of them is next: each line (that
 * is, each user) keeps to one, or each request goes to the next, or to one by chance. */
struct http_place {
    char address[64]; /* numeric */
    uint16_t port;
};
enum http_balance { HTTP_STICKY, HTTP_ROUND_ROBIN, HTTP_RANDOM };

/* Read once by http_new() and http_fetch(); the texts are borrowed until http_free(). */
struct http_options {
    const char *host; /* of the service, as in its URL: what the next two are for; may be NULL */
    uint16_t port;
    const char *address; /* dial this numeric address instead of asking for the name */
    uint16_t address_port;
    const struct http_place *places; /* if there are several, the first is the address above */
    size_t place_count;
    enum http_balance balance;
    uint64_t seed;                 /* of what is by chance */
    bool pool;                     /* connections are anybody's, not one a user */
    bool fresh;                    /* each request opens its own, which is closed after it */
    bool http2;                    /* over TLS by agreement, in the clear by prior knowledge */
    bool insecure;                 /* accept any certificate */
    const struct sources *sources; /* where connections come from; NULL: as the kernel likes */
    nanos idle_age;                /* connections idle for longer are not used again; 0: all are */
    bool kernel_stamps;            /* false: the clock instead */
    http_invent_fn *invent;        /* NULL: requests are sent */
    const char *cacert, *cert, *key, *proxy; /* NULL: none */
};

struct http_request {
    struct http_target *target; /* until on_end */
    const void *body;           /* until on_end; NULL: none */
    size_t body_len;
    const char *id;      /* sent as X-Request-Id; copied; NULL: none */
    struct buf *headers; /* until on_end: takes the reply's header lines; NULL: not wanted */
    nanos timeout;       /* from begin to end; NANOS_NEVER: none */
    nanos stall;         /* the longest silence once the reply has begun */
};

struct http_result {
    enum fault fault; /* of the transport alone: the status may be anything */
    uint16_t status;  /* 0: none came */
    bool reused;
    bool retried;  /* a kept connection turned out to be closed, and libcurl sent it again */
    nanos begun;   /* when it was given to libcurl */
    nanos allowed; /* of a borrowed connection: when one was free for it, 0 if none ever was */
    nanos waited;  /* until then; -1: it has a connection of its own */
    nanos connected, tls_done; /* 0 on a reused connection */
    nanos sent, first_byte, ended;
    uint64_t bytes_up, bytes_down;
    unsigned place;     /* which of several addresses, from 1; 0: there is but one */
    const char *detail; /* what went wrong in libcurl's words, "" when nothing */
};

/* on_bytes comes from inside libcurl, which may not be re-entered: it takes note, and
 * returns false to have no more of it (the fault is then STOPPED). `at` is when the bytes
 * came, from the kernel if `kernel`. on_end comes from http_reap() and may do anything;
 * the transfer is gone when it returns. */
struct http_watch {
    bool (*on_bytes)(void *owner, const char *bytes, size_t n, nanos at, bool kernel);
    void (*on_end)(void *owner, const struct http_result *r);
};

int http_start_up(struct error *err); /* once a process, before any thread */

struct http *http_new(struct loop *l, const struct http_options *o);
void http_adopt(struct http *h); /* by the thread that will run it, before all else */

/* From the next request on, connections go to this numeric address. Not through a proxy. */
void http_dial(struct http *h, const char *address, uint16_t port);
const char *http_dialled(const struct http *h, uint16_t *port); /* NULL: whatever has the name */

/* Lines made from now on have no connection of their own: all share so many, each of which is
 * lent to one request at a time. Requests wait for one in the order in which they came. */
void http_lend(struct http *h, uint64_t connections);
void http_free(struct http *h); /* what runs is dropped without a word */

struct http_target *http_target_new(const char *method, const char *url,
                                    const char *const *headers); /* "Name: value", NULL-ended */
/* A request in somebody's own words: it is sent as it is, and nothing that libcurl would add.
 * `url` says whom to, `words` what; headers are sent in their order, even twice. */
struct http_words {
    const char *method, *target; /* "/path?query", "*", "http://other/path" */
    const char *const *headers;  /* "Name: value", NULL-ended */
    bool http10;
};
struct http_target *http_target_words(const char *url, const struct http_words *words);
void http_target_free(struct http_target *t);

struct http_line *http_line_new(struct http *h);
void http_line_free(struct http_line *line); /* with no transfer on it */

/* Nobody will use its connection for a while: it is closed, unless it is anybody's. The next
 * request opens another. */
void http_line_hang_up(struct http_line *line);

/* Queues a request: it is begun by http_begin_queued(), so that a burst of requests never
 * stands in front of arriving tokens. */
struct transfer *http_begin(struct http_line *line, const struct http_request *r,
                            const struct http_watch *watch, void *owner);
void http_cancel(struct transfer *t, enum fault why); /* on_end follows, at the next reap */

void http_reap(struct http *h);         /* once a turn: tells what has ended */
bool http_begin_queued(struct http *h); /* once a turn: begins some; true: more are waiting */

/* What became of connections, beside what requests say of theirs. */
struct http_tally {
    uint64_t no_files; /* not opened, since this process has too many files open: our own fault */
    uint64_t aged;     /* closed by us: idle for longer than idle_age */
    uint64_t closed;   /* closed by the service while idle */
    uint64_t before;   /* opened before the load */
    uint64_t most;     /* open at a time, or being opened */
};
struct http_tally http_tally(const struct http *h);
void http_tally_add(struct http_tally *into, const struct http_tally *from);

/* Reads of which libcurl saw nothing: see shards_direct(). */
uint64_t http_direct(const struct http *h);

/* "POST http://...", then a line for each header, as far as we say them ourselves. */
void http_describe(const struct http_request *r, struct buf *out);

/* From within on_bytes and on_end, of the reply that they are about. */
nanos http_sent(const struct transfer *t); /* 0: that is not known */
unsigned http_status(const struct transfer *t);
const char *http_content_type(const struct transfer *t); /* NULL: none was given */

/* One whole request outside any loop: for asking a service what it has before the load. -1
 * when no reply came; the status is the caller's to judge. */
int http_fetch(const struct http_options *o, const struct http_target *t, nanos timeout,
               struct buf *body, unsigned *status, struct error *err);
/* The same with a body, which the target's method is to fit. */
int http_post(const struct http_options *o, const struct http_target *t, const struct buf *what,
              nanos timeout, struct buf *body, unsigned *status, struct error *err);

/* Connects as a request would, through a proxy if there is one, and agrees on TLS; then it leaves
 * without having asked for anything. What goes wrong would go wrong with every request. */
int http_greet(const struct http_options *o, const char *url, nanos timeout, struct error *err);

/* The parts of a URL that decide whom to talk to. Says what is wrong with anything that is
 * not http:// or https://. */
struct http_url {
    char host[256]; /* an IPv6 address without its brackets */
    uint16_t port;
    bool tls;
};
int http_read_url(const char *url, struct http_url *parts, struct error *err);

const char *http_version(void); /* the libraries behind it, and what they can do: for --version */

#endif
