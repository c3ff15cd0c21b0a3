#include "base/buf.h"
#include "data/form.h"
#include "data/line.h"
#include "data/prompt.h"

/* Prompts alone. */

#define EMPTY "its prompt is empty"
#define NO_PROMPT \
    "there is no text in \"prompt\", \"text\", \"question\", \"messages\" or \"conversations\""
#define NO_COLUMN "there is no column named prompt, text or question"

static const char *read_prompt(const struct form_row *r)
{
    buf_clear(r->scratch);
    if (!dataset_prompt(r->set, r->number, r->scratch, NULL))
        return dataset_kind(r->set) == DATASET_CSV ? NO_COLUMN : NO_PROMPT;
    return line_blank(r->scratch->data, r->scratch->len) ? EMPTY : NULL;
}

/* What is called so in tables of prompts is a wish for the answer's length. */
static const char *read_text(const struct form_row *r, struct record *out)
{
    bool wrong = fields_miscount(&r->fields, FIELD_OUTPUT_TOKENS, &out->output_tokens);

    if (!wrong && !out->output_tokens)
        wrong = fields_miscount(&r->fields, FIELD_OUTPUT_TOKENS_COUNT, &out->output_tokens);
    return wrong ? "output_tokens is no number from 1" : read_prompt(r);
}

static bool looks_lines(const struct form_row *r)
{
    return dataset_kind(r->set) == DATASET_LINES;
}

const struct form form_lines = {
    .name = "lines",
    .prompts = true,
    .told_by = "lines that are neither JSON nor CSV",
    .expected = "a prompt a line",
    .kind = DATASET_LINES,
    .looks = looks_lines,
    .read = read_text,
};

static bool looks_csv(const struct form_row *r)
{
    return dataset_kind(r->set) == DATASET_CSV;
}

const struct form form_csv = {
    .name = "csv",
    .prompts = true,
    .told_by = "its name or its column of prompts",
    .expected = "a column named prompt, text or question",
    .kind = DATASET_CSV,
    .looks = looks_csv,
    .read = read_text,
};

static bool looks_jsonl(const struct form_row *r)
{
    return dataset_kind(r->set) == DATASET_JSONL;
}

const struct form form_jsonl = {
    .name = "jsonl",
    .prompts = true,
    .told_by = "a JSON value a line",
    .expected = "{\"prompt\": \"...\"}",
    .kind = DATASET_JSONL,
    .looks = looks_jsonl,
    .read = read_text,
};

static bool looks_json(const struct form_row *r)
{
    return dataset_kind(r->set) == DATASET_JSON;
}

const struct form form_json = {
    .name = "json",
    .prompts = true,
    .told_by = "a JSON array",
    .expected = "[{\"prompt\": \"...\"}]",
    .kind = DATASET_JSON,
    .looks = looks_json,
    .read = read_text,
};

/* vLLM's custom data set: its prompt is a text, or messages. */

static bool looks_vllm(const struct form_row *r)
{
    return fields_is(&r->fields, FIELD_PROMPT, JSON_ARRAY) ||
           (fields_have(&r->fields, FIELD_PROMPT) && fields_have(&r->fields, FIELD_OUTPUT_TOKENS));
}

static const char *read_vllm(const struct form_row *r, struct record *out)
{
    if (fields_miscount(&r->fields, FIELD_OUTPUT_TOKENS, &out->output_tokens))
        return "\"output_tokens\" is no number from 1";
    if (fields_is(&r->fields, FIELD_PROMPT, JSON_ARRAY))
        return fields_objects(&r->fields, FIELD_PROMPT)
                   ? NULL
                   : "the messages in \"prompt\" are no objects, or there are none";
    if (!fields_is(&r->fields, FIELD_PROMPT, JSON_STRING))
        return "\"prompt\" is neither text nor a list of messages";
    return read_prompt(r);
}

const struct form form_vllm = {
    .name = "vllm",
    .also = "custom",
    .told_by = "prompt and output_tokens, or messages in prompt",
    .expected = "{\"prompt\": \"...\", \"output_tokens\": 16}",
    .kind = DATASET_VALUES,
    .looks = looks_vllm,
    .read = read_vllm,
};
