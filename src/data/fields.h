#ifndef DATA_FIELDS_H
#define DATA_FIELDS_H

#include "base/json.h"
#include "data/dataset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The members of a row that some format gives a meaning, found in one pass: of a JSON object by
 * their names, of a CSV row by its columns' (in which case does not matter). What a name means is
 * the format's: here it is only where its value stands in the file. */
enum field {
    FIELD_TIMESTAMP,
    FIELD_INPUT_LENGTH,
    FIELD_OUTPUT_LENGTH,
    FIELD_HASH_IDS,
    FIELD_CHAT_ID,
    FIELD_PARENT_CHAT_ID,
    FIELD_CONTEXT_TOKENS,
    FIELD_GENERATED_TOKENS,
    FIELD_REQUEST_TOKENS,
    FIELD_RESPONSE_TOKENS,
    FIELD_OUTPUT_TOKENS,
    FIELD_OUTPUT_TOKENS_COUNT,
    FIELD_PROMPT,
    FIELD_TEXT,
    FIELD_TEXTS,
    FIELD_TEXT_INPUT,
    FIELD_QUESTION,
    FIELD_INPUT,
    FIELD_MESSAGES,
    FIELD_CONVERSATIONS,
    FIELD_TURNS,
    FIELD_BODY,
    FIELD_URL,
    FIELD_CUSTOM_ID,
    FIELD_SESSION_ID,
    FIELD_DELAY,
    FIELD_IMAGE,
    FIELD_IMAGES,
    FIELD_AUDIO,
    FIELD_AUDIOS,
    FIELD_VIDEO,
    FIELD_VIDEOS,
    FIELD_MODEL,
    FIELD_MAX_TOKENS,
    FIELD_MAX_COMPLETION_TOKENS,
    FIELDS
};

struct fields {
    struct field_text {
        const char *text; /* NULL: there is none; a value of JSON as it stands, a field of CSV */
        size_t len;
        enum json_kind kind; /* JSON_BAD: of CSV, where all is text */
    } of[FIELDS];
    bool object; /* the row is one, or a row of CSV */
};

/* Which column is which field: made once for a set, of as many entries as it has columns. */
enum field *fields_of_columns(const struct dataset *d); /* the caller's; NULL: no columns */

void fields_read(const struct dataset *d, const enum field *columns, size_t row, struct fields *f);
void fields_of_object(const char *text, size_t len, struct fields *f);

static inline bool fields_have(const struct fields *f, enum field which)
{
    return f->of[which].text && f->of[which].kind != JSON_NULL;
}

/* A number from 0, whole or rounded down. False: it is none. */
bool fields_count(const struct fields *f, enum field which, uint32_t *count);
bool fields_miscount(const struct fields *f, enum field which,
                     uint32_t *count); /* it is there, and no number from 1 */
bool fields_number(const struct fields *f, enum field which, double *number);
bool fields_is(const struct fields *f, enum field which, enum json_kind kind);

size_t fields_items(const struct fields *f, enum field which);   /* of an array; else 0 */
size_t fields_objects(const struct fields *f, enum field which); /* the same; 0 if others are among
                                                                    them */

#endif
