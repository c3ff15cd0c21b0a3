#include "net/shard.h"

#include "base/mem.h"
#include "net/settings.h"
#include "net/source.h"
#include "net/stamp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket stays registered for reading while its connection is idle, so that the next
 * request needs no system call for it. If something comes then (the service has closed
 * it), it is taken out: libcurl finds out when it wants to use it again. */
struct socket {
    struct watch watch;
    struct shard *shard; /* whose libcurl is interested; NULL: nobody */
    struct shards *set;  /* NULL: no descriptor of this number is known */
    unsigned opened_as;  /* by us, the how many-eth: its closing will be told; 0: by others */
    bool gone;           /* closed by the service, or given up: libcurl does not know yet */
    chunk_fn *direct;    /* who gets whole chunks; NULL: libcurl gets all */
    void *direct_owner;
};

/* Sockets lie side by side, by descriptor: each has a word for every token, and one in a page of
 * memory of its own is not found there without walking the tables of pages, half a microsecond each
 * time. */
enum { READ_SIZE = 16384, SOCKETS_IN_PAGE = 64 };

_Static_assert(sizeof(struct socket) <= MEM_LINE, "a socket fits a cache line");

/* What requests need and tokens do not lies behind them. */
struct page {
    struct socket sockets[SOCKETS_IN_PAGE];
    struct idle idles[SOCKETS_IN_PAGE];
};

static void touch(struct shard *s)
{
    if (list_empty(&s->touch))
        list_add(&s->set->touched, &s->touch);
}

/* What is no whole chunk, every end and every error is for libcurl, which is asked to read it next;
 * so is, as an error, that the owner wants no more. True: there is nothing for it to do. */
static bool read_past_libcurl(struct socket *k)
{
    struct shards *set = k->set;
    ssize_t got;
    size_t whole;
    int error;

    __builtin_prefetch(k->direct_owner); /* while the kernel reads */
    got = stamps_read(set->stamps, k->watch.fd, set->buffer, READ_SIZE);

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0) {
        stamps_hold(set->stamps, k->watch.fd, NULL, 0, got ? errno : 0);
        return false;
    }
    set->direct++;
    whole = chunks_whole(set->buffer, (size_t)got, k->direct, k->direct_owner);
    error = k->direct ? 0 : ECONNABORTED;
    stamps_hold(set->stamps, k->watch.fd, set->buffer + whole, error ? 0 : (size_t)got - whole,
                error);
    return whole == (size_t)got && !error;
}

static bool may_go_past_libcurl(const struct socket *k, unsigned events)
{
    return k->direct && events == LOOP_READ && k->watch.events == LOOP_READ &&
           !stamps_holds(k->set->stamps);
}

static struct idle *idle_of(const struct socket *k)
{
    size_t fd = (size_t)k->watch.fd;

    return &k->set->pages[fd / SOCKETS_IN_PAGE]->idles[fd % SOCKETS_IN_PAGE];
}

/* It ends here, whatever libcurl still thinks of it. */
static void is_gone(struct socket *k)
{
    k->set->open -= !k->gone;
    k->gone = true;
    idle_end(idle_of(k));
}

