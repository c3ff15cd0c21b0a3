#include "net/settings.h"
#include "net/transfer.h"

#include <string.h>
#include <strings.h>

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

void receive_no_more(struct transfer *t)
{
    shards_direct(&t->line->http->shards, t->sent.fd, NULL, NULL);
}

static bool on_chunk(void *owner, const char *data, size_t n)
{
    struct transfer *t = owner;

    if (take_body(t, data, n))
        return true;
    receive_no_more(t);
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

void receive_all(struct transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_ready_to_send);
    curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
}
