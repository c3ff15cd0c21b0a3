/* Bodies in chunks, which go past libcurl as long as whole chunks come: nobody may notice. */

#include "tests/net/client.h"
#include "tests/tap.h"

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define LAST "0\r\n\r\n"

/* A head and a chunk first, so that what is cut comes while libcurl waits for a chunk. */
#define FIRST HEAD "1\r\n>\r\n"

static struct peer_reply replies[] = {
    {"/tokens",   KEEPS,  {FIRST, "1\r\na\r\n", "1\r\nb\r\n", "1\r\nc\r\n1\r\nd\r\n", LAST}            },
    {"/mixed",    KEEPS,  {FIRST, "2\r\nab\r\n2\r", "\ncd\r\n", "1\r\ne\r\n", "1\r\nf\r\n" LAST}       },
    {"/odd",      KEEPS,  {FIRST, "1;x=y\r\na\r\n", "0001\r\nb\r\n", "A\r\n0123456789\r\n", LAST}      },
    {"/trailers", KEEPS,  {FIRST, "1\r\na\r\n", "0\r\nX-T: 1\r\n\r\n"}                                 },
    {"/closes",   CLOSES, {FIRST, "1\r\na\r\n", "1\r\nb\r\n"}                                          },
    {"/resets",   RESETS, {FIRST, "1\r\na\r\n", "1\r\nb\r\n"}                                          },
    {"/nonsense", KEEPS,  {FIRST, "1\r\na\r\n", "1\r\nb\r\nzz\r\nc\r\n"}                               },
    {"/stalls",   KEEPS,  {FIRST, "1\r\na\r\n", "1\r\nb\r\n"}                                          },
    {"/length",
     KEEPS,               {"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", "1\r\na\r\n", "1\r\nb\r\n"}},
    {"/until",    CLOSES, {"HTTP/1.0 200 OK\r\n\r\n>\r\n", "1\r\na\r\n", "1\r\nb\r\n"}                 },
    {"/cut",      KEEPS,  {NULL}                                                                       },
    {NULL,        KEEPS,  {NULL}                                                                       },
};

static struct peer_reply *const cut_reply = &replies[sizeof replies / sizeof *replies - 2];

static struct http_line *line;

static struct outcome ask(const char *path, bool stop)
{
    struct outcome o = outcome_new();
    struct http_target *t = target("GET", path);
    struct http_request r = request_of(t);

    o.stop = stop;
    r.stall = strcmp(path, "/stalls") ? 10 * NANOS_PER_SECOND : NANOS_PER_SECOND / 20;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    http_target_free(t);
    return o;
}

/* How it ended, with what; and how many reads went past libcurl. */
static bool gives(const char *path, enum fault fault, const char *body, unsigned direct)
{
    uint64_t before = http_direct(http);
    struct outcome o = ask(path, false);
    unsigned n = (unsigned)(http_direct(http) - before);
    bool good = o.ended == 1 && o.result.fault == fault && o.body.len == strlen(body) &&
                !memcmp(o.body.data, body, o.body.len) && n == direct && o.ordered &&
                o.result.bytes_down > o.body.len;

    if (!good)
        note("%s: fault %d, \"%.*s\", %u direct", path, (int)o.result.fault, (int)o.body.len,
             o.body.data ? o.body.data : "", n);
    buf_release(&o.body);
    return good;
}

static void test_ends(void)
{
    ok(gives("/tokens", FAULT_NONE, ">abcd", 4));
    note("a chunk that is cut is for libcurl, which is asked again where it ends");
    ok(gives("/mixed", FAULT_NONE, ">abcdef", 3));
    ok(gives("/odd", FAULT_NONE, ">ab0123456789", 4));
    ok(gives("/trailers", FAULT_NONE, ">a", 2));
    ok(gives("/tokens", FAULT_NONE, ">abcd", 4));
    ok(peer.connections == 1);
    note("what goes wrong is told as ever");
    ok(gives("/closes", FAULT_TRUNCATED, ">ab", 2));
    ok(gives("/resets", FAULT_RESET, ">ab", 2));
    ok(gives("/nonsense", FAULT_MALFORMED, ">ab", 2));
    ok(gives("/stalls", FAULT_STALLED, ">ab", 2));
    note("what only looks like chunks is none");
    ok(gives("/length", FAULT_NONE, "1\r\na\r\n1\r\nb\r\n", 0));
    ok(gives("/until", FAULT_NONE, ">\r\n1\r\na\r\n1\r\nb\r\n", 0));
}

static void test_had_enough(void)
{
    struct outcome o;

    o = ask("/tokens", true);
    ok(o.ended == 1 && o.result.fault == STOPPED && o.body.len == 1);
    buf_release(&o.body);
}

struct fickle {
    struct outcome o;
    unsigned reads;
};

static bool stop_at_fourth(void *owner, const char *bytes, size_t n, nanos at, bool kernel)
{
    struct fickle *f = owner;

    on_bytes(&f->o, bytes, n, at, kernel);
    return ++f->reads < 4;
}