static bool is_closed(int fd)
{
    char byte;
    ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

    return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/* Something came that nobody asked for, mostly the end. */
static void on_idle_socket(struct socket *k)
{
    loop_unwatch(k->set->loop, &k->watch);
    stamps_doubt(k->set->stamps, k->watch.fd);
    if (!k->opened_as || k->gone || !is_closed(k->watch.fd))
        return;
    k->set->tally.closed++;
    is_gone(k);
}

static void on_socket(struct watch *w, unsigned events)
{
    struct socket *k = container_of(w, struct socket, watch);
    struct shard *s = k->shard;
    struct stamps *stamps = k->set->stamps;
    int fd = w->fd, tries = READ_SIZE / SETTINGS_READ_SIZE, running;
    int what =
        (events & LOOP_READ ? CURL_CSELECT_IN : 0) | (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0);

    if (!s) {
        on_idle_socket(k);
        return;
    }
    if (may_go_past_libcurl(k, events) && read_past_libcurl(k))
        return;
    k->direct = NULL; /* and `k` may be gone when libcurl has closed it */
    do
        curl_multi_socket_action(s->multi, fd, what, &running);
    while (stamps_holds(stamps) && tries--);
    touch(s);
}

static void on_timer(struct timer *t, nanos now)
{
    struct shard *s = container_of(t, struct shard, timer);
    int running;

    (void)now;
    curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    touch(s);
}

static int set_timer(CURLM *multi, long ms, void *owner)
{
    struct shard *s = owner;

    (void)multi;
    if (ms < 0)
        loop_timer_stop(s->set->loop, &s->timer);
    else
        loop_timer(s->set->loop, &s->timer, clock_now() + ms * NANOS_PER_MS);
    return 0;
}

static struct socket *known_socket(const struct shards *s, int fd)
{
    size_t page = (size_t)fd / SOCKETS_IN_PAGE;
    struct socket *k;

    if (fd < 0 || page >= s->page_count || !s->pages[page])
        return NULL;
    k = &s->pages[page]->sockets[(size_t)fd % SOCKETS_IN_PAGE];
    return k->set ? k : NULL;
}

static struct socket *new_socket(struct shards *s, int fd)
{
    size_t page = (size_t)fd / SOCKETS_IN_PAGE;

    if (page >= s->page_count) {
        s->pages = mem_resize(s->pages, (page + 1) * sizeof(struct page *));
        memset(s->pages + s->page_count, 0, (page + 1 - s->page_count) * sizeof(struct page *));
        s->page_count = page + 1;
    }
    if (!s->pages[page])
        s->pages[page] = mem_new_lines(sizeof(struct page) / MEM_LINE);
    return &s->pages[page]->sockets[(size_t)fd % SOCKETS_IN_PAGE];
}

static struct socket *socket_of(struct shards *s, int fd, unsigned opened_as)
{
    struct socket *k = known_socket(s, fd);

    if (k)
        return k;
    k = new_socket(s, fd);
    *k = (struct socket){
        .watch = {.ready = on_socket, .fd = fd},
          .set = s, .opened_as = opened_as
    };
    return k;
}

static void forget_socket(struct socket *k)
{
    loop_unwatch(k->set->loop, &k->watch);
    idle_end(idle_of(k));
    *k = (struct socket){0};
}

/* libcurl's own descriptors (its resolver's) are closed behind our back: out at once. */
static void lose_interest(struct socket *k)
{
    k->shard = NULL;
    k->direct = NULL;
    if (k->opened_as) {
        if (k->watch.events & LOOP_WRITE)
            loop_watch(k->set->loop, &k->watch, LOOP_READ);
        idle_begin(&k->set->idles, idle_of(k), k->watch.fd);
        return;
    }
    forget_socket(k);
}

static int set_interest(CURL *easy, curl_socket_t fd, int what, void *owner, void *socket)
{
    struct shard *s = owner;
    struct socket *k = socket_of(s->set, fd, 0);
    unsigned events = LOOP_READ;

    (void)easy;
    (void)socket;
    if (what == CURL_POLL_REMOVE) {
        lose_interest(k);
        return 0;
    }
    k->shard = s;
    idle_end(idle_of(k));
    if (what == CURL_POLL_OUT)
        events = LOOP_WRITE;
    else if (what == CURL_POLL_INOUT)
        events = LOOP_READ | LOOP_WRITE;
    return loop_watch(s->set->loop, &k->watch, events);
}

/* Of an idle one. The service sees it end now; libcurl finds it closed when it wants to use it, as
 * if the service had done it. */
static void hang_up(struct socket *k)
{
    loop_unwatch(k->set->loop, &k->watch);
    stamps_doubt(k->set->stamps, k->watch.fd);
    is_gone(k);
    shutdown(k->watch.fd, SHUT_RDWR);
}

static void on_too_old(void *owner, int fd)
{
    struct shards *s = owner;
    struct socket *k = known_socket(s, fd);

    hang_up(k);
    s->tally.aged++;
}

static void count_open(struct shards *s)
{
    if (++s->open > s->tally.most)
        s->tally.most = s->open;
}

static curl_socket_t open_socket(void *owner, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct shards *s = owner;
    int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);

    if (fd < 0) {
        s->tally.no_files += errno == EMFILE || errno == ENFILE;
        return CURL_SOCKET_BAD;
    }
    if (s->sources && sources_bind(s->sources, fd, a->family, s->opened)) {
        close(fd);
        return CURL_SOCKET_BAD;
    }
    if (purpose == CURLSOCKTYPE_IPCXN) {
        socket_of(s, fd, ++s->opened);
        stamps_watch(s->stamps, fd);
        count_open(s);
    }
    return fd;
}

