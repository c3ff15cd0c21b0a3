/* Every format from a small file, recognised and wished for, with a row that is broken: each is
 * shown as a line of text: the format, the records as time/input/output, and what was left out. */
#include "data/records.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "data/library.h"
#include "data/misfits.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/stoke-records-XXXXXX";
static struct library *library;
static struct error err;

static struct records *opened(const char *text, const struct records_wish *wish)
{
    FILE *f = fopen(path, "wb");

    if (!f || fputs(text, f) < 0 || fclose(f))
        abort();
    library_free(library);
    library = library_new();
    snprintf(err.text, sizeof err.text, "nothing");
    return records_open(library, path, wish, &err);
}

static void show_misfits(const struct records *r, const struct misfits *m, struct buf *out)
{
    for (size_t i = 0; i < m->count && i < MISFITS; i++)
        buf_addf(out, " %s %zu: %s", records_counts(r), m->first[i].number, m->first[i].why);
}

static void show(const struct records *r, struct buf *out)
{
    struct record one;

    buf_addf(out, "%s", records_format(r));
    for (size_t i = 0; i < records_count(r); i++) {
        records_at(r, i, &one);
        buf_addf(out, " %lld/%u/%u", one.at < 0 ? -1LL : (long long)(one.at / NANOS_PER_MS),
                 one.input_tokens, one.output_tokens);
    }
    show_misfits(r, records_broken(r), out);
    show_misfits(r, records_left_out(r), out);
    show_misfits(r, records_unwanted(r), out);
}

/* Errors are compared without the path. */
static void is_shown(int line, const char *file, const struct records_wish *wish,
                     const char *expected)
{
    struct records *r = opened(file, wish);
    const char *words = strncmp(err.text, path, strlen(path)) ? err.text : err.text + strlen(path);
    struct buf out = {0};
    bool good;

    if (r)
        show(r, &out);
    else
        buf_put(&out, words);
    good = strcmp(out.data, expected) == 0;
    if (!good)
        note("it is: %s", out.data);
    tap_report(good, __FILE__, line, "%.60s", expected);
    records_free(r);
    buf_release(&out);
}

#define ANY &(struct records_wish)RECORDS_ANY
#define SHOWN(file, expected) is_shown(__LINE__, file, ANY, expected)
#define SHOWN_AS(name, file, expected)     \
    is_shown(__LINE__, file,               \
             &(struct records_wish){       \
                 .format = (name),         \
                 .to = NANOS_NEVER,        \
                 .input.max = UINT32_MAX,  \
                 .output.max = UINT32_MAX, \
             },                            \
             expected)

static void test_texts(void)
{
    SHOWN("Why?\n\nHow?\n", "lines -1/0/0 -1/0/0");
    SHOWN("id,prompt,output_tokens_count\n1,Why?,7\n2\n3,,\n4,\"say \"\"hi\"\"\",\n",
          "csv -1/0/7 -1/0/0 line 3: expected 3 columns as in the header, got 1 "
          "line 4: its prompt is empty");
    SHOWN("{\"prompt\":\"Why?\"}\n{\"prompt\":\n{\"question\":\"How?\"}\n{\"id\":3}\n\"Who?\"\n",
          "jsonl -1/0/0 -1/0/0 -1/0/0 line 2: this is no JSON line 4: there is no text in "
          "\"prompt\", \"text\", \"question\", \"messages\" or "
          "\"conversations\"");
    SHOWN("[{\"prompt\":\"Why?\"}, 5, \"How?\"]",
          "json -1/0/0 -1/0/0 row 2: there is no text in "
          "\"prompt\", \"text\", \"question\", \"messages\" or \"conversations\"");
    SHOWN("{\"prompt\":\"Why?\",\"output_tokens\":16}\n{\"prompt\":5,\"output_tokens\":1}\n"
          "{\"prompt\":[{\"role\":\"user\",\"content\":\"How?\"}]}\n",
          "vllm -1/0/16 -1/0/0 line 2: \"prompt\" is neither text nor a list of messages");
}

static void test_bodies(void)
{
    SHOWN("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":64}\n{"
          "\"messages\":[]}"
          "\n{\"messages\":[{\"role\":\"user\",\"content\":\"Ho\"}],\"max_completion_tokens\":5}\n",
          "openai -1/0/64 -1/0/5 line 2: it has no \"messages\", \"prompt\" or \"input\"");
    SHOWN("{\"custom_id\":\"1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{"
          "\"messages\":[{}],\"max_tokens\":9}}\n{\"custom_id\":\"2\",\"url\":\"/\",\"body\":{}}\n"
          "{\"custom_id\":\"3\",\"url\":\"/v1/embeddings\",\"body\":{\"input\":\"x\"}}\n"
          "{\"custom_id\":\"4\",\"body\":7}\n",
          "openai-batch -1/0/9 -1/0/0 line 2: it has no \"messages\", \"prompt\" or \"input\" "
          "line 4: \"body\" is no object");
}

