#ifndef SIM_PART_H
#define SIM_PART_H

#include "base/buf.h"
#include "base/json.h"

#include <stddef.h>
#include <string.h>

/* A part of a request's body, as it stands there. It lives as long as the body. */
struct part {
    const char *text; /* NULL: it is not there */
    size_t len;
};

/* The value about to be read, whole; a string with its quotes. */
static inline struct part part_take(struct json *j)
{
    size_t quote = json_peek(j) == JSON_STRING;

    json_skip(j);
    return j->bad ? (struct part){0} : (struct part){j->text - quote, j->len + 2 * quote};
}

static inline bool part_is(struct part p, const char *text)
{
    return p.text && p.len == strlen(text) && !memcmp(p.text, text, p.len);
}

/* How much of it goes into an error. */
static inline int part_shown(struct part p)
{
    return p.len > 80 ? 80 : (int)p.len;
}

static inline bool part_is_text(struct part p)
{
    return p.len && *p.text == '"';
}

/* What a string means, however it is escaped: adds it. */
static inline void part_say(struct part p, struct buf *out)
{
    const struct json string = {.text = p.text + 1, .len = p.len - 2, .escaped = true};

    if (memchr(string.text, '\\', string.len))
        json_unescape(&string, out);
    else
        buf_add(out, string.text, string.len);
}

static inline bool part_same(struct part a, struct part b)
{
    return a.len == b.len && (!a.len || !memcmp(a.text, b.text, a.len));
}

/* The members of the object that was just opened, those that are wished for; null is as if it
 * were not there. */
struct part_wish {
    const char *name;
    struct part *into;
};

void part_gather(struct json *j, const struct part_wish *wishes, size_t count);

#define PART_GATHER(json, ...)                                 \
    part_gather(json, (const struct part_wish[]){__VA_ARGS__}, \
                sizeof((const struct part_wish[]){__VA_ARGS__}) / sizeof(struct part_wish))

#endif
