#include "data/fields.h"

#include "base/buf.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const names[FIELDS] = {
    [FIELD_TIMESTAMP] = "timestamp",
    [FIELD_INPUT_LENGTH] = "input_length",
    [FIELD_OUTPUT_LENGTH] = "output_length",
    [FIELD_HASH_IDS] = "hash_ids",
    [FIELD_CHAT_ID] = "chat_id",
    [FIELD_PARENT_CHAT_ID] = "parent_chat_id",
    [FIELD_CONTEXT_TOKENS] = "ContextTokens",
    [FIELD_GENERATED_TOKENS] = "GeneratedTokens",
    [FIELD_REQUEST_TOKENS] = "Request tokens",
    [FIELD_RESPONSE_TOKENS] = "Response tokens",
    [FIELD_OUTPUT_TOKENS] = "output_tokens",
    [FIELD_OUTPUT_TOKENS_COUNT] = "output_tokens_count",
    [FIELD_PROMPT] = "prompt",
    [FIELD_TEXT] = "text",
    [FIELD_TEXTS] = "texts",
    [FIELD_TEXT_INPUT] = "text_input",
    [FIELD_QUESTION] = "question",
    [FIELD_INPUT] = "input",
    [FIELD_MESSAGES] = "messages",
    [FIELD_CONVERSATIONS] = "conversations",
    [FIELD_TURNS] = "turns",
    [FIELD_BODY] = "body",
    [FIELD_URL] = "url",
    [FIELD_CUSTOM_ID] = "custom_id",
    [FIELD_SESSION_ID] = "session_id",
    [FIELD_DELAY] = "delay",
    [FIELD_IMAGE] = "image",
    [FIELD_IMAGES] = "images",
    [FIELD_AUDIO] = "audio",
    [FIELD_AUDIOS] = "audios",
    [FIELD_VIDEO] = "video",
    [FIELD_VIDEOS] = "videos",
    [FIELD_MODEL] = "model",
    [FIELD_MAX_TOKENS] = "max_tokens",
    [FIELD_MAX_COMPLETION_TOKENS] = "max_completion_tokens",
};

/* Columns. */

/* BurstGPT writes its session's column in words. */
static enum field of_column(const char *name)
{
    enum field f = 0;

    if (strcasecmp(name, "Session ID") == 0)
        return FIELD_SESSION_ID;
    while (f < FIELDS && strcasecmp(name, names[f]) != 0)
        f++;
    return f;
}

enum field *fields_of_columns(const struct dataset *d)
{
    size_t n = dataset_kind(d) == DATASET_CSV ? dataset_columns(d) : 0;
    enum field *columns = n ? mem_new(n * sizeof *columns) : NULL;

    for (size_t i = 0; i < n; i++)
        columns[i] = of_column(dataset_column(d, i));
    return columns;
}

/* A field with quotes inside quotes was copied to be undone, and does not stand in the file: it
 * is a text for sure, and who wants texts asks the data set. */
static void take_column(struct fields *f, enum field which, const struct csv *c)
{
    if (which < FIELDS && !(c->scratch.len && c->text == c->scratch.data))
        f->of[which] = (struct field_text){.text = c->text, .len = c->len};
}

static void read_columns(const struct dataset *d, const enum field *columns, size_t row,
                         struct fields *f)
{
    struct csv c;

    dataset_fields(d, row, &c);
    for (size_t i = 0; i < dataset_columns(d); i++) {
        csv_next(&c);
        take_column(f, columns[i], &c);
    }
    buf_release(&c.scratch);
    f->object = true;
}

/* Objects. */

static enum field of_key(const struct json *j)
{
    enum field f = 0;

    while (f < FIELDS && (names[f][0] != j->text[0] || !json_is(j, names[f])))
        f++;
    return f;
}

static void take_member(struct json *j, struct fields *f, enum field which)
{
    enum json_kind kind = json_peek(j);

    json_skip(j);
    if (!j->bad)
        f->of[which] = (struct field_text){.text = j->text, .len = j->len, .kind = kind};
}

void fields_of_object(const char *text, size_t len, struct fields *f)
{
    struct json j;

    *f = (struct fields){.object = false};
    json_begin(&j, text, len);
    if (json_value(&j) != JSON_OBJECT)
        return;
    f->object = true;
    while (json_key(&j)) {
        enum field which = j.len ? of_key(&j) : FIELDS;

        if (which < FIELDS)
            take_member(&j, f, which);
        else
            json_skip(&j);
    }
}

void fields_read(const struct dataset *d, const enum field *columns, size_t row, struct fields *f)
{
    const char *text;
    size_t len;

    *f = (struct fields){.object = false};
    if (columns) {
        read_columns(d, columns, row, f);
        return;
    }
    if (dataset_kind(d) == DATASET_LINES)
        return;
    text = dataset_at(d, row, &len);
    fields_of_object(text, len, f);
}

/* What stands in them. */

enum { DIGITS = 64 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The bytes lie in the middle of a file: strtod() wants an end. */
bool fields_number(const struct fields *f, enum field which, double *number)
{
    const struct field_text *t = &f->of[which];
    char copy[DIGITS], *end;

    if (!t->text || !t->len || t->len >= sizeof copy ||
        (t->kind != JSON_BAD && t->kind != JSON_NUMBER))
        return false;
    memcpy(copy, t->text, t->len);
    copy[t->len] = '\0';
    if (!strpbrk(copy, "0123456789") || strpbrk(copy, "xX"))
        return false;
    *number = strtod(copy, &end);
    while (is_blank(*end))
        end++;
    return !*end && isfinite(*number);
}

bool fields_count(const struct fields *f, enum field which, uint32_t *count)
{
    double number;

    if (!fields_number(f, which, &number) || number < 0 || number > UINT32_MAX)
        return false;
    *count = (uint32_t)number;
    return true;
}

bool fields_miscount(const struct fields *f, enum field which, uint32_t *count)
{
    if (!fields_have(f, which) || f->of[which].len == 0)
        return false;
    return !fields_count(f, which, count) || *count == 0;
}

bool fields_is(const struct fields *f, enum field which, enum json_kind kind)
{
    return f->of[which].text && f->of[which].kind == kind;
}

/* And how many of them are objects. */
static size_t count_items(const struct fields *f, enum field which, size_t *objects)
{
    const struct field_text *t = &f->of[which];
    struct json j;
    size_t n = 0;

    *objects = 0;
    if (!fields_is(f, which, JSON_ARRAY))
        return 0;
    json_begin(&j, t->text, t->len);
    json_value(&j);
    for (; json_item(&j); json_skip(&j), n++)
        *objects += json_peek(&j) == JSON_OBJECT;
    return n;
}

size_t fields_items(const struct fields *f, enum field which)
{
    size_t objects;

    return count_items(f, which, &objects);
}

size_t fields_objects(const struct fields *f, enum field which)
{
    size_t objects, items = count_items(f, which, &objects);

    return objects == items ? items : 0;
}