static void test_talks(void)
{
    SHOWN("[{\"conversations\":[{\"from\":\"human\",\"value\":\"Hi\"},{\"from\":\"gpt\",\"value\":"
          "\"Ho\"}]},{\"conversations\":[{\"role\":\"user\",\"content\":\"Hi\"}]},"
          "{\"conversations\":[{\"from\":\"gpt\",\"value\":\"Ho\"}]}]",
          "sharegpt -1/0/0 -1/0/0 row 3: there are no \"conversations\" in which a human says "
          "something");
    SHOWN("{\"text\":\"Hi\",\"output_length\":50,\"timestamp\":1500}\n{\"text\":\"\\u0041\","
          "\"timestamp\":\"x\"}\n{\"texts\":[\"a\",\"b\"],\"timestamp\":1000}\n{\"image\":\"u\","
          "\"timestamp\":2500.5}\n{\"timestamp\":3}\n",
          "aiperf 0/0/0 500/0/50 1500/0/0 line 2: \"timestamp\" is no number of milliseconds line "
          "5: there is nothing in it to say: expected \"text\" or \"texts\"");
    SHOWN("{\"text\":\"Hi\",\"delay\":500}\n{\"text\":\"Ho\",\"delay\":-1}\n",
          "aiperf -1/0/0 line 2: \"delay\" is no number of milliseconds");
    SHOWN("{\"session_id\":\"a\",\"turns\":[{\"text\":\"A\",\"output_length\":3},{\"text\":\"B\","
          "\"delay\":500}]}\n{\"turns\":[]}\n{\"turns\":[{\"text\":\"A\"},{\"text\":5}]}\n",
          "aiperf-multi -1/0/3 line 2: there are no \"turns\" in it line 3: there is nothing in it "
          "to say: expected \"text\" or \"texts\"");
}

#define ROW(time, input, hashes)                                                                  \
    "{\"timestamp\":" time ",\"input_length\":" input ",\"output_length\":5,\"hash_ids\":" hashes \
    "}\n"

static void test_traces(void)
{
    SHOWN(ROW("2000", "600", "[1,2]") ROW("1000", "512", "[3]") ROW("\"x\"", "1", "[1]")
              ROW("3000", "0", "[]"),
          "mooncake 0/512/5 1000/600/5 line 3: \"timestamp\" is no number from 0 line 4: "
          "\"input_length\" is no number of tokens from 1");
    SHOWN(ROW("2", "42", "[1,2,3]") ROW("12.4", "17", "[1,4]"), "vllm-trace 0/42/5 10400/17/5");
    SHOWN("{\"timestamp\":0.5,\"input_length\":7,\"output_length\":-1}\n"
          "{\"timestamp\":0.25,\"input_length\":7}\n",
          "vllm-trace 0/7/0 line 1: \"output_length\" is no number of tokens");
    SHOWN("{\"timestamp\":5,\"input_length\":7}\n", "mooncake 0/7/0");
    SHOWN("{\"timestamp\":10,\"text_input\":\"Hi\",\"output_length\":4}\n"
          "{\"timestamp\":15,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"input_length\":"
          "3}\n",
          "mooncake 0/0/4 5/3/0");
    SHOWN(
        "{\"chat_id\":1,\"parent_chat_id\":-1,\"timestamp\":61.114,\"input_length\":521,"
        "\"output_length\":132,\"type\":\"text\",\"turn\":1}\n{\"chat_id\":2,\"parent_chat_id\":1,"
        "\"timestamp\":62,\"input_length\":600,\"output_length\":1,\"turn\":2}\n{\"chat_id\":3}\n",
        "bailian 0/521/132 886/600/1 line 3: \"timestamp\" is no number from 0");
    SHOWN("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\nnever,1,1\n"
          "2024-02-29T00:00:00Z,1,x\n2023-11-16 18:15:50.9951690,396,109\n",
          "azure 0/374/44 4314/396/109 line 3: TIMESTAMP is no date and time such as 2023-11-16 "
          "18:15:46.6805900 line 4: GeneratedTokens is no number of tokens");
    SHOWN("Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,"
          "490,Conversation log\n6.5,GPT-4,9,0,9,API log\n7,GPT-4,3,4,7,API log\n",
          "burstgpt 0/472/18 2000/3/4 line 3: Response tokens is 0: the request had failed");
    SHOWN("Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log "
          "Type\n5,7,1,ChatGPT,472,18,490,x\n",
          "burstgpt 0/472/18");
}