/* In the middle of what libcurl does not see, and of a read that has more. */
static void test_stop_past_libcurl(void)
{
    static const struct http_watch fickle = {stop_at_fourth, on_end};
    struct fickle f = {.o = outcome_new()};
    struct http_target *t = target("GET", "/tokens");
    struct http_request r = request_of(t);

    r.stall = NANOS_PER_SECOND;
    http_begin(line, &r, &fickle, &f);
    turn_until_ended(&f.o, 1);
    ok(f.o.ended == 1 && f.o.result.fault == STOPPED && f.reads == 4);
    ok(f.o.body.len == 4 && !memcmp(f.o.body.data, ">abc", 4));
    buf_release(&f.o.body);
    http_target_free(t);
    note("the connection is gone, and the next is as good");
    ok(gives("/tokens", FAULT_NONE, ">abcd", 4));
}

static void test_cancel(void)
{
    struct outcome o = outcome_new();
    struct http_target *t = target("GET", "/tokens");
    struct http_request r = request_of(t);
    struct transfer *one = http_begin(line, &r, &watch, &o);

    while (o.body.len < 2)
        turn();
    http_cancel(one, STOPPED);
    http_reap(http);
    ok(o.ended == 1 && o.result.fault == STOPPED && o.body.len == 2);
    buf_release(&o.body);
    http_target_free(t);
    ok(gives("/tokens", FAULT_NONE, ">abcd", 4));
}

/* Cut in two at every place, libcurl and we take turns in every way there is. */
static void test_every_cut(void)
{
    static const char body[] =
        "1\r\na\r\n12\r\n0123456789abcdefgh\r\n4\r\n\r\n\r\n\r\n1\r\nz\r\n" LAST;
    static const char expected[] = ">a0123456789abcdefgh\r\n\r\nz";
    char head[sizeof body + 64], rest[sizeof body];
    uint64_t before = http_direct(http);
    unsigned wrong = 0, direct;

    peer.pause = NANOS_PER_MS / 4;
    for (size_t at = 1; at + 1 < sizeof body; at++) {
        struct outcome o;

        snprintf(head, sizeof head, "%.*s", (int)at, body);
        snprintf(rest, sizeof rest, "%s", body + at);
        cut_reply->pieces[0] = FIRST;
        cut_reply->pieces[1] = head;
        cut_reply->pieces[2] = rest;
        o = ask("/cut", false);
        wrong += !went_well(&o) || strcmp(o.body.data, expected) != 0;
        buf_release(&o.body);
    }
    direct = (unsigned)(http_direct(http) - before);
    note("%u direct reads", direct);
    ok(wrong == 0 && direct > sizeof body);
}

/* What is left over of a read may be more than libcurl takes at once. */
static void test_large(void)
{
    enum { SIZE = 15000, CUT = 12000 };
    struct buf all = {0}, body = {0};
    char *head;
    struct outcome o;
    uint64_t before = http_direct(http);

    buf_addf(&all, "1\r\na\r\n%x\r\n", SIZE);
    for (int i = 0; i < SIZE; i++)
        buf_addf(&body, "%c", 'a' + i * 7 % 26);
    buf_add(&all, body.data, body.len);
    buf_put(&all, "\r\n1\r\nb\r\n" LAST);
    head = mem_copy(all.data, CUT);
    cut_reply->pieces[0] = FIRST;
    cut_reply->pieces[1] = head;
    cut_reply->pieces[2] = all.data + CUT;
    o = ask("/cut", false);
    ok(went_well(&o) && o.body.len == SIZE + 3 && !memcmp(o.body.data, ">a", 2));
    ok(!memcmp(o.body.data + 2, body.data, SIZE) && o.body.data[SIZE + 2] == 'b');
    ok(http_direct(http) > before);
    free(head);
    buf_release(&all);
    buf_release(&body);
    buf_release(&o.body);
}

/* And nothing may come after it that would bring libcurl to take the rest. */
static void test_large_end(void)
{
    enum { SIZE = 12000 };
    struct buf all = {0};
    struct outcome o;

    buf_addf(&all, "%x;odd\r\n%0*d\r\n" LAST, SIZE, SIZE, 0);
    cut_reply->pieces[0] = FIRST;
    cut_reply->pieces[1] = all.data;
    cut_reply->pieces[2] = NULL;
    o = ask("/cut", false);
    ok(went_well(&o) && o.body.len == SIZE + 1);
    buf_release(&all);
    buf_release(&o.body);
}

int main(void)
{
    client_start();
    begin_service(replies, false);
    line = http_line_new(http);
    test_ends();
    test_had_enough();
    test_stop_past_libcurl();
    test_cancel();
    test_every_cut();
    test_large();
    test_large_end();
    http_line_free(line);
    end_service();
    client_end();
    return tap_done();
}
