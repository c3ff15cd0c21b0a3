/* However a stream's bytes are sent, whoever puts them together again has what was said. */

#include "base/buf.h"
#include "base/error.h"
#include "base/rng.h"
#include "sim/rule.h"
#include "sim/wire.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <string.h>

enum { WRITES_MAX = 256 };

/* What came over the wire, and where each write ended. */
struct heard {
    struct buf bytes;
    size_t ends[WRITES_MAX];
    unsigned writes;
};

static struct sim_rules rules;

static struct sim_given given(const char *list)
{
    struct rng dice;
    struct error err;

    rules.count = 0;
    rng_seed(&dice, 1, 1);
    if (sim_rules_read(&rules, list, &err))
        printf("Bail out! %s\n", err.text);
    return sim_given_draw(rules.list, rules.count, &dice);
}

static void hear(void *to, const char *bytes, size_t n)
{
    struct heard *h = to;

    buf_add(&h->bytes, bytes, n);
    if (h->writes < WRITES_MAX)
        h->ends[h->writes++] = h->bytes.len;
}

static void put_chunk(struct buf *out, const char *text)
{
    buf_addf(out, "%04zx\r\n%s\r\n", strlen(text), text);
}

/* The events of the list, which ends in NULL, all said at once or one after the other. */
static struct heard send(const char *list, const char *const *events, bool at_once)
{
    struct sim_given g = given(list);
    struct heard h = {.writes = 0};
    struct buf said = {0};
    struct wire w;

    wire_begin(&w, &g, false);
    for (; *events; events++) {
        put_chunk(&said, *events);
        if (!events[1])
            buf_put(&said, "0\r\n\r\n");
        if (at_once && events[1])
            continue;
        wire_send(&w, &said, &(struct wire_out){hear, &h});
        buf_clear(&said);
    }
    buf_release(&said);
    return h;
}

/* The body of a chunked message; false when it is none or anything follows it. */
static bool unchunk(const struct buf *in, struct buf *body, unsigned *chunks)
{
    const char *at = in->data, *end = at + in->len;
    char *after;

    for (*chunks = 0;; ++*chunks) {
        size_t size = strtoul(at, &after, 16);

        if (after == at || memcmp(after, "\r\n", 2))
            return false;
        at = after + 2;
        if (!size)
            return end - at == 2 && !memcmp(at, "\r\n", 2);
        if ((size_t)(end - at) < size + 2 || memcmp(at + size, "\r\n", 2))
            return false;
        buf_add(body, at, size);
        at += size + 2;
    }
}

static bool is(const struct buf *b, const char *text)
{
    bool same = b->len == strlen(text) && (!b->len || !memcmp(b->data, text, b->len));

    if (!same)
        note("got: %s", b->data ? b->data : "nothing");
    return same;
}

static const char *const two[] = {"data: {\"a\":[1,2],\"b\":\"x,y\"}\n\n", "data: [DONE]\n\n",
                                  NULL};

/* Sent so, those two become that. */
static void becomes(const char *list, const char *text)
{
    for (int at_once = 0; at_once < 2; at_once++) {
        struct heard h = send(list, two, at_once);
        struct buf body = {0};
        unsigned chunks;

        ok(unchunk(&h.bytes, &body, &chunks) && is(&body, text));
        buf_release(&body);
        buf_release(&h.bytes);
    }
}

