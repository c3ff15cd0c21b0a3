#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;

/* Reading: a cursor over text that stays where it is. No tree is built; a value
 * that is not wanted is skipped at the speed of scanning. Text need not end in '\0'.
 * Malformed text is never read past its end: it gives JSON_BAD, and so does everything
 * after it. Nesting beyond 64 is JSON_BAD.
 *
 *     while (json_key(&j))
 *         if (json_is(&j, "id") && json_peek(&j) == JSON_NUMBER) {
 *             json_value(&j);
 *             id = json_number(&j);
 *         } else
 *             json_skip(&j);
 *
 * After each key and each item exactly one value is taken: by json_value(), then to the end
 * of an object or array that it opened, or by json_skip(). */
enum json_kind {
    JSON_BAD,
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_OBJECT, /* go on with json_key() until it is false */
    JSON_ARRAY,  /* go on with json_item() until it is false */
};

struct json {
    const char *at, *end;
    const char *text; /* of the value or key last read; a string's is still escaped, unquoted;
                         of a value that was skipped: all of it, as it stands */
    size_t len;
    unsigned depth;
    bool bad, first, escaped; /* escaped: the string or key last read has a backslash in it */
    bool cut;                 /* bad, but only because it ends too early: more might mend it */
    const char *wrong, *why;  /* once it is bad: the byte that is, and a few words */
};

void json_begin(struct json *j, const char *text, size_t len);
enum json_kind json_peek(struct json *j); /* what the next value begins as; takes nothing */
enum json_kind json_value(struct json *j);
bool json_key(struct json *j);  /* the next member's name, or false at the end */
bool json_item(struct json *j); /* is there a next item? */
void json_skip(struct json *j); /* the value about to be read, whole */
bool json_over(struct json *j); /* was it well-formed, with nothing but space left? To be asked
                                   at the end only: what is not over is bad from then on */
bool json_is(const struct json *j,
             const char *text); /* the last key or string is this (unescaped) */
double json_number(const struct json *j);

/* What json_over() found wrong with the text that json_begin() was given, as
 * "line 2, column 7: expected ':'"; columns count characters. */
void json_complain(const struct json *j, const char *text, struct error *err);

/* The last key or string; it needs only `text` and `len`, so a string that was kept can be
 * read again. Bad escapes, halves of surrogate pairs among them, become U+FFFD. */
void json_unescape(const struct json *j, struct buf *out);

/* Writing, into a buf. Commas and colons take care of themselves. Text that is not
 * UTF-8 is made so (U+FFFD), since nobody could read it otherwise. A slash is not
 * escaped. NaN and infinities become null. Nests to 64; `out` set and the rest zero is a
 * writer that is ready. */
struct json_writer {
    struct buf *out;
    uint64_t started; /* a bit per depth: has it had a member yet? */
    unsigned depth;
    unsigned indent; /* spaces a level, each value on a line of its own; 0: all in one line */
    bool after_key;
};

void json_open(struct json_writer *w, char bracket);  /* '{' or '[' */
void json_close(struct json_writer *w, char bracket); /* '}' or ']' */
void json_put_key(struct json_writer *w, const char *name);
void json_put_text(struct json_writer *w, const char *text, size_t len);
void json_put_string(struct json_writer *w, const char *text); /* NULL: null */
void json_put_number(struct json_writer *w, double number);    /* shortest that reads back */
void json_put_int(struct json_writer *w, int64_t number);
void json_put_unsigned(struct json_writer *w, uint64_t number);
void json_put_bool(struct json_writer *w, bool yes);

#endif
