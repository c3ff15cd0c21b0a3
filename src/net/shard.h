#ifndef NET_SHARD_H
#define NET_SHARD_H

#include "base/list.h"
#include "base/timers.h"
#include "net/chunks.h"
#include "net/http.h"
#include "net/idle.h"
#include "net/loop.h"

#include <curl/curl.h>

struct stamps;

/* libcurl's multi handles on our loop, for the files of transfer.h alone. libcurl walks all
 * connections of a multi for each request, so handles are spread over shards of SHARD_LINES users,
 * all waiting in the one epoll. What a shard's timer says is kept in user space and becomes the
 * loop's timeout. */
enum { SHARD_LINES = 50 };

struct page;   /* of sockets, by descriptor */
struct socket; /* a descriptor libcurl is interested in, or was and still holds open */

struct shards {
    struct loop *loop;
    struct stamps *stamps;
    struct list all;     /* struct shard */
    struct list touched; /* shards in which something may have ended */
    struct page **pages; /* NULL: none of its descriptors was ever open */
    size_t page_count;
    unsigned opened;               /* sockets so far */
    const struct sources *sources; /* what they are bound to in turn; NULL: nothing */
    struct idles idles;
    struct http_tally tally;
    uint64_t open;   /* connections */
    uint64_t direct; /* reads that went past libcurl */
    char *buffer;    /* for them */
};

struct shard {
    struct shards *set;
    CURLM *multi;
    struct timer timer;
    struct list node, touch;
    unsigned lines;
};

/* Of the options it is the age of idle connections and where they come from that matter. */
void shards_init(struct shards *s, struct loop *l, struct stamps *stamps,
                 const struct http_options *o);
void shards_release(struct shards *s); /* after every easy handle is gone */

struct shard *shards_pick(struct shards *s); /* one with room; count it in its `lines` */
void shard_watch_sockets(struct shards *s,
                         CURL *easy);        /* have its sockets opened and closed by us */
void shard_add(struct shard *s, CURL *easy); /* and send what can be sent at once */
void shard_remove(struct shard *s, CURL *easy);

/* What the socket brings next begins a chunk of an HTTP/1.1 body, and libcurl waits for just that:
 * as long as whole chunks come, they go straight to `fn` and libcurl, which would have nothing to
 * do but hand them over, is not bothered with them (a token costs a fifth less). It gets what else
 * comes, and then this must be said again. NULL: no more of this; said from within `fn`, that the
 * transfer is to end. */
void shards_direct(struct shards *s, int fd, chunk_fn *fn, void *owner);

/* Which of all sockets ever opened the descriptor is now; 0: none of ours. libcurl may close it and
 * another may get its number, so whoever wants to hang up later says which one was meant. */
unsigned shards_opened_as(const struct shards *s, int fd);
void shards_hang_up(const struct shards *s, int fd, unsigned opened_as);

/* Tells, outside libcurl, of every handle that has ended since the last call. */
void shards_ended(struct shards *s, void (*fn)(CURL *easy, CURLcode code));

#endif