static void test_lines(void)
{
    becomes("crlf", "data: {\"a\":[1,2],\"b\":\"x,y\"}\r\n\r\ndata: [DONE]\r\n\r\n");
    becomes("cr", "data: {\"a\":[1,2],\"b\":\"x,y\"}\r\rdata: [DONE]\r\r");
    becomes("bom", "\xef\xbb\xbf"
                   "data: {\"a\":[1,2],\"b\":\"x,y\"}\n\ndata: [DONE]\n\n");
    becomes("no_space", "data:{\"a\":[1,2],\"b\":\"x,y\"}\n\ndata:[DONE]\n\n");
    becomes("multiline", "data: {\"a\":[1,2],\ndata: \"b\":\"x,y\"}\n\ndata: [DONE]\n\n");
    becomes("no_newline", "data: {\"a\":[1,2],\"b\":\"x,y\"}\n\ndata: [DONE]");
    becomes("fields,crlf", "id: 7\r\nretry: 3000\r\nmood: fair\r\nlonely\r\n"
                           "data: {\"a\":[1,2],\"b\":\"x,y\"}\r\n\r\n"
                           "id: 7\r\nretry: 3000\r\nmood: fair\r\nlonely\r\n"
                           "data: [DONE]\r\n\r\n");
    becomes("multiline,cr,no_space,no_newline",
            "data:{\"a\":[1,2],\rdata:\"b\":\"x,y\"}\r\rdata:[DONE]");
}

static void test_other_line_ends_are_kept(void)
{
    static const char *const old[] = {"event: x\r\ndata: {}\r\n\r\n", NULL};
    struct heard h = send("bom", old, true);
    struct buf body = {0};
    unsigned chunks;

    ok(unchunk(&h.bytes, &body, &chunks) && is(&body, "\xef\xbb\xbf"
                                                      "event: x\r\ndata: {}\r\n\r\n"));
    buf_release(&body);
    buf_release(&h.bytes);
}

static void test_lines_without_fields(void)
{
    static const char *const line[] = {"{\"done\":true}\n", NULL};
    struct heard h = send("fields", line, true);
    struct buf body = {0};
    unsigned chunks;

    ok(unchunk(&h.bytes, &body, &chunks) && is(&body, "{\"done\":true}\n"));
    buf_release(&body);
    buf_release(&h.bytes);
}

static void test_split(void)
{
    for (unsigned n = 2; n < 40; n += 6) {
        struct buf body = {0};
        char list[32];
        struct heard h;
        unsigned chunks;

        snprintf(list, sizeof list, "split(%u)", n);
        h = send(list, two, false);
        ok(unchunk(&h.bytes, &body, &chunks) && is(&body, "data: {\"a\":[1,2],\"b\":\"x,y\"}\n\n"
                                                          "data: [DONE]\n\n"));
        ok(chunks > n && chunks <= 2 * n && h.writes >= chunks);
        buf_release(&body);
        buf_release(&h.bytes);
    }
}

/* Each write but those that end an event ends within a character. */
static void test_characters(void)
{
    static const char *const words[] = {"data: caf\xc3\xa9\n\n",
                                        "data: \xe6\xb0\xb4 \xf0\x9f\x8c\x8a\n\n", NULL};
    struct heard h = send("utf8,http10", words, false);
    unsigned within = 0;

    ok(is(&h.bytes, "data: caf\xc3\xa9\n\ndata: \xe6\xb0\xb4 \xf0\x9f\x8c\x8a\n\n"));
    for (unsigned i = 0; i + 1 < h.writes; i++)
        within += (h.bytes.data[h.ends[i]] & 0xc0) == 0x80;
    ok(within == 1 + 2 + 3 && h.writes == within + 2);
    buf_release(&h.bytes);
}

static void test_without_chunks(void)
{
    static const char *const ways[] = {"http10", "no_length", "bad_length"};

    for (unsigned i = 0; i < 3; i++) {
        struct heard h = send(ways[i], two, true);

        ok(is(&h.bytes, "data: {\"a\":[1,2],\"b\":\"x,y\"}\n\ndata: [DONE]\n\n"));
        ok(h.writes == 1);
        buf_release(&h.bytes);
    }
}

static void test_trailers(void)
{
    struct heard h = send("trailers", two, true);

    ok(strstr(h.bytes.data, "\r\n0\r\nx-sim-end: here\r\n\r\n"));
    buf_release(&h.bytes);
}

