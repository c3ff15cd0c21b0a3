#ifndef TESTS_SIM_STREAMS_H
#define TESTS_SIM_STREAMS_H

/* Replies of any dialect, read by a reader of chunks, of events and of JSON paths that owes
 * nothing to the writer. What value_at() returns is good until it was called
 * four times more, what stream_join() does until its next call. */

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/speech.h"

#include <stdlib.h>
#include <string.h>

enum { STREAM_EVENTS = 256 };

struct stream {
    struct buf bytes;
    struct {
        const char *name, *json; /* "" where there is none */
    } events[STREAM_EVENTS];
    unsigned count;
    bool good; /* every chunk and every event is what it should be */
};

/* The value at "a.0.b", strings unescaped, else as it stands; "" when there is none. */
static inline const char *value_at(const char *text, const char *path)
{
    static struct buf texts[4];
    static unsigned turn;
    struct buf *out = &texts[turn++ % 4];
    struct json j;

    buf_clear(out);
    buf_put(out, "");
    json_begin(&j, text, strlen(text));
    for (; *path; path += strcspn(path, "."), path += *path == '.') {
        size_t len = strcspn(path, ".");
        enum json_kind kind = json_value(&j);
        long index = strtol(path, NULL, 10);
        bool found = false;

        if (kind == JSON_ARRAY)
            while (!found && json_item(&j))
                if (!(found = index-- == 0))
                    json_skip(&j);
        if (kind == JSON_OBJECT)
            while (!found && json_key(&j))
                if (!(found = j.len == len && !memcmp(j.text, path, len)))
                    json_skip(&j);
        if (!found)
            return out->data;
    }
    if (json_peek(&j) == JSON_STRING) {
        json_value(&j);
        json_unescape(&j, out);
    } else {
        json_skip(&j);
        buf_add(out, j.text, j.len);
    }
    return out->data;
}

static inline bool has(const char *json, const char *path, const char *value)
{
    return !strcmp(value_at(json, path), value);
}

static inline bool is_json(const char *text)
{
    struct json j;

    json_begin(&j, text, strlen(text));
    json_skip(&j);
    return json_over(&j);
}

static inline bool stream_unchunk(const struct buf *in, struct buf *out)
{
    const char *at = in->data, *end = in->data + in->len;

    while (at < end) {
        char *after;
        unsigned long size = strtoul(at, &after, 16);

        if (after == at || memcmp(after, "\r\n", 2) || (size_t)(end - after) < size + 4 ||
            memcmp(after + 2 + size, "\r\n", 2))
            return false;
        buf_add(out, after + 2, size);
        at = after + size + 4;
    }
    return true;
}

/* Lines of the body that ends in '\0', cut in place. */
static inline void stream_read_lines(struct stream *s, bool sse)
{
    char *next = s->bytes.data;
    const char *name = "";

    for (char *line; *(line = next);) {
        size_t len = strcspn(line, "\r\n");

        next = line + len + strspn(line + len, "\r");
        next += *next == '\n';
        line[len] = '\0';
        if (sse && !strncmp(line, "event: ", 7)) {
            name = line + 7;
        } else if (len && (!sse || !strncmp(line, "data: ", 6))) {
            s->events[s->count].name = name;
            s->events[s->count].json = line + (sse ? 6 : 0);
            s->good = s->good && (is_json(s->events[s->count].json) || strstr(line, "[DONE]"));
            s->count += s->count < STREAM_EVENTS - 1;
            name = "";
        }
    }
}

static inline void stream_say(struct speech *s, struct buf *out, unsigned at_once)
{
    speech_role(s, out);
    while (s->said < s->tokens) {
        unsigned left = s->tokens - s->said;

        speech_tokens(s, out, left < at_once ? left : at_once);
    }
    speech_finish(s, out);
    speech_usage(s, out);
    speech_done(s, out);
}

/* All that it says, so many tokens at once, by events. */
static inline struct stream stream_of(struct speech *s, unsigned at_once)
{
    struct stream got = {.count = 0};
    struct buf out = {0};

    stream_say(s, &out, at_once);
    got.good = stream_unchunk(&out, &got.bytes);
    if (got.good && s->framing != FRAMING_ARRAY)
        stream_read_lines(&got, s->framing == FRAMING_SSE);
    buf_release(&out);
    return got;
}

/* What stands at this path, of all events (of this name, unless NULL), put together. */
static inline const char *stream_join(const struct stream *s, const char *name, const char *path)
{
    static struct buf all;

    buf_clear(&all);
    buf_put(&all, "");
    for (unsigned i = 0; i < s->count; i++)
        if (!name || !strcmp(s->events[i].name, name))
            buf_put(&all, value_at(s->events[i].json, path));
    return all.data;
}

static inline unsigned stream_count(const struct stream *s, const char *name)
{
    unsigned n = 0;

    for (unsigned i = 0; i < s->count; i++)
        n += !strcmp(s->events[i].name, name);
    return n;
}

static inline const char *stream_last(const struct stream *s, const char *name)
{
    const char *json = "";

    for (unsigned i = 0; i < s->count; i++)
        if (!name || !strcmp(s->events[i].name, name))
            json = s->events[i].json;
    return json;
}

static inline void stream_release(struct stream *s)
{
    buf_release(&s->bytes);
}

/* A reply to a prompt of ten tokens, four of them cached. */
static inline struct speech speech_of(const struct dialect *d, unsigned reasoning, unsigned tokens)
{
    struct ask a = {
        .dialect = d, .framing = d->framing, .prompt_tokens = 10, .cached_tokens = 4, .hash = 42};
    struct speech s;

    speech_init(&s, &a, 0xabc, 1700000000, "m\\\"x", 4);
    s.reasoning = reasoning;
    s.tokens = tokens;
    s.caches = true;
    return s;
}

/* The same with calls of two tools, after the thoughts. */
static inline struct speech speech_with_calls(const struct dialect *d, unsigned reasoning,
                                              const char *tools)
{
    const struct calls_wish wish = {.count = 2, .fragment = 3, .dice = 5};
    struct speech s = speech_of(d, reasoning, 0);

    calls_plan(&s.calls, (struct part){tools, strlen(tools)}, &wish);
    s.tokens = reasoning + calls_tokens(&s.calls);
    return s;
}

static inline struct buf whole_of(struct speech *s)
{
    struct buf out = {0};

    speech_whole(s, &out);
    return out;
}

static inline struct buf error_of(const struct dialect *d, int status, const char *message)
{
    struct buf out = {0};

    d->error(&out, status, message);
    return out;
}

static inline bool error_has(const struct dialect *d, int status, const char *path,
                             const char *value)
{
    struct buf error = error_of(d, status, "x");
    bool good = has(error.data, path, value);

    buf_release(&error);
    return good;
}

/* A request as it was understood; its prompt as text. */
struct understood {
    struct ask ask;
    struct buf prompt;
    struct error err;
    int failed;
};

static inline struct understood *understand(const struct dialect *d, const char *body)
{
    static struct understood u;

    u.failed = ask_read(&u.ask, d, body, strlen(body), &u.prompt, &u.err);
    return &u;
}

static inline bool refused(const struct dialect *d, const char *body, const char *why)
{
    const struct understood *u = understand(d, body);

    return u->failed && strstr(u->err.text, why);
}

#endif
