#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include "base/buf.h"
#include "base/list.h"
#include "base/rng.h"
#include "base/timers.h"
#include "net/http.h"
#include "net/shard.h"
#include "net/stamp.h"

/* What http.c (requests begin and end), line.c (whose connection they use), receive.c (what comes
 * of them) and ending.c (how they ended) share, and nobody else. */
enum { ID_MAX = 80 };

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
    struct list free;  /* lines that may be borrowed: the one that is free longest comes first */
    struct list ready; /* lines that were opened before they are anybody's */
    bool lends;
    unsigned lines_made;
    uint64_t turn; /* of its addresses */
    struct rng dice;
};

/* libcurl keeps idle connections by host. A line of its own name for the service's
 * address thus has its own connection, found at once among thousands: "u7:80:address"
 * goes into libcurl's name cache, and requests are sent to "u7". Nothing of that is on
 * the wire: Host, SNI and the certificate's check all use the URL's. */
struct route { /* to one of the service's addresses */
    struct curl_slist *connect_to, *resolve;
};

struct http_line {
    struct http *http;
    struct shard *shard;  /* NULL: it has no connection, and borrows one for each request */
    struct route *routes; /* none: as libcurl finds it */
    size_t route_count;
    struct list idle; /* transfers */
    struct list node, free;
    nanos free_since;
    unsigned number, dial; /* what its name is made of: which line it is, to where */
    int fd;                /* of its last request's connection, which may be gone by now */
    unsigned opened_as;    /* that one: shards_opened_as() */
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
    struct http_line *over;     /* whose connection it goes over: its own, or one it has borrowed */
    const struct route *routed; /* what was set last, */
    unsigned dial, place;       /* to which address that led; of several, which, from 1 */
    struct http_target *target;
    struct timer timer;
    nanos gives_up, stall;
    nanos asked, allowed; /* queued; a connection was free for it */
    nanos begun, first_byte;
    enum stage stage;
    enum fault fault;
    CURLcode code;
    struct curl_slist id_header; /* first of its list; the target's follow */
    char id[ID_MAX];
    char words[CURL_ERROR_SIZE];
};

void transfers_free(struct list *of);
struct http_line *line_without_past(struct http *h);
struct http_line *line_borrow(struct http *h); /* NULL: none is free */
void line_return(struct http_line *line, nanos free_since);
void line_follow_dial(struct http_line *line); /* to the address that http_dial() named last */
const struct route *line_route(struct http_line *line); /* of its next request */

/* Has what libcurl reads for the transfer told to its watcher; until it has ended. */
void receive_all(struct transfer *t);
void receive_no_more(struct transfer *t);

struct http_result transfer_result(struct transfer *t); /* its words are the transfer's own */

#endif
