#include "data/form.h"
#include "data/moment.h"

#include <math.h>
#include <string.h>

/* Traces: when requests were made and how long they were; what they said, only their prefixes may
 * tell, by the ids of their blocks. */

#define NO_TIME "\"timestamp\" is no number from 0"
#define NO_INPUT "\"input_length\" is no number of tokens from 1"
#define NO_OUTPUT "\"output_length\" is no number of tokens"

static const char *read_time(const struct form_row *r, nanos tick, nanos *at)
{
    double ticks;

    if (!fields_number(&r->fields, FIELD_TIMESTAMP, &ticks) || ticks < 0 ||
        ticks * (double)tick > 0x1p62)
        return NO_TIME;
    *at = (nanos)(floor(ticks) * (double)tick) + llround((ticks - floor(ticks)) * (double)tick);
    return NULL;
}

static const char *read_lengths(const struct form_row *r, struct record *out)
{
    if (!fields_count(&r->fields, FIELD_INPUT_LENGTH, &out->input_tokens) || !out->input_tokens)
        return NO_INPUT;
    if (fields_have(&r->fields, FIELD_OUTPUT_LENGTH) &&
        (!fields_count(&r->fields, FIELD_OUTPUT_LENGTH, &out->output_tokens) ||
         !out->output_tokens))
        return NO_OUTPUT;
    return NULL;
}

static const char *read_trace(const struct form_row *r, nanos tick, struct record *out)
{
    const char *why = read_time(r, tick, &out->at);

    return why ? why : read_lengths(r, out);
}

static bool has_names(const struct form_row *r)
{
    return fields_have(&r->fields, FIELD_TIMESTAMP) && fields_have(&r->fields, FIELD_INPUT_LENGTH);
}

/* Mooncake and vLLM use the same four names, with other units: the number of hashes tells blocks
 * of 512 tokens from those of 16, and times that are not whole are no milliseconds. */
static bool fits_block(const struct form_row *r, uint32_t block)
{
    size_t hashes = fields_items(&r->fields, FIELD_HASH_IDS);
    uint32_t tokens;

    return hashes && fields_count(&r->fields, FIELD_INPUT_LENGTH, &tokens) &&
           (tokens + (uint64_t)block - 1) / block == hashes;
}

static bool is_broken(const struct form_row *r)
{
    double at;

    return fields_number(&r->fields, FIELD_TIMESTAMP, &at) && at != floor(at);
}

static bool looks_vllm(const struct form_row *r)
{
    bool small = fits_block(r, form_vllm_trace.block), large = fits_block(r, form_mooncake.block);

    return has_names(r) && (small != large ? small : is_broken(r));
}

static const char *read_vllm(const struct form_row *r, struct record *out)
{
    return read_trace(r, NANOS_PER_SECOND, out);
}

const struct form form_vllm_trace = {
    .name = "vllm-trace",
    .also = "timed_trace",
    .told_by = "timestamp and input_length; taken for seconds and blocks of 16 tokens",
    .expected =
        "{\"timestamp\": 12.4, \"input_length\": 42, \"output_length\": 8, \"hash_ids\": [9]}",
    .kind = DATASET_VALUES,
    .block = 16,
    .looks = looks_vllm,
    .read = read_vllm,
};

static bool looks_mooncake(const struct form_row *r)
{
    return fields_have(&r->fields, FIELD_TIMESTAMP) &&
           (fields_have(&r->fields, FIELD_INPUT_LENGTH) ||
            fields_have(&r->fields, FIELD_TEXT_INPUT));
}

