#include "data/form.h"

/* Whole requests: what is sent is what stands there. */

#define NOTHING_ASKED "it has no \"messages\", \"prompt\" or \"input\""

static bool asks(const struct fields *f)
{
    return fields_objects(f, FIELD_MESSAGES) || fields_have(f, FIELD_PROMPT) ||
           fields_have(f, FIELD_INPUT);
}

static const char *read_body(const struct fields *f, struct record *out)
{
    if (!fields_count(f, FIELD_MAX_COMPLETION_TOKENS, &out->output_tokens))
        fields_count(f, FIELD_MAX_TOKENS, &out->output_tokens);
    out->whole = fields_is(f, FIELD_MODEL, JSON_STRING);
    return asks(f) ? NULL : NOTHING_ASKED;
}

static bool looks_openai(const struct form_row *r)
{
    return fields_is(&r->fields, FIELD_MESSAGES, JSON_ARRAY);
}

static const char *read_openai(const struct form_row *r, struct record *out)
{
    return read_body(&r->fields, out);
}

const struct form form_openai = {
    .name = "openai",
    .told_by = "messages in every row",
    .expected = "{\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}",
    .kind = DATASET_VALUES,
    .looks = looks_openai,
    .read = read_openai,
};

static bool looks_batch(const struct form_row *r)
{
    return fields_is(&r->fields, FIELD_BODY, JSON_OBJECT) &&
           (fields_have(&r->fields, FIELD_URL) || fields_have(&r->fields, FIELD_CUSTOM_ID));
}

static const char *read_batch(const struct form_row *r, struct record *out)
{
    const struct field_text *body = &r->fields.of[FIELD_BODY];
    struct fields inside;

    if (!fields_is(&r->fields, FIELD_BODY, JSON_OBJECT))
        return "\"body\" is no object";
    fields_of_object(body->text, body->len, &inside);
    return read_body(&inside, out);
}

const struct form form_openai_batch = {
    .name = "openai-batch",
    .also = "batch",
    .told_by = "custom_id, url and body",
    .expected = "{\"custom_id\": \"1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", "
                "\"body\": {\"messages\": []}}",
    .kind = DATASET_VALUES,
    .looks = looks_batch,
    .read = read_batch,
};
