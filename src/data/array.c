#include "base/json.h"
#include "data/format.h"

/* Rows that are the items of one JSON array. Behind a fault in it nothing can be told apart. */
static void read_array(struct dataset *d)
{
    const char *why, *from;
    size_t number = 0;
    struct json j;

    json_begin(&j, d->source.text, d->source.len);
    if (json_value(&j) != JSON_ARRAY) {
        dataset_skip(d, 1, "the file does not begin with the \"[\" of a JSON array");
        return;
    }
    while (json_item(&j)) {
        json_peek(&j);
        from = j.at;
        json_skip(&j);
        if (j.bad)
            break;
        number++;
        why = dataset_check_json(d, from, (size_t)(j.at - from));
        if (why)
            dataset_skip(d, number, "%s", why);
        else
            dataset_add(d, from);
    }
    if (!json_over(&j))
        dataset_skip(d, number + 1, "the JSON breaks off here");
}

static size_t length(const struct dataset *d, const char *row, size_t left)
{
    struct json j;

    (void)d;
    json_begin(&j, row, left);
    json_skip(&j);
    return (size_t)(j.at - row);
}

const struct layout layout_array = {.place = "row", .read = read_array, .length = length};
