#include "sim/truth.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 64 << 10 };

struct truth {
    int fd;
    struct buf lines;
};

struct truth *truth_open(const char *path, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    struct truth *t;

    if (fd < 0) {
        error_set(err, "cannot write the truth to %s: %s", path, strerror(errno));
        return NULL;
    }
    t = mem_new(sizeof *t);
    t->fd = fd;
    return t;
}

/* A full disk must not stop the service; the reader of the journal will miss the lines. */
void truth_flush(struct truth *t)
{
    size_t done = 0;

    while (done < t->lines.len) {
        ssize_t put = write(t->fd, t->lines.data + done, t->lines.len - done);

        if (put > 0)
            done += (size_t)put;
        else if (errno != EINTR)
            break;
    }
    buf_clear(&t->lines);
}

void truth_free(struct truth *t)
{
    if (!t)
        return;
    truth_flush(t);
    close(t->fd);
    buf_release(&t->lines);
    free(t);
}

/* A thousand streams may end at once, with a hundred moments each: printf would be felt. */
static void put_moment(struct buf *out, nanos moment)
{
    char digits[20], *at = digits + sizeof digits;
    uint64_t n = (uint64_t)moment;

    do
        *--at = (char)('0' + n % 10);
    while (n /= 10);
    buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

static void put_text(struct buf *out, const char *text)
{
    struct json_writer w = {.out = out};

    json_put_string(&w, text);
}

void truth_write(struct truth *t, const struct truth_line *line)
{
    struct buf *out = &t->lines;

    buf_put(out, "{\"id\":");
    put_text(out, line->id);
    buf_addf(out, ",\"conn\":%" PRIu64 ",\"received\":", line->conn);
    put_moment(out, line->received);
    buf_put(out, ",\"tokens\":[");
    for (size_t i = 0; i < line->count; i++) {
        if (i)
            buf_add(out, ",", 1);
        put_moment(out, line->tokens[i]);
    }
    buf_addf(out, "],\"prompt_tokens\":%u,\"fault\":", line->prompt_tokens);
    put_text(out, line->fault);
    buf_addf(out, ",\"complete\":%s}\n", line->complete ? "true" : "false");
    if (out->len >= BATCH)
        truth_flush(t);
}