static uint32_t little(const char *at, int bytes)
{
    uint32_t n = 0;

    while (bytes--)
        n = n << 8 | (unsigned char)at[bytes];
    return n;
}

/* A reader of stored blocks. */
static bool unzip(const struct buf *in, struct buf *out, uint32_t *sum)
{
    const char *at = in->data + 10, *end = in->data + in->len;

    if (in->len < 18 || memcmp(in->data, "\x1f\x8b\x08", 3))
        return false;
    for (bool last = false; !last; at += 5 + little(at + 1, 2)) {
        if (end - at < 13 || (*at & ~1) || (little(at + 1, 2) ^ little(at + 3, 2)) != 0xffff)
            return false;
        last = *at;
        buf_add(out, at + 5, little(at + 1, 2));
    }
    *sum = little(at, 4);
    return end - at == 8 && little(at + 4, 4) == out->len;
}

/* The sum of these nine digits is in every text about it. */
static void test_gzip(void)
{
    static const char *const digits[] = {"123", "45", "6789", NULL};
    struct heard h = send("gzip", digits, false);
    struct buf zipped = {0}, body = {0};
    unsigned chunks;
    uint32_t sum = 0;

    ok(unchunk(&h.bytes, &zipped, &chunks) && chunks == 4);
    ok(unzip(&zipped, &body, &sum) && is(&body, "123456789") && sum == 0xcbf43926);
    buf_release(&h.bytes);
    buf_release(&zipped);
    buf_release(&body);
}

static void test_gzip_of_much(void)
{
    struct sim_given g = given("gzip");
    struct buf whole = {0}, body = {0};
    struct wire w;
    uint32_t sum;

    for (int i = 0; i < 30000; i++)
        buf_put(&whole, "bread ");
    wire_begin(&w, &g, false);
    wire_whole(&w, &whole);
    ok(unzip(&whole, &body, &sum) && body.len == 180000 && !strncmp(body.data, "bread bread", 11));
    buf_release(&whole);
    buf_release(&body);
}

static bool cut_gives(const char *list, const char *cut, const char *text)
{
    struct sim_given g = given(list);
    struct heard h = {.writes = 0};
    struct buf said = {0};
    struct wire w;
    bool good;

    wire_begin(&w, &g, false);
    buf_put(&said, "0003\r\n\n\n\n\r\n");
    buf_put(&said, cut);
    wire_send(&w, &said, &(struct wire_out){hear, &h});
    good = is(&h.bytes, text);
    buf_release(&said);
    buf_release(&h.bytes);
    return good;
}

static void test_cut_chunks(void)
{
    ok(cut_gives("crlf", "0010\r\ndata: {", "6\r\n\r\n\r\n\r\n\r\n0010\r\ndata: {"));
    ok(cut_gives("http10", "0010\r\ndata: {", "\n\n\ndata: {"));
    ok(cut_gives("crlf", "no length\r\n", "6\r\n\r\n\r\n\r\n\r\nno length\r\n"));
}

static void test_what_is_odd(void)
{
    static const char *const plain[] = {"close", "comments,drip,reset,no_done", "huge"};
    struct sim_given g = given("crlf");
    struct wire w;

    wire_begin(&w, &g, false);
    ok(w.odd && w.chunked && !w.closes);
    for (unsigned i = 0; i < 3; i++) {
        g = given(plain[i]);
        wire_begin(&w, &g, false);
        ok(!w.odd && w.closes == (i == 0));
        wire_begin(&w, &g, true);
        ok(w.odd && !w.chunked && w.closes);
    }
}

int main(void)
{
    test_lines();
    test_other_line_ends_are_kept();
    test_lines_without_fields();
    test_split();
    test_characters();
    test_without_chunks();
    test_trailers();
    test_gzip();
    test_gzip_of_much();
    test_cut_chunks();
    test_what_is_odd();
    return tap_done();
}
