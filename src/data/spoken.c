#include "data/spoken.h"

#include "base/buf.h"
#include "base/json.h"

static bool is_name_of_text(const struct json *j)
{
    static const char *const names[] = {"content",    "value",  "text",     "texts",
                                        "text_input", "prompt", "question", "input"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_is(j, names[i]))
            return true;
    return false;
}

/* A text counts where a name, or a list of texts under one, says so. */
static void walk(struct json *j, bool counts, struct buf *out)
{
    switch (json_value(j)) {
    case JSON_STRING:
        if (counts)
            json_unescape(j, out);
        break;
    case JSON_ARRAY:
        while (json_item(j))
            walk(j, counts, out);
        break;
    case JSON_OBJECT:
        while (json_key(j))
            walk(j, is_name_of_text(j), out);
        break;
    default: break;
    }
}

void spoken_add(struct buf *out, const char *text, size_t len)
{
    struct json j;

    json_begin(&j, text, len);
    walk(&j, true, out);
}