static void test_forced(void)
{
    SHOWN_AS("lines", "{\"prompt\":\"Why?\"}\n", "lines -1/0/0");
    SHOWN_AS("jsonl", "Why?\n\"How?\"\n", "jsonl -1/0/0 line 1: this is no JSON");
    SHOWN_AS("timed_trace", ROW("2000", "600", "[1,2]") ROW("2001", "3", "[1]"),
             "vllm-trace 0/600/5 1000/3/5");
    SHOWN_AS("mooncake", ROW("2", "42", "[1,2,3]") ROW("12.4", "17", "[1,4]"),
             "mooncake 0/42/5 10/17/5");
    SHOWN_AS("openai", "{\"prompt\":\"Why?\",\"max_tokens\":3}\n", "openai -1/0/3");
    SHOWN_AS(
        "azure", "Why?\n",
        " has no row in it: expected a row that names the columns, and rows of as many fields");
    SHOWN_AS(
        "sharegpt", "{\"prompt\":\"Why?\"}\n",
        " has nothing to ask in it, read as sharegpt: line 1: there are no \"conversations\" in "
        "which a human says something; expected {\"conversations\": [{\"from\": \"human\", "
        "\"value\": \"...\"}]}");
    SHOWN_AS("moncake", "",
             "\"moncake\" is no format; did you mean \"mooncake\"? They are lines, csv, "
             "json, jsonl, openai, vllm, aiperf, aiperf-multi, openai-batch, sharegpt, "
             "burstgpt, azure, mooncake, vllm-trace, bailian");
}

static const char trace[] = ROW("0", "10", "[1]") ROW("2000", "20", "[2]") ROW("4000", "30", "[3]")
    ROW("6000", "40", "[4]");

static void test_filters(void)
{
    struct records_wish w = RECORDS_ANY;

    w.from = 2 * NANOS_PER_SECOND;
    w.to = 6 * NANOS_PER_SECOND;
    is_shown(
        __LINE__, trace, &w,
        "mooncake 0/20/5 2000/30/5 line 1: it is not between --from and --to line 4: it is not "
        "between --from and --to");
    w.from = 7 * NANOS_PER_SECOND;
    w.to = NANOS_NEVER;
    is_shown(
        __LINE__, trace, &w,
        " has nothing left to ask: line 1: it is not between --from and --to; line 2: it is not "
        "between --from and --to; line 3: it is not between --from and --to; and 1 more");
    is_shown(__LINE__, "Why?\n", &w,
             " says no times (it was read as lines), and --from and --to are about them");
    w = (struct records_wish)RECORDS_ANY;
    w.input.min = 20;
    w.input.max = 30;
    is_shown(
        __LINE__, trace, &w,
        "mooncake 2000/20/5 4000/30/5 line 1: it is not as long as --keep-input says line 4: it is "
        "not as long as --keep-input says");
    is_shown(__LINE__, "{\"prompt\":\"a\",\"output_tokens\":3}\n", &w,
             " has nothing left to ask: line 1: the file does not say how long it is");
}

/* Each comes once, in another order, at the times that there are. */
static void test_shuffle(void)
{
    struct records_wish w = RECORDS_ANY;
    struct records *r;
    struct record one;
    unsigned seen = 0;
    bool moved = false, timed = true;

    w.shuffle = true;
    w.seed = 3;
    r = opened(trace, &w);
    for (size_t i = 0; r && i < records_count(r); i++) {
        records_at(r, i, &one);
        seen += 1U << (one.input_tokens / 10);
        moved |= one.input_tokens != 10 * (i + 1);
        timed &= one.at == (nanos)i * 2 * NANOS_PER_SECOND;
    }
    ok(seen == 0x1e && moved && timed);
    records_free(r);
}

static void test_says(void)
{
    struct records *r = opened("# one\ngr\xfc\xdf\n", ANY);
    struct buf text = {0};
    struct json j;

    records_prompt(r, 1, &text);
    ok(strcmp(text.data, "gr\xef\xbf\xbd\xef\xbf\xbd") == 0);
    buf_release(&text);
    ok(!records_hashes(r, 0, &j) && !records_times(r) && !records_has_lengths(r));
    records_free(r);
    r = opened(trace, ANY);
    ok(records_hashes(r, 2, &j) && json_item(&j) && json_value(&j) && json_number(&j) == 3 &&
       !json_item(&j));
    ok(records_times(r)[3] == 6 * NANOS_PER_SECOND && records_timed(r) && records_has_lengths(r));
    ok(records_block(r) == 512);
    records_free(r);
    r = opened(ROW("0", "100", "[1,2]") ROW("1", "64", "[1]"), ANY);
    ok(records_block(r) == 64);
    records_free(r);
}

int main(void)
{
    int fd = mkstemp(path);

    if (fd < 0)
        return 1;
    close(fd);
    test_texts();
    test_bodies();
    test_talks();
    test_traces();
    test_forced();
    test_filters();
    test_shuffle();
    test_says();
    library_free(library);
    unlink(path);
    return tap_done();
}
