#ifndef TESTS_NET_CUTS_H
#define TESTS_NET_CUTS_H

/* Feeds a stream to a decoder whole, byte by byte, cut into two at every place and
 * cut into many at random, and holds the events of each way against the same text.
 * A piece ends where a page begins that nobody may read, and it is overwritten as soon as
 * it was fed: who reads too far, or keeps a pointer too long, is found out. */
#include "base/buf.h"
#include "net/decoder.h"
#include "tests/tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { GUARD_SIZE = 1 << 16, GUARD_PAGE = 4096, CUTS_RANDOM = 50 };

struct guard {
    char *bytes; /* GUARD_SIZE of them, then a page without access */
};

static inline struct guard guard_new(void)
{
    char *bytes = mmap(NULL, GUARD_SIZE + GUARD_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (bytes == MAP_FAILED || mprotect(bytes + GUARD_SIZE, GUARD_PAGE, PROT_NONE))
        abort();
    return (struct guard){bytes};
}

static inline void guard_free(struct guard *g)
{
    munmap(g->bytes, GUARD_SIZE + GUARD_PAGE);
}

/* Good until the next call. */
static inline const char *guard_put(struct guard *g, const char *bytes, size_t n)
{
    if (n > GUARD_SIZE)
        abort();
    return memcpy(g->bytes + GUARD_SIZE - n, bytes, n);
}

static inline void guard_spoil(struct guard *g, size_t n)
{
    memset(g->bytes + GUARD_SIZE - n, '!', n);
}

static inline uint64_t cuts_draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static inline void cuts_escape(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n')
            buf_put(out, "\\n");
        else if (text[i] == '\r')
            buf_put(out, "\\r");
        else if (!text[i])
            buf_put(out, "\\0");
        else
            buf_add(out, text + i, 1);
    }
}

/* An event as a line of text: name<data>(note), where name and note may be missing. A
 * name of no bytes is not the same as none. */
struct transcript {
    struct buf text;
    size_t count, stop_after; /* 0: never */
};

static inline bool cuts_write(void *owner, const struct event *e)
{
    struct transcript *t = owner;

    if (e->name && !e->name_len)
        buf_put(&t->text, "''");
    cuts_escape(&t->text, e->name, e->name ? e->name_len : 0);
    buf_put(&t->text, "<");
    cuts_escape(&t->text, e->data, e->data_len);
    buf_put(&t->text, ">");
    if (e->note) {
        buf_put(&t->text, "(");
        cuts_escape(&t->text, e->note, e->note_len);
        buf_put(&t->text, ")");
    }
    buf_put(&t->text, "\n");
    return ++t->count != t->stop_after;
}

struct cuts {
    struct guard guard;
    struct decoder decoder;
    const struct decoding *kind;
    const char *what, *text, *expect;
    size_t len, stop_after;
    uint64_t dice;
    int failures;
};

static inline struct cuts cuts_begin(const struct decoding *kind)
{
    return (struct cuts){.guard = guard_new(), .kind = kind, .dice = tap_seed(20261)};
}

static inline void cuts_end(struct cuts *c)
{
    guard_free(&c->guard);
    decoder_release(&c->decoder);
}

static inline void cuts_feed(struct cuts *c, size_t from, size_t to, struct transcript *t)
{
    decoder_feed(&c->decoder, guard_put(&c->guard, c->text + from, to - from), to - from,
                 cuts_write, t);
    guard_spoil(&c->guard, to - from);
}

static inline void cuts_close(struct cuts *c, struct transcript *t, const char *way, size_t detail)
{
    const char *got;

    decoder_end(&c->decoder, cuts_write, t);
    got = t->text.data ? t->text.data : "";
    if (strcmp(got, c->expect) && !c->failures++)
        note("%s, %s %zu: expected\n%sgot\n%s", c->what, way, detail, c->expect, got);
    buf_release(&t->text);
}

static inline struct transcript cuts_open(struct cuts *c)
{
    decoder_begin(&c->decoder, c->kind);
    return (struct transcript){.stop_after = c->stop_after};
}

/* Pieces of `size` bytes. */
static inline void cuts_even(struct cuts *c, size_t size)
{
    struct transcript t = cuts_open(c);

    for (size_t at = 0; at < c->len; at += size)
        cuts_feed(c, at, at + size < c->len ? at + size : c->len, &t);
    cuts_close(c, &t, "pieces of", size);
}

static inline void cuts_two(struct cuts *c, size_t cut)
{
    struct transcript t = cuts_open(c);

    cuts_feed(c, 0, cut, &t);
    cuts_feed(c, cut, c->len, &t);
    cuts_close(c, &t, "cut at", cut);
}

static inline void cuts_many(struct cuts *c, size_t round)
{
    struct transcript t = cuts_open(c);
    uint64_t longest = 1 + cuts_draw(&c->dice) % 40;

    for (size_t at = 0, next; at < c->len; at = next) {
        next = at + cuts_draw(&c->dice) % (longest + 1);
        next = next < c->len ? next : c->len;
        cuts_feed(c, at, next, &t);
    }
    cuts_close(c, &t, "random cuts, round", round);
}

/* `expect` has a line for each event. */
static inline void cuts_check(struct cuts *c, const char *what, const char *text, size_t len,
                              const char *expect)
{
    c->what = what;
    c->text = text;
    c->len = len;
    c->expect = expect;
    c->failures = 0;
    cuts_even(c, len ? len : 1);
    for (size_t size = 1; size < 4; size++)
        cuts_even(c, size);
    for (size_t cut = 0; cut <= len; cut++)
        cuts_two(c, cut);
    for (size_t round = 0; round < CUTS_RANDOM; round++)
        cuts_many(c, round);
    tap_report(!c->failures, __FILE__, __LINE__, "%s", what);
}

struct cuts_case {
    const char *what, *text, *expect;
};

static inline void cuts_all(struct cuts *c, const struct cuts_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cuts_check(c, cases[i].what, cases[i].text, strlen(cases[i].text), cases[i].expect);
}

#endif
