#include "base/buf.h"
#include "data/form.h"
#include "data/prompt.h"

/* Conversations, and AIPerf's rows, which are the turns of one. */

static bool looks_sharegpt(const struct form_row *r)
{
    return fields_is(&r->fields, FIELD_CONVERSATIONS, JSON_ARRAY);
}

static const char *read_sharegpt(const struct form_row *r, struct record *out)
{
    const char *text;
    size_t len;

    (void)out;
    text = dataset_at(r->set, r->number, &len);
    buf_clear(r->scratch);
    return prompt_of_talk(text, len, r->scratch)
               ? NULL
               : "there are no \"conversations\" in which a human says something";
}

const struct form form_sharegpt = {
    .name = "sharegpt",
    .prompts = true,
    .told_by = "conversations in every row",
    .expected = "{\"conversations\": [{\"from\": \"human\", \"value\": \"...\"}]}",
    .kind = DATASET_VALUES,
    .looks = looks_sharegpt,
    .read = read_sharegpt,
};

static bool says(const struct fields *f)
{
    return fields_is(f, FIELD_TEXT, JSON_STRING) || fields_items(f, FIELD_TEXTS) ||
           fields_have(f, FIELD_IMAGE) || fields_items(f, FIELD_IMAGES) ||
           fields_have(f, FIELD_AUDIO) || fields_items(f, FIELD_AUDIOS) ||
           fields_have(f, FIELD_VIDEO) || fields_items(f, FIELD_VIDEOS);
}

/* A text by itself is anybody's. */
static bool looks_aiperf(const struct form_row *r)
{
    const struct fields *f = &r->fields;

    return fields_items(f, FIELD_TEXTS) ||
           (says(f) && (fields_have(f, FIELD_TIMESTAMP) || fields_have(f, FIELD_DELAY) ||
                        fields_have(f, FIELD_OUTPUT_LENGTH) || fields_have(f, FIELD_SESSION_ID) ||
                        !fields_have(f, FIELD_TEXT)));
}

static const char *read_turn(const struct fields *f, struct record *out)
{
    double at;

    if (fields_have(f, FIELD_TIMESTAMP)) {
        if (!fields_number(f, FIELD_TIMESTAMP, &at) || at < 0 || at > 9e12)
            return "\"timestamp\" is no number of milliseconds";
        out->at = (nanos)(at * (double)NANOS_PER_MS);
    }
    if (fields_have(f, FIELD_DELAY) && (!fields_number(f, FIELD_DELAY, &at) || at < 0 || at > 1e12))
        return "\"delay\" is no number of milliseconds";
    if (fields_miscount(f, FIELD_OUTPUT_LENGTH, &out->output_tokens))
        return "\"output_length\" is no number from 1";
    return says(f) ? NULL : "there is nothing in it to say: expected \"text\" or \"texts\"";
}

static const char *read_aiperf(const struct form_row *r, struct record *out)
{
    return read_turn(&r->fields, out);
}

const struct form form_aiperf = {
    .name = "aiperf",
    .also = "single_turn",
    .told_by = "text or texts with a time, a length, a session or media",
    .expected = "{\"text\": \"...\", \"output_length\": 50, \"timestamp\": 0}",
    .kind = DATASET_VALUES,
    .looks = looks_aiperf,
    .read = read_aiperf,
};

static bool looks_multi(const struct form_row *r)
{
    return fields_is(&r->fields, FIELD_TURNS, JSON_ARRAY);
}

/* The first turn's time is the conversation's; the lengths are each turn's own. */
static const char *read_multi(const struct form_row *r, struct record *out)
{
    const struct field_text *turns = &r->fields.of[FIELD_TURNS];
    const char *why = fields_items(&r->fields, FIELD_TURNS) ? NULL : "there are no \"turns\" in it";
    struct fields turn;
    struct record of_turn;
    struct json j;

    json_begin(&j, turns->text ? turns->text : "", turns->len);
    json_value(&j);
    for (bool first = true; !why && json_item(&j); first = false) {
        json_skip(&j);
        fields_of_object(j.text, j.len, &turn);
        of_turn = (struct record){.at = -1};
        why = read_turn(&turn, &of_turn);
        if (first)
            *out = of_turn;
    }
    return why;
}

const struct form form_aiperf_multi = {
    .name = "aiperf-multi",
    .also = "multi_turn",
    .told_by = "turns in every row",
    .expected = "{\"session_id\": \"s1\", \"turns\": [{\"text\": \"...\"}]}",
    .kind = DATASET_VALUES,
    .looks = looks_multi,
    .read = read_multi,
};
