#include "net/reach.h"

#include "base/error.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* 0, or the errno of why nobody answered there. */
static int try_address(const struct addrinfo *a, nanos patience)
{
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    socklen_t size = sizeof(int);
    int why = 0;

    if (fd < 0)
        return errno;
    if (connect(fd, a->ai_addr, a->ai_addrlen) && errno != EINPROGRESS)
        why = errno;
    else if (poll(&p, 1, (int)(patience / NANOS_PER_MS)) <= 0)
        why = ETIMEDOUT;
    else
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &size);
    close(fd);
    return why;
}

static int try_all(const struct addrinfo *list, nanos patience, char address[static ADDRESS_TEXT])
{
    int why = 0;

    for (const struct addrinfo *a = list; a; a = a->ai_next) {
        why = try_address(a, patience);
        if (why)
            continue;
        getnameinfo(a->ai_addr, a->ai_addrlen, address, ADDRESS_TEXT, NULL, 0, NI_NUMERICHOST);
        return 0;
    }
    return why;
}

int reach(const char *host, uint16_t port, nanos patience, char address[static ADDRESS_TEXT],
          struct error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    char service[8];
    int why;

    snprintf(service, sizeof service, "%u", port);
    why = getaddrinfo(host, service, &hints, &list);
    if (why)
        return error_set(err, "cannot find the host \"%s\": %s", host, gai_strerror(why));
    why = try_all(list, patience, address);
    freeaddrinfo(list);
    if (why)
        return error_set(err, "cannot connect to %s port %u: %s", host, port, strerror(why));
    return 0;
}

int reach_lookup(const char *host, const char *service, struct address *found, int most,
                 struct error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    char port[16];
    int n = 0, why = getaddrinfo(host, service, &hints, &list);

    if (why)
        return error_set(err, "cannot find the host \"%s\", service \"%s\": %s", host, service,
                         gai_strerror(why));
    for (const struct addrinfo *a = list; a && n < most; a = a->ai_next) {
        if (getnameinfo(a->ai_addr, a->ai_addrlen, found[n].host, sizeof found[n].host, port,
                        sizeof port, NI_NUMERICHOST | NI_NUMERICSERV))
            continue;
        found[n++].port = (uint16_t)strtoul(port, NULL, 10);
    }
    freeaddrinfo(list);
    return n;
}
