/* Requests in somebody's own words, the reply's header lines, and dialling another address. */

#include "tests/net/client.h"
#include "tests/tap.h"

#define HELLO "HTTP/1.1 200 OK\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 5\r\n\r\nhello"

static const struct peer_reply replies[] = {
    {"/continued", KEEPS, {"HTTP/1.1 100 Continue\r\nX-Early: yes\r\n\r\n", HELLO}},
    {NULL,         KEEPS, {HELLO}                                                 },
};

static struct outcome send_words(struct http_line *line, const struct http_words *words,
                                 const char *body, struct buf *headers)
{
    struct outcome o = outcome_new();
    struct http_target *t;
    struct http_request r;
    char url[64];

    snprintf(url, sizeof url, "http://127.0.0.1:%u", peer.port);
    t = http_target_words(url, words);
    r = request_of(t);
    r.body = body;
    r.body_len = body ? strlen(body) : 0;
    r.headers = headers;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    http_target_free(t);
    buf_release(&o.body);
    return o;
}

static bool sent(const char *head, const char *body)
{
    size_t n = strlen(head);

    if (peer.head.len != n || memcmp(peer.head.data, head, n) != 0)
        printf("# sent:\n%s\n", peer.head.data);
    return peer.head.len == n && !memcmp(peer.head.data, head, n) && peer.body.len == strlen(body);
}

static void test_words(struct http_line *line)
{
    const char *const none[] = {NULL};
    const char *const odd[] = {"Host: other", "X-b: 1",      "x-B: 2", "Accept-Encoding: br",
                               "X-Empty:",    "cookie: a=b", NULL};
    const char *const typed[] = {"Host: h", "Content-Type: text/x", "Content-Length: 3", NULL};
    struct outcome o;

    o = send_words(line, &(struct http_words){"GET", "/a?b=c#d", none, false}, NULL, NULL);
    ok(went_well(&o) && sent("GET /a?b=c#d HTTP/1.1\r\n", ""));
    o = send_words(line, &(struct http_words){"GET", "http://h2:1/../x", odd, false}, NULL, NULL);
    ok(went_well(&o) && sent("GET http://h2:1/../x HTTP/1.1\r\nHost: other\r\nX-b: 1\r\nx-B: 2\r\n"
                             "Accept-Encoding: br\r\nX-Empty:\r\ncookie: a=b\r\n",
                             ""));
    o = send_words(line, &(struct http_words){"OPTIONS", "*", none, false}, NULL, NULL);
    ok(went_well(&o) && sent("OPTIONS * HTTP/1.1\r\n", ""));
    o = send_words(line, &(struct http_words){"POST", "/", typed, false}, "abc", NULL);
    ok(went_well(&o) &&
       sent("POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/x\r\nContent-Length: 3\r\n", "abc"));
    o = send_words(line, &(struct http_words){"POST", "/", none, false}, "abc", NULL);
    ok(went_well(&o) && sent("POST / HTTP/1.1\r\nContent-Length: 3\r\n", "abc"));
    o = send_words(line, &(struct http_words){"GET", "/", none, true}, NULL, NULL);
    ok(went_well(&o) && sent("GET / HTTP/1.0\r\n", ""));
    note("what comes after it on the same handle is ordinary again");
    o = send_one(line, "GET", "/plain", NULL);
    ok(went_well(&o) && strstr(peer.head.data, "GET /plain HTTP/1.1\r\nHost: 127.0.0.1:"));
}

static void test_headers(struct http_line *line)
{
    static const char want[] = "X-One: 1\r\nx-one: 2\r\nContent-Length: 5\r\n\r\n";
    const char *const none[] = {NULL};
    struct buf headers = {0};

    send_words(line, &(struct http_words){"GET", "/continued", none, false}, NULL, &headers);
    ok(headers.len == strlen(want) && !memcmp(headers.data, want, headers.len));
    send_words(line, &(struct http_words){"GET", "/", none, false}, NULL, &headers);
    ok(headers.len == strlen(want));
    buf_release(&headers);
}

/* Whoever listens there is another service, on another port. */
static void test_dial(struct http_line *line)
{
    struct peer other;
    struct outcome o = send_one(line, "GET", "/", NULL);
    unsigned before = peer.connections;

    ok(went_well(&o) && o.result.reused);
    peer_open(&other, loop, replies);
    http_dial(http, "127.0.0.1", other.port);
    o = send_one(line, "GET", "/there", NULL);
    ok(went_well(&o) && !o.result.reused && other.requests == 1);
    ok(strstr(other.head.data, "Host: 127.0.0.1:") != NULL && peer.connections == before);
    http_dial(http, "127.0.0.1", peer.port);
    o = send_one(line, "GET", "/back", NULL);
    ok(went_well(&o) && other.requests == 1);
    peer_close(&other);
}

int main(void)
{
    struct http_line *line;

    client_start();
    begin_service(replies, false);
    line = http_line_new(http);
    test_words(line);
    test_headers(line);
    test_dial(line);
    end_service();
    client_end();
    return tap_done();
}