static int close_socket(void *owner, curl_socket_t fd)
{
    struct shards *s = owner;
    struct socket *k = known_socket(s, fd);

    if (k) {
        s->open -= k->opened_as && !k->gone;
        forget_socket(k);
    }
    stamps_unwatch(s->stamps, fd);
    return close(fd);
}

void shard_watch_sockets(struct shards *s, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, s);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, s);
}

void shards_init(struct shards *s, struct loop *l, struct stamps *stamps,
                 const struct http_options *o)
{
    *s = (struct shards){
        .loop = l, .stamps = stamps, .sources = o->sources, .buffer = mem_new(READ_SIZE)};
    idles_init(&s->idles, l, o->idle_age, on_too_old, s);
    list_init(&s->all);
    list_init(&s->touched);
}

static struct shard *shard_new(struct shards *set)
{
    struct shard *s = mem_new(sizeof *s);

    s->set = set;
    s->timer.fire = on_timer;
    s->multi = curl_multi_init();
    curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, set_interest);
    curl_multi_setopt(s->multi, CURLMOPT_SOCKETDATA, s);
    curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(s->multi, CURLMOPT_TIMERDATA, s);
    /* Left to itself libcurl 8 keeps few idle connections, and opens new ones instead. */
    curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, SHARD_LINES * 4L);
    list_init(&s->touch);
    list_add(&set->all, &s->node);
    return s;
}

static void shard_free(struct shard *s)
{
    curl_multi_cleanup(s->multi);
    loop_timer_stop(s->set->loop, &s->timer);
    list_take(&s->touch);
    list_take(&s->node);
    free(s);
}

void shards_release(struct shards *s)
{
    while (!list_empty(&s->all))
        shard_free(container_of(s->all.next, struct shard, node));
    idles_release(&s->idles);
    for (size_t page = 0; page < s->page_count; page++)
        free(s->pages[page]);
    free(s->pages);
    free(s->buffer);
}

/* The newest shard has the room, unless users have gone and come. */
struct shard *shards_pick(struct shards *s)
{
    for (struct list *n = s->all.prev; n != &s->all; n = n->prev)
        if (container_of(n, struct shard, node)->lines < SHARD_LINES)
            return container_of(n, struct shard, node);
    return shard_new(s);
}

void shard_add(struct shard *s, CURL *easy)
{
    int running;

    curl_multi_add_handle(s->multi, easy);
    curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    touch(s);
}

void shard_remove(struct shard *s, CURL *easy)
{
    curl_multi_remove_handle(s->multi, easy);
}

void shards_direct(struct shards *s, int fd, chunk_fn *fn, void *owner)
{
    struct socket *k = known_socket(s, fd);

    if (!k)
        return;
    k->direct = fn;
    k->direct_owner = owner;
}

unsigned shards_opened_as(const struct shards *s, int fd)
{
    const struct socket *k = known_socket(s, fd);

    return k ? k->opened_as : 0;
}

void shards_hang_up(const struct shards *s, int fd, unsigned opened_as)
{
    if (!opened_as || shards_opened_as(s, fd) != opened_as)
        return;
    if (known_socket(s, fd)->shard)
        shutdown(fd, SHUT_RDWR);
    else
        hang_up(known_socket(s, fd));
}

void shards_ended(struct shards *s, void (*fn)(CURL *easy, CURLcode code))
{
    while (!list_empty(&s->touched)) {
        struct shard *one = container_of(s->touched.next, struct shard, touch);
        CURLMsg *m;
        int left;

        list_take(&one->touch);
        while ((m = curl_multi_info_read(one->multi, &left)))
            if (m->msg == CURLMSG_DONE)
                fn(m->easy_handle, m->data.result);
    }
}
