#include "base/buf.h"
#include "base/json.h"
#include "tests/fuzz/replay.h"

#include <math.h>
#include <string.h>

/* Whatever a string says, written again it is JSON and reads back as the same, unless it was
 * not UTF-8. */
static void write_again(const struct json *j)
{
    struct buf text = {0}, out = {0}, back = {0};
    struct json_writer w = {.out = &out};
    struct json again;

    json_unescape(j, &text);
    json_put_text(&w, text.data ? text.data : "", text.len);
    json_begin(&again, out.data, out.len);
    must(json_value(&again) == JSON_STRING);
    json_unescape(&again, &back);
    must(json_over(&again));
    must(strstr(out.data, "\xef\xbf\xbd") ||
         (back.len == text.len && (!text.len || memcmp(back.data, text.data, text.len) == 0)));
    buf_release(&text);
    buf_release(&out);
    buf_release(&back);
}

static void copy(struct json *j, struct json_writer *w)
{
    switch (json_value(j)) {
    case JSON_OBJECT:
        json_open(w, '{');
        while (json_key(j)) {
            write_again(j);
            json_put_key(w, "key");
            copy(j, w);
        }
        json_close(w, '}');
        break;
    case JSON_ARRAY:
        json_open(w, '[');
        while (json_item(j))
            copy(j, w);
        json_close(w, ']');
        break;
    case JSON_STRING:
        write_again(j);
        json_put_text(w, j->text, j->len);
        break;
    case JSON_NUMBER: json_put_number(w, json_number(j)); break;
    default: json_put_string(w, NULL);
    }
}

static bool skipped(const char *text, size_t len)
{
    struct json j;

    json_begin(&j, text, len);
    json_skip(&j);
    return json_over(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct buf out = {0};
    struct json_writer w = {.out = &out};
    struct json j;

    json_begin(&j, text, size);
    copy(&j, &w);
    must(j.at >= text && j.at <= text + size);
    must(json_over(&j) == skipped(text, size));
    if (json_over(&j))
        must(skipped(out.data, out.len));
    buf_release(&out);
    return 0;
}

REPLAY("json");