/* AIPerf has rows with the text itself, or that follow on another after a delay. */
static const char *read_mooncake(const struct form_row *r, struct record *out)
{
    const struct fields *f = &r->fields;
    bool speaks = fields_is(f, FIELD_TEXT_INPUT, JSON_STRING) || fields_objects(f, FIELD_MESSAGES);
    const char *why = NULL;

    if (fields_have(f, FIELD_TIMESTAMP) || !fields_have(f, FIELD_DELAY))
        why = read_time(r, NANOS_PER_MS, &out->at);
    if (why || !speaks)
        return why ? why : read_lengths(r, out);
    fields_count(f, FIELD_INPUT_LENGTH, &out->input_tokens);
    fields_count(f, FIELD_OUTPUT_LENGTH, &out->output_tokens);
    return NULL;
}

const struct form form_mooncake = {
    .name = "mooncake",
    .told_by = "timestamp and input_length; taken for milliseconds and blocks of 512 tokens",
    .expected =
        "{\"timestamp\": 0, \"input_length\": 600, \"output_length\": 50, \"hash_ids\": [1, 2]}",
    .kind = DATASET_VALUES,
    .block = 512,
    .looks = looks_mooncake,
    .read = read_mooncake,
};

static bool looks_bailian(const struct form_row *r)
{
    return has_names(r) && fields_have(&r->fields, FIELD_CHAT_ID) &&
           fields_have(&r->fields, FIELD_PARENT_CHAT_ID);
}

const struct form form_bailian = {
    .name = "bailian",
    .told_by = "chat_id, parent_chat_id and timestamp",
    .expected =
        "{\"chat_id\": 1, \"parent_chat_id\": -1, \"timestamp\": 6.1, \"input_length\": 521, "
        "\"output_length\": 13, \"turn\": 1}",
    .kind = DATASET_VALUES,
    .block = 16,
    .looks = looks_bailian,
    .read = read_vllm,
};

/* CSV. */

static const char *read_azure(const struct form_row *r, struct record *out)
{
    const struct field_text *at = &r->fields.of[FIELD_TIMESTAMP];

    if (!at->text || !moment_read(at->text, at->len, &out->at))
        return "TIMESTAMP is no date and time such as 2023-11-16 18:15:46.6805900";
    if (out->at < 0)
        return "TIMESTAMP is before 1970";
    if (!fields_count(&r->fields, FIELD_CONTEXT_TOKENS, &out->input_tokens) || !out->input_tokens)
        return "ContextTokens is no number of tokens from 1";
    if (!fields_count(&r->fields, FIELD_GENERATED_TOKENS, &out->output_tokens))
        return "GeneratedTokens is no number of tokens";
    return out->output_tokens ? NULL : "GeneratedTokens is 0: there was no answer";
}

static bool looks_azure(const struct form_row *r)
{
    return r->fields.of[FIELD_TIMESTAMP].text && r->fields.of[FIELD_CONTEXT_TOKENS].text;
}

const struct form form_azure = {
    .name = "azure",
    .told_by = "the columns TIMESTAMP and ContextTokens",
    .expected = "the columns TIMESTAMP,ContextTokens,GeneratedTokens",
    .kind = DATASET_CSV,
    .looks = looks_azure,
    .read = read_azure,
};

static bool looks_burst(const struct form_row *r)
{
    return r->fields.of[FIELD_TIMESTAMP].text && r->fields.of[FIELD_REQUEST_TOKENS].text;
}

static const char *read_burst(const struct form_row *r, struct record *out)
{
    if (read_time(r, NANOS_PER_SECOND, &out->at))
        return "Timestamp is no number of seconds";
    if (!fields_count(&r->fields, FIELD_REQUEST_TOKENS, &out->input_tokens) || !out->input_tokens)
        return "Request tokens is no number from 1";
    if (!fields_count(&r->fields, FIELD_RESPONSE_TOKENS, &out->output_tokens))
        return "Response tokens is no number";
    return out->output_tokens ? NULL : "Response tokens is 0: the request had failed";
}

const struct form form_burstgpt = {
    .name = "burstgpt",
    .told_by = "the columns Timestamp and Request tokens",
    .expected = "the columns Timestamp,Request tokens,Response tokens",
    .kind = DATASET_CSV,
    .looks = looks_burst,
    .read = read_burst,
};
