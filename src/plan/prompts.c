#include "plan/prompts.h"

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "plan/prompts_format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct prompts_format *const formats[] = {
    &prompts_json, &prompts_jsonl, &prompts_csv, &prompts_lines, /* takes anything */
};

bool prompts_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!text[i] || !strchr(" \t\r\n", text[i]))
            return false;
    return true;
}

bool prompts_next_line(struct prompts_line *line)
{
    const char *end;
    size_t whole;

    if (line->left == 0)
        return false;
    end = memchr(line->rest, '\n', line->left);
    whole = end ? (size_t)(end - line->rest) : line->left;
    line->text = line->rest;
    line->len = whole && line->rest[whole - 1] == '\r' ? whole - 1 : whole;
    line->number++;
    line->rest += whole + (end != NULL);
    line->left -= whole + (end != NULL);
    return true;
}

static bool is_ascii(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* A prompt is sent as JSON, so JSON's writer is who knows what can be sent: there and back
 * again, everything is UTF-8. */
static void add_as_utf8(struct buf *out, const char *text, size_t len)
{
    struct buf quoted = {0};
    struct json_writer w = {.out = &quoted};
    struct json back = {0};

    json_put_text(&w, text, len);
    back.text = quoted.data + 1;
    back.len = quoted.len - 2;
    json_unescape(&back, out);
    buf_release(&quoted);
}

void prompts_add(struct prompts *p, const char *text, size_t len)
{
    if (prompts_blank(text, len)) {
        p->skipped++;
        return;
    }
    if (is_ascii(text, len))
        buf_add(&p->texts, text, len);
    else
        add_as_utf8(&p->texts, text, len);
    if (p->count == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 256;
        p->ends = mem_resize(p->ends, p->cap * sizeof *p->ends);
    }
    p->ends[p->count++] = p->texts.len;
}

static bool any(const char *text, size_t len)
{
    (void)text, (void)len;
    return true;
}

static int read_lines(struct prompts *p, const char *text, size_t len, struct error *err)
{
    struct prompts_line line = {.rest = text, .left = len};

    (void)err;
    p->format = "lines";
    while (prompts_next_line(&line))
        if (!prompts_blank(line.text, line.len))
            prompts_add(p, line.text, line.len);
    return 0;
}

const struct prompts_format prompts_lines = {.is = any, .read = read_lines};

/* It is read, not mapped, so that a pipe is as good as a file. */
static int read_file(const char *path, struct buf *out, struct error *err)
{
    FILE *f = fopen(path, "rb");
    char chunk[65536];
    size_t n;
    int failed = f ? 0 : errno;

    while (!failed && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(out, chunk, n);
    if (f && ferror(f))
        failed = errno;
    if (f)
        fclose(f);
    return failed ? error_set(err, "cannot read prompts from %s: %s", path, strerror(failed)) : 0;
}

static int read_as_what_it_is(struct prompts *p, const char *text, size_t len, struct error *err)
{
    const struct prompts_format *const *f = formats;

    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    while (!(*f)->is(text, len))
        f++;
    return (*f)->read(p, text, len, err);
}

static int check_any(const struct prompts *p, struct error *err)
{
    if (p->count > 0)
        return 0;
    if (p->skipped > 0)
        return error_set(err, "%s has no prompt in it: all its %zu rows are empty", p->path,
                         p->skipped);
    return error_set(
        err,
        "%s has no prompt in it: expected one a line, as text or as a JSON object such "
        "as {\"prompt\": \"...\"}",
        p->path);
}

struct prompts *prompts_open(const char *path, struct error *err)
{
    struct prompts *p = mem_new(sizeof *p);
    struct buf file = {0};
    int result = read_file(path, &file, err);

    p->path = path;
    if (result == 0)
        result = read_as_what_it_is(p, file.data ? file.data : "", file.len, err);
    if (result == 0)
        result = check_any(p, err);
    buf_release(&file);
    p->path = NULL;
    if (result == 0)
        return p;
    prompts_free(p);
    return NULL;
}

void prompts_free(struct prompts *p)
{
    if (!p)
        return;
    buf_release(&p->texts);
    free(p->ends);
    free(p);
}

size_t prompts_count(const struct prompts *p)
{
    return p->count;
}

size_t prompts_skipped(const struct prompts *p)
{
    return p->skipped;
}

const char *prompts_format(const struct prompts *p)
{
    return p->format;
}

const char *prompts_at(const struct prompts *p, size_t index, size_t *len)
{
    size_t from = index ? p->ends[index - 1] : 0;

    *len = p->ends[index] - from;
    return p->texts.data + from;
}
