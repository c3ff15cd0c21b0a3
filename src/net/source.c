#include "net/source.h"

#include "base/error.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOURCES_MAX = 4096 };

union source {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

struct sources {
    int family;
    size_t count;
    union source list[SOURCES_MAX];
};

static bool read_address(const char *text, union source *a)
{
    memset(a, 0, sizeof *a);
    if (inet_pton(AF_INET, text, &a->v4.sin_addr) == 1)
        a->any.sa_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &a->v6.sin6_addr) == 1)
        a->any.sa_family = AF_INET6;
    return a->any.sa_family != AF_UNSPEC;
}

/* The port is chosen when the socket connects, among those free towards that address: chosen by
 * bind() it would be free towards all, and there would be no more ports than without a source. */
static int bind_to(int fd, const union source *a)
{
    socklen_t size = a->any.sa_family == AF_INET ? sizeof a->v4 : sizeof a->v6;
    int yes = 1;

    setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    return bind(fd, &a->any, size);
}

static int try_one(const union source *a, struct error *err)
{
    char text[INET6_ADDRSTRLEN];
    int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int why = fd < 0 || bind_to(fd, a) ? errno : 0;

    if (fd >= 0)
        close(fd);
    if (!why)
        return 0;
    inet_ntop(a->any.sa_family,
              a->any.sa_family == AF_INET ? (const void *)&a->v4.sin_addr
                                          : (const void *)&a->v6.sin6_addr,
              text, sizeof text);
    if (why == EADDRNOTAVAIL)
        return error_set(err, "%s is no address of this machine: \"ip address\" shows those", text);
    return error_set(err, "connections cannot come from %s: %s", text, strerror(why));
}

static int add(struct sources *s, const union source *a, struct error *err)
{
    if (s->count == SOURCES_MAX)
        return error_set(err, "these are too many addresses: at most %d", SOURCES_MAX);
    if (s->count && a->any.sa_family != s->family)
        return error_set(err, "expected addresses of one kind: all IPv4, or all IPv6");
    if (try_one(a, err))
        return -1;
    s->family = a->any.sa_family;
    s->list[s->count++] = *a;
    return 0;
}

static int not_understood(const char *item, struct error *err)
{
    return error_set(err,
                     "\"%s\" is no address: expected numeric ones, such as "
                     "10.0.0.1,10.0.0.7-10.0.0.9",
                     item);
}

static int add_range(struct sources *s, const char *item, const char *from, const char *to,
                     struct error *err)
{
    union source a, b;
    uint32_t at, last;

    if (!read_address(from, &a) || !read_address(to, &b) || a.any.sa_family != AF_INET ||
        b.any.sa_family != AF_INET)
        return not_understood(item, err);
    at = ntohl(a.v4.sin_addr.s_addr);
    last = ntohl(b.v4.sin_addr.s_addr);
    if (at > last)
        return error_set(err, "\"%s\" is no range: its end comes before its beginning", item);
    for (uint64_t next = at; next <= last; next++) {
        a.v4.sin_addr.s_addr = htonl((uint32_t)next);
        if (add(s, &a, err))
            return -1;
    }
    return 0;
}

static int add_item(struct sources *s, const char *item, struct error *err)
{
    const char *dash = strchr(item, '-');
    union source a;
    char *from;
    int failed;

    if (!dash)
        return read_address(item, &a) ? add(s, &a, err) : not_understood(item, err);
    from = mem_copy(item, (size_t)(dash - item));
    failed = add_range(s, item, from, dash + 1, err);
    free(from);
    return failed;
}

struct sources *sources_read(const char *list, struct error *err)
{
    struct sources *s = mem_new(sizeof *s);
    int failed = 0;

    for (const char *at = list; at && !failed;) {
        size_t n = strcspn(at, ",");
        char *item = mem_copy(at, n);

        failed = add_item(s, item, err);
        free(item);
        at = at[n] ? at + n + 1 : NULL;
    }
    if (!failed)
        return s;
    sources_free(s);
    return NULL;
}

void sources_free(struct sources *s)
{
    free(s);
}

bool sources_fit(const struct sources *s, const char *address)
{
    return s->family == (strchr(address, ':') ? AF_INET6 : AF_INET);
}

int sources_bind(const struct sources *s, int fd, int family, unsigned turn)
{
    return family == s->family ? bind_to(fd, &s->list[turn % s->count]) : 0;
}
