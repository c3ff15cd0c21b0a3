/* What a request asks for is found wherever it stands, and half a request is none. */

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "sim/ask.h"
#include "sim/dialect.h"
#include "tests/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define USER "{\"role\":\"user\"}"

static struct ask a;
static struct buf prompt;
static struct error err;

static int read_chat(const char *body)
{
    return ask_read(&a, &dialect_chat, body, strlen(body), &prompt, &err);
}

static int read_completion(const char *body)
{
    return ask_read(&a, &dialect_completions, body, strlen(body), &prompt, &err);
}

static const char everything[] =
    " {\"tools\":[{\"type\":\"function\"}],\"max_completion_tokens\":12,\"n\":1,"
    "\"metadata\":{\"max_tokens\":99,\"messages\":[]},\"messages\":[{\"role\":\"system\","
    "\"content\":\"abcdefgh\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
    "\"abcd\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"long long long\"}}]}," USER "],"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":[1],"
    "\"continuous_usage_stats\":true},\"ignore_eos\":true,\"min_tokens\":3,"
    "\"model\":\"a\\\"b\",\"stop\":null} ";

static void test_everything(void)
{
    ok(!read_chat(everything));
    ok(a.stream && a.include_usage && a.continuous_usage && a.ignore_eos);
    ok(a.tools.len == 21 && !a.tools_never && !a.tools_must && !a.one_tool);
    ok(a.max_tokens == 12 && a.min_tokens == 3);
    ok(a.prompt_tokens == 3);
    ok(a.model_len == 4 && !memcmp(a.model, "a\\\"b", 4));
}

/* In memory of exactly its size, so that a sanitizer sees a step too far. */
static void test_every_cut(void)
{
    size_t len = strlen(everything) - 2; /* without the last brace */
    bool all_bad = true;

    for (size_t n = 0; n <= len; n++) {
        char *cut = malloc(n + 1);

        memcpy(cut, everything, n);
        cut = mem_resize(cut, n ? n : 1);
        all_bad = all_bad && ask_read(&a, &dialect_chat, cut, n, &prompt, &err);
        free(cut);
    }
    ok(all_bad);
}

static void test_refusals(void)
{
    ok(read_chat("") && read_chat("[]") && read_chat("{}") && read_chat("null"));
    ok(read_chat("{\"prompt\":\"x\"}") && strstr(err.text, "messages"));
    ok(read_chat("{\"messages\":[]}"));
    ok(read_chat("{\"messages\":\"x\"}") && strstr(err.text, "messages"));
    ok(read_chat("{\"messages\":[" USER "],\"max_tokens\":-1}") && strstr(err.text, "max_tokens"));
    ok(read_chat("{\"messages\":[" USER "],\"max_tokens\":1.5}"));
    ok(read_chat("{\"messages\":[" USER "],\"max_tokens\":1e300}"));
    ok(read_chat("{\"messages\":[" USER "],\"max_tokens\":{\"a\":1}}"));
    ok(read_chat("{\"messages\":[" USER "]} x"));
    ok(read_completion("{\"messages\":[" USER "]}") && strstr(err.text, "prompt"));
}

static void test_forgiving(void)
{
    ok(!read_chat("{\"messages\":[{\"content\":null,\"role\":\"user\"}],\"max_tokens\":"
                  "null,\"stream\":null,\"stream_options\":null}"));
    ok(!a.stream && !a.max_tokens && a.prompt_tokens == 1 && !a.model);
}

static bool wrong(const struct dialect *d, const char *body, const char *said)
{
    err.text[0] = '\0';
    return ask_read(&a, d, body, strlen(body), &prompt, &err) && strstr(err.text, said);
}

static void test_wrong_kinds(void)
{
    static const char *const bad[] = {"5",    "[]",     "{}",   "true",
                                      "[[]]", "[null]", "[{}]", "[[true]]"};
    const struct dialect *chat = &dialect_chat;
    char body[64];
    bool all = true;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(body, sizeof body, "{\"prompt\":%s}", bad[i]);
        all &= wrong(&dialect_completions, body, "field prompt has a value");
    }
    ok(all && wrong(&dialect_completions, "{\"prompt\":null}", "prompt is required"));
    ok(wrong(&dialect_tgi, "{\"inputs\":5}", "field inputs"));
    ok(wrong(chat, "{\"messages\":[" USER "],\"stream\":\"yes\"}", "field stream"));
    ok(wrong(chat, "{\"messages\":[" USER "],\"stream\":{\"stream\":true}}", "field stream"));
    ok(wrong(chat, "{\"messages\":[" USER "],\"stream_options\":5}", "stream_options"));
    ok(wrong(&dialect_ollama_generate, "{\"prompt\":\"x\",\"options\":5}", "field options"));
}

