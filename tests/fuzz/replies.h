#ifndef TESTS_FUZZ_REPLIES_H
#define TESTS_FUZZ_REPLIES_H

#include "base/buf.h"
#include "base/json.h"
#include "tests/fuzz/replay.h"

#include <string.h>
#include <strings.h>

/* Whether bytes are replies in HTTP, one after another, and what they say that they are. */
struct reply_text {
    const char *at, *end;
};

static inline const char *replies_find(struct reply_text t, const char *what)
{
    return memmem(t.at, (size_t)(t.end - t.at), what, strlen(what));
}

static inline void replies_json(const char *from, const char *end)
{
    struct json j;

    json_begin(&j, from, (size_t)(end - from));
    json_skip(&j);
    must(json_over(&j));
}

/* The value of a header; NULL: there is none. */
static inline const char *replies_header(struct reply_text head, const char *name)
{
    for (const char *at = head.at; (at = replies_find((struct reply_text){at, head.end}, "\n"));)
        if (!strncasecmp(++at, name, strlen(name)))
            return at + strlen(name);
    return NULL;
}

/* The data of each event is JSON, but for the word that ends a stream. */
static inline void replies_events(const struct buf *body)
{
    struct reply_text rest = {body->data, body->data + body->len};

    for (const char *lf; rest.at && (lf = replies_find(rest, "\n")); rest.at = lf + 1)
        if (lf - rest.at > 6 && !memcmp(rest.at, "data: {", 7))
            replies_json(rest.at + 6, lf);
}

static inline void replies_body(struct reply_text head, const struct buf *body)
{
    const char *type = replies_header(head, "content-type: ");

    must(type || !body->len);
    if (!body->len)
        return;
    if (!strncmp(type, "application/json", 16))
        replies_json(body->data, body->data + body->len);
    if (!strncmp(type, "text/event-stream", 17))
        replies_events(body);
}

/* The chunks up to the last one; where they end, or NULL when there is not all of them. */
static inline const char *replies_unchunk(struct reply_text rest, struct buf *body)
{
    const char *at = rest.at, *lf;

    while ((lf = replies_find((struct reply_text){at, rest.end}, "\r\n"))) {
        char *digits_end;
        size_t size = strtoul(at, &digits_end, 16);

        must(digits_end == lf && lf > at);
        if ((size_t)(rest.end - lf) < size + 4)
            return NULL;
        must(!memcmp(lf + 2 + size, "\r\n", 2));
        if (!size)
            return lf + 4;
        buf_add(body, lf + 2, size);
        at = lf + 4 + size;
    }
    return NULL;
}

/* Where the body ends; NULL when it is not all there. */
static inline const char *replies_take_body(struct reply_text head, struct reply_text rest,
                                            struct buf *body)
{
    const char *length = replies_header(head, "content-length: ");
    bool interim = !strncmp(head.at, "HTTP/1.1 1", 10);
    size_t n = length ? strtoul(length, NULL, 10) : (size_t)(rest.end - rest.at);

    if (interim)
        return rest.at;
    if (replies_header(head, "transfer-encoding: chunked"))
        return replies_unchunk(rest, body);
    must(length || replies_header(head, "connection: close"));
    if (n > (size_t)(rest.end - rest.at))
        return NULL;
    buf_add(body, rest.at, n);
    return rest.at + n;
}

/* What is left behind the last whole reply. */
static inline size_t replies_check(const struct buf *heard)
{
    struct reply_text rest = {heard->data, NULL};

    if (!heard->len)
        return 0;
    rest.end = heard->data + heard->len;
    while (rest.at < rest.end) {
        const char *blank = replies_find(rest, "\r\n\r\n"), *next;
        struct reply_text head = {rest.at, blank ? blank + 2 : rest.end};
        struct buf body = {0};

        must(rest.end - rest.at < 12 || !memcmp(rest.at, "HTTP/1.1 ", 9));
        next =
            blank ? replies_take_body(head, (struct reply_text){blank + 4, rest.end}, &body) : NULL;
        if (next)
            replies_body(head, &body);
        buf_release(&body);
        if (!next)
            break;
        rest.at = next;
    }
    return (size_t)(rest.end - rest.at);
}

#endif
