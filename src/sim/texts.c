#include "sim/texts.h"

#include "base/error.h"
#include "base/mem.h"

#include <stdlib.h>

enum { TEXTS_MAX = 2048 };

void texts_release(struct texts *t)
{
    buf_release(&t->bytes);
    free(t->ends);
    *t = (struct texts){0};
}

struct part texts_get(const struct texts *t, size_t i)
{
    size_t from = i ? t->ends[i - 1] : 0;

    return (struct part){t->bytes.data + from, t->ends[i] - from};
}

/* Ends the text that has been appended. */
static int close_text(struct texts *t, const char *field, struct error *err)
{
    size_t from = t->count ? t->ends[t->count - 1] : 0;

    if (t->bytes.len == from)
        return error_set(err, "The field %s has an empty text in it.", field);
    if (t->count == TEXTS_MAX)
        return error_set(err, "The field %s has more than %d texts.", field, TEXTS_MAX);
    if (t->count == t->cap) {
        t->cap = t->cap * 2 + 1;
        t->ends = mem_resize(t->ends, t->cap * sizeof *t->ends);
    }
    t->ends[t->count++] = t->bytes.len;
    return 0;
}

static void put_id(struct texts *t, const struct json *j)
{
    buf_add(&t->bytes, j->text, j->len);
    buf_add(&t->bytes, " ", 1);
}

/* One text, or the ids of one. */
static int read_text(struct texts *t, struct json *j, const char *field, struct error *err)
{
    switch (json_value(j)) {
    case JSON_STRING: json_unescape(j, &t->bytes); break;
    case JSON_ARRAY:
        while (json_item(j)) {
            if (json_value(j) != JSON_NUMBER)
                return error_set(err, "The field %s has a list in it that is not of token ids.",
                                 field);
            put_id(t, j);
        }
        break;
    default: return error_set(err, "The field %s has something in it that is no text.", field);
    }
    return close_text(t, field, err);
}

static int read_list(struct texts *t, struct json *j, const char *field, struct error *err)
{
    json_value(j);
    while (json_item(j))
        if (read_text(t, j, field, err))
            return -1;
    return t->count ? 0 : error_set(err, "The field %s is an empty list.", field);
}

static bool is_ids(struct part list)
{
    struct json j;

    json_begin(&j, list.text, list.len);
    return json_value(&j) == JSON_ARRAY && json_item(&j) && json_peek(&j) == JSON_NUMBER;
}

int texts_read_input(struct texts *t, struct part value, const char *field, struct error *err)
{
    struct json j;

    if (!value.text)
        return error_set(err, "The field %s is required.", field);
    json_begin(&j, value.text, value.len);
    if (*value.text == '[' && !is_ids(value))
        return read_list(t, &j, field, err);
    return read_text(t, &j, field, err);
}

static int read_document(struct texts *t, struct json *j, struct error *err)
{
    bool any = false;

    if (json_peek(j) != JSON_OBJECT)
        return read_text(t, j, "documents", err);
    json_value(j);
    while (json_key(j)) {
        if (json_is(j, "text") && !any) {
            any = true;
            if (read_text(t, j, "documents", err))
                return -1;
        } else {
            json_skip(j);
        }
    }
    return any ? 0 : error_set(err, "The field documents has an object in it without a text.");
}

int texts_read_documents(struct texts *t, struct part value, struct error *err)
{
    struct json j;

    json_begin(&j, value.text, value.len);
    if (!value.text || json_value(&j) != JSON_ARRAY)
        return error_set(err, "The field documents is required: a list of texts.");
    while (json_item(&j))
        if (read_document(t, &j, err))
            return -1;
    return t->count ? 0 : error_set(err, "The field documents is an empty list.");
}