/* A message says who speaks, and what. */
static void test_wrong_messages(void)
{
    ok(wrong(&dialect_chat, "{\"messages\":[" USER ",{\"content\":\"x\"}]}",
             "messages[1] needs a"));
    ok(wrong(&dialect_chat, "{\"messages\":[{\"role\":5}]}", "needs a role"));
    ok(wrong(&dialect_chat, "{\"messages\":[{\"role\":\"user\",\"content\":5}]}",
             "a text or a list"));
    ok(wrong(&dialect_ollama_chat, "{\"messages\":[{\"content\":\"x\"}]}", "a role"));
    ok(wrong(&dialect_responses, "{\"input\":[{\"role\":5}]}", "a role"));
    ok(wrong(&dialect_responses, "{\"input\":[{\"role\":\"user\",\"content\":5}]}", "a text or a"));
    ok(wrong(&dialect_gemini, "{\"contents\":[{\"parts\":[]}]}", "must not be empty"));
}

/* Nobody asks for no reply. */
static void test_no_tokens(void)
{
    ok(wrong(&dialect_chat, "{\"messages\":[" USER "],\"max_tokens\":0}", "max_tokens"));
    ok(wrong(&dialect_chat, "{\"messages\":[" USER "],\"max_completion_tokens\":0}", "max_compl"));
    ok(wrong(&dialect_completions, "{\"prompt\":\"x\",\"max_tokens\":0}", "max_tokens"));
    ok(wrong(&dialect_responses, "{\"input\":\"x\",\"max_output_tokens\":0}", "max_output_tokens"));
    ok(wrong(&dialect_tgi, "{\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":0}}", "max_new"));
    ok(wrong(&dialect_gemini,
             "{\"contents\":[{\"parts\":[{}]}],\"generationConfig\":{\"maxOutputTokens\":0}}",
             "maxOutputTokens"));
}

static void test_prompts(void)
{
    ok(!read_completion("{\"prompt\":\"abcdefghijkl\"}") && a.prompt_tokens == 3);
    ok(!read_completion("{\"prompt\":[\"abcd\",\"efgh\"]}") && a.prompt_tokens == 2);
    ok(!read_completion("{\"prompt\":[1,2,3]}") && a.prompt_tokens == 3);
    ok(!read_completion("{\"prompt\":\"a\\nb\\u0041cdef\"}") && a.prompt_tokens == 2);
    ok(prompt.len == 8 && !memcmp(prompt.data, "a\nbAcdef", 8));
    ok(!read_completion("{\"prompt\":[[1,2,3],[4]]}") && a.prompt_tokens == 4);
}

static void test_choices(void)
{
    ok(!read_completion("{\"prompt\":\"a\"}") && a.prompts == 1 && a.n == 1);
    ok(!read_completion("{\"prompt\":[\"a\",\"b\"],\"n\":3}") && a.prompts == 2 && a.n == 3);
    ok(!read_completion("{\"prompt\":[1,2,3]}") && a.prompts == 1);
    ok(!read_completion("{\"prompt\":[[1,2,3],[4]]}") && a.prompts == 2);
    ok(!read_chat("{\"messages\":[" USER "],\"n\":null}") && a.n == 1);
    ok(read_chat("{\"messages\":[" USER "],\"n\":0}") && strstr(err.text, "field n"));
    ok(read_chat("{\"messages\":[" USER "],\"n\":1025}") && strstr(err.text, "1 to 1024"));
    ok(read_completion("{\"prompt\":[\"a\",\"b\"],\"n\":513}"));
}

static void test_many_prompts(void)
{
    struct buf body = {0};

    buf_put(&body, "{\"prompt\":[\"a\"");
    for (int i = 0; i < 1024; i++)
        buf_put(&body, ",\"a\"");
    buf_put(&body, "]}");
    ok(read_completion(body.data) && strstr(err.text, "more than 1024 prompts"));
    buf_release(&body);
}

static void test_hash(void)
{
    uint64_t first;

    read_completion("{\"prompt\":\"abcdefghijkl\"}");
    first = a.hash;
    read_completion("{\"prompt\":\"abcdefghijkm\"}");
    ok(a.hash != first);
    read_completion("{\"prompt\":\"abcdefghijkl\"}");
    ok(a.hash == first);
}

static void test_tool_choice(void)
{
    ok(!read_chat("{\"messages\":[" USER "],\"tool_choice\":\"none\"}") && a.tools_never);
    ok(!read_chat("{\"messages\":[" USER "],\"tool_choice\":\"required\"}") && a.tools_must);
    ok(!read_chat("{\"messages\":[" USER
                  "],\"tool_choice\":\"auto\",\"parallel_tool_calls\":false}"));
    ok(!a.tools_never && !a.tools_must && a.one_tool);
    ok(!read_chat("{\"messages\":[" USER "],\"tool_choice\":{\"type\":\"function\",\"function\":"
                  "{\"name\":\"look\"}}}"));
    ok(a.tools_must && part_is(a.tool, "\"look\""));
}

int main(void)
{
    test_everything();
    test_every_cut();
    test_refusals();
    test_forgiving();
    test_wrong_kinds();
    test_wrong_messages();
    test_no_tokens();
    test_prompts();
    test_choices();
    test_many_prompts();
    test_hash();
    test_tool_choice();
    buf_release(&prompt);
    return tap_done();
}
