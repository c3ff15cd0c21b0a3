#include "llm/shape.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/rng.h"
#include "net/decoder.h"
#include "tests/llm/chat.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct shape *messages_shape(void)
{
    struct shape *s = shape_new(NULL);

    add_path(s, MEANS_TEXT, "content_block_delta", "delta.text");
    add_path(s, MEANS_REASONING, "content_block_delta", "delta.thinking");
    add_path(s, MEANS_TOOL_CALL, "content_block_delta", "delta.partial_json");
    add_path(s, MEANS_TOKENS_IN, "message_start", "message.usage.input_tokens");
    add_path(s, MEANS_TOKENS_OUT, "message_delta", "usage.output_tokens");
    add_path(s, MEANS_FINISH, NULL, "type=message_stop");
    add_path(s, MEANS_TEXT, "response.output_text.delta", "delta");
    add_path(s, MEANS_TOOL_CALL, "response.function_call_arguments.delta", "delta");
    add_path(s, MEANS_FINISH, NULL, "done");
    add_path(s, MEANS_TEXT, NULL, "parts.*");
    return s;
}

static void say_span(struct buf *out, const char *name, struct span s)
{
    struct json string = {.text = s.text, .len = s.len};

    if (!s.text)
        return;
    buf_addf(out, " %s=<", name);
    json_unescape(&string, out);
    buf_put(out, ">");
}

static void say_number(struct buf *out, const char *name, int64_t n)
{
    if (n >= 0)
        buf_addf(out, " %s=%lld", name, (long long)n);
}

/* A finding in words, in always the same order. */
static void say_finding(struct buf *out, const struct finding *f)
{
    buf_clear(out);
    for (unsigned m = MEANS_TEXT; m <= MEANS_TOOL_CALL; m++)
        if (f->output & 1u << m)
            buf_addf(out, " %s", meaning_name((enum meaning)m));
    say_span(out, "says", f->output_of[MEANS_TEXT]);
    say_number(out, "in", f->tokens_in);
    say_number(out, "out", f->tokens_out);
    say_number(out, "cached", f->tokens_cached);
    if (f->finished)
        buf_put(out, " finished");
    say_span(out, "because", f->finish);
    if (f->failed)
        buf_put(out, " failed");
    say_span(out, "words", f->failure);
    if (f->done)
        buf_put(out, " done");
    if (f->malformed)
        buf_put(out, f->cut ? " cut" : " malformed");
    buf_drop(out, 1);
}

static char *exactly(const char *text, size_t len)
{
    char *copy = malloc(len ? len : 1);

    memcpy(copy, text, len);
    return copy;
}

/* Reads data that ends where its memory ends; what was found is written before that goes. */
static void read_exactly(const struct shape *s, const char *name, const char *data, size_t len,
                         const char *comment, struct buf *out, struct finding *f)
{
    struct event e = {.data_len = len};
    char *held = exactly(data, len);

    e.data = held;
    e.name = name;
    e.name_len = name ? strlen(name) : 0;
    e.note = comment;
    e.note_len = comment ? strlen(comment) : 0;
    shape_read(s, &e, f);
    say_finding(out, f);
    free(held);
}

static bool says(const struct shape *s, const char *name, const char *data, const char *comment,
                 const char *want)
{
    struct buf out = {0};
    struct finding f;
    bool same;

    read_exactly(s, name, data, strlen(data), comment, &out, &f);
    same = strcmp(out.data ? out.data : "", want) == 0;
    if (!same)
        note("%.200s\n#   said: %.200s\n# wanted: %s", data, out.data ? out.data : "", want);
    buf_release(&out);
    return same;
}

/* Members around what an OpenAI chunk is about. */
#define CHUNK(choices, more)                                                                \
    "{\"id\":\"chatcmpl-Abc\",\"object\":\"chat.completion.chunk\",\"created\":1766700000," \
    "\"model\":\"m\",\"choices\":[" choices "]" more "}"
#define DELTA(members) \
    CHUNK("{\"index\":0,\"delta\":{" members "},\"logprobs\":null,\"finish_reason\":null}", "")
#define ENDED(reason, more) CHUNK("{\"index\":0,\"delta\":{},\"finish_reason\":" reason "}", more)

static const struct {
    const char *data, *want;
} chat_cases[] = {
    {DELTA("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null"),                         ""},
    {DELTA("\"content\":\"Hello\""),                                                            "text says=<Hello>"},
    {DELTA("\"content\":null"),                                                                 ""},
    {DELTA("\"content\":7"),                                                                    ""},
    {DELTA("\"content\":\" \""),                                                                "text says=< >"},
    {DELTA("\"role\":null,\"content\":null,\"reasoning_content\":\"hm\""),                      "reasoning"},
    {DELTA("\"reasoning\":\"hm\",\"content\":\"\""),                                            "reasoning"},
    {DELTA("\"reasoning\":\"hm\",\"content\":\"so\""),                                          "text reasoning says=<so>"},
    {DELTA("\"refusal\":\"I can't\""),                                                          "refusal"},
    {DELTA("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"ci\"}}]"),          "tool_call"},
    {DELTA("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]"),                 ""},
    {DELTA("\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]"),
     "tool_call"},
    {DELTA("\"tool_calls\":[]"),                                                                ""},
    {DELTA("\"tool_calls\":null"),                                                              ""},
    {DELTA("\"tool_calls\":{\"function\":{\"arguments\":\"x\"}}"),                              ""},
    {ENDED("\"stop\"",                                                                          ",\"usage\":null"),"finished because=<stop>"},
    {ENDED("\"length\"",                                                                                         ""),"finished because=<length>"},
    {ENDED("\"\"",                                                              ""),""},
    {ENDED("true",                         ""),"finished"},
    {ENDED("false",                                                                              ""),""},
    {CHUNK("",                                                                                         ""),""},
    {CHUNK("",                                                                                       ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10,"
               "\"prompt_tokens_details\":{\"cached_tokens\":8,\"audio_tokens\":0}}"),
     "in=9 out=1 cached=8"},
    {CHUNK("",",\"usage\":{\"completion_tokens\":5,\"prompt_tokens_details\":null}"),"out=5"},
    {CHUNK("",                                                                                  ",\"usage\":{\"completion_tokens\":5},\"usage\":{\"completion_tokens\":6}"),
     "out=6"},
    {CHUNK("",                                                                                         ",\"usage\":{\"completion_tokens\":5},\"usage\":null"),"out=5"},
    {CHUNK("",                                                                                  ",\"usage\":{\"completion_tokens\":1.2e1,\"prompt_tokens\":-1}"),                                                     "out=12"},
    {CHUNK("",",\"usage\":{\"completion_tokens\":\"5\",\"prompt_tokens\":1e300}"),""},
    {CHUNK("",                                                                                  ",\"completion_tokens\":5"),""},
    {"{\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
     "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{\"hate\":"
     "{\"filtered\":false,\"severity\":\"safe\"}}}]}",                                                                                         ""},
    {CHUNK("{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"},\"finish_reason\":"
           "\"stop\"}",                                                                                 ""),
     "text says=<a> finished because=<stop>"},
    {CHUNK("{\"delta\":{\"content\":\"\"}},{\"delta\":{\"content\":\"b\"}}",                                                                                          ""),    "text says=<b>"},
    {"{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"all of it\"},"
     "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3}}",                                                                                  "text says=<all of it> in=3 finished because=<stop>"},
    {"{\"choices\":[{\"text\":\" old\"}]}",                                                                                         "text says=< old>"},

 /* failures */
    {"{\"error\":{\"message\":\"too long\",\"type\":\"bad\",\"code\":400}}",
     "failed words=<too long>"},
    {"{\"error\":{\"code\":7,\"type\":\"t\"}}",                                                   "failed words=<{\"code\":7,\"type\":\"t\"}>"},
    {"{\"error\" : { \"message\" : \"\" } }","failed words=<{ \"message\" : \"\" }>"},
    {"{\"error\":{\"message\":\"say \\\"no\\\"\"}}",                      "failed words=<say \"no\">"},
    {"{\"error\":\"Request failed\",\"error_type\":\"generation\"}",
     "failed words=<Request failed>"},
    {"{\"error\":null,\"choices\":[]}",                    ""},
    {"{\"error\":false}",                                                 ""},
    {"{\"error\":\"\"}",                                                   ""},
    {"{\"error\":{}}",                                            "failed words=<{}>"},
    {"{\"error\":503}",                            "failed words=<503>"},
    {"{\"error\":{\"object\":\"error\",\"message\":\"in it\"}}",                                                         "failed words=<in it>"},
    {"{\"object\":\"error\",\"message\":\"beside it\",\"code\":500}",                                                                       "failed words=<beside it>"},
    {"{\"message\":\"before it\",\"object\":\"error\"}",                                                                        "failed words=<before it>"},
    {"{\"object\":\"error\",\"code\":500}",                                                                          "failed words=<error>"},
    {"{\"object\":\"errors\",\"message\":\"no\"}",                                                                         ""},
    {"{\"message\":\"no failure by itself\"}",                                ""},
    {ENDED("\"error\"",                           ""),"finished because=<error> failed words=<error>"},
    {ENDED("\"error\"",                                        ",\"error\":{\"message\":\"upstream\"}"),
     "finished because=<error> failed words=<upstream>"},
    {"{\"error\":\"first\",\"error\":\"second\"}",                                                     "failed words=<first>"},

 /* what only looks like it */
    {DELTA("\"content\":\"\\\"finish_reason\\\":\\\"stop\\\"}]\""),
     "text says=<\"finish_reason\":\"stop\"}]>"},
    {DELTA("\"content\":\"a \\\"quoted\\\" \\\\\""),                                                  "text says=<a \"quoted\" \\>"},
    {DELTA("\"content\":\"\\u00e9\\ud83d\\ude00\\n\""),                                                                         "text says=<\xc3\xa9\xf0\x9f\x98\x80\n>"},
    {DELTA("\"content\":\"\\\"error\\\":{\\\"message\\\":1}\""),
     "text says=<\"error\":{\"message\":1}>"},
    {DELTA("\"other\":{\"content\":\"no\",\"delta\":{\"content\":\"no\"}}"),                                        ""},
    {"{\"delta\":{\"content\":\"no\"},\"x\":{\"choices\":[{\"delta\":{\"content\":\"no\"}}],"
     "\"error\":\"no\"},\"choices\":{\"delta\":{\"content\":\"no\"}}}",               ""                                                         },
    {"{\"choices\":[[{\"delta\":{\"content\":\"no\"}}],\"x\",1,null]}",                                                ""                                                                            },
    {"{\"\\u0063hoices\":[{\"d\\u0065lta\":{\"content\":\"escaped\"}}]}",           "text says=<escaped>"},
    {"{\"errox\":\"no\",\"usaqe\":{\"prompt_tokens\":1}}",""},
    {"{\"choices\":[{\"finish_reason\":\"stop\"},{\"finish_reason\":\"length\"}]}",
     "finished because=<stop>"},
    {"{\"choice\":1,\"choices2\":2,\"\":3,\"\\u0000\":4}",                                                ""        },
    {DELTA("\"content\":\"one\",\"content\":\"two\""),                                                                         "text says=<one>"},
    {" \t{ \"choices\" : [ { \"delta\" : { \"content\" : \"spaced\" } } ] } \r\n",
     "text says=<spaced>"},

 /* the ends of streams, and what is no JSON */
    {"[DONE]",                                                          "done"},
    {"  [DONE] ",                                                                                                               "done"                                                                   },
    {"[DONE",                                                                 "cut"},
    {"[DONE]]",                                        "malformed"},
    {"",""},
    {"  ",                                                                      ""                                                                                                          },
    {"[]",                          ""},
    {"[{\"error\":\"not at the top\"}]",""},
    {"7",                    ""},
    {"null",                                       ""       },
    {"Internal Server Error",                                                                                        "malformed"},
    {"<html></html>",                  "malformed"},
    {"{",                                                              "cut"},
    {"{}x",                                                                                                                   "malformed"                                                                                                                                                                                                                 },
    {"{\"choices\":[{\"delta\":{\"content\":\"cut",                                                                    "cut"                        },
    {DELTA("\"content\":\"trailing\"") ",",                                                 "malformed"},
    {"{\"usage\":{\"prompt_tokens\":01}}","malformed"},
};

enum { CHAT_CASES = sizeof chat_cases / sizeof *chat_cases };

static void chats(const struct shape *s)
{
    int right = 0;

    for (int i = 0; i < CHAT_CASES; i++)
        right += says(s, NULL, chat_cases[i].data, NULL, chat_cases[i].want);
    note("%d cases", CHAT_CASES);
    ok(right == CHAT_CASES);
}

static void named_events(const struct shape *s)
{
    ok(says(s, "content_block_delta", "{\"delta\":{\"text\":\"I\"}}", NULL, "text says=<I>"));
    ok(says(s, "content_block_delta", "{\"delta\":{\"thinking\":\"I\"}}", NULL, "reasoning"));
    ok(says(s, "content_block_delta", "{\"delta\":{\"partial_json\":\"\"}}", NULL, ""));
    ok(says(s, "message_delta", "{\"delta\":{\"text\":\"I\"},\"usage\":{\"output_tokens\":65}}",
            NULL, "out=65"));
    ok(says(s, "message_start",
            "{\"message\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}", NULL, "in=3"));
    ok(says(s, NULL, "{\"delta\":{\"text\":\"I\"}}", NULL, ""));
    ok(says(s, "content_block_delt", "{\"delta\":{\"text\":\"I\"}}", NULL, ""));
    ok(says(s, "message_stop", "{\"type\":\"message_stop\"}", NULL, "finished"));
    ok(says(s, NULL, "{\"type\":\"ping\"}", NULL, ""));
    ok(says(s, "response.output_text.delta", "{\"delta\":\"Hi\"}", NULL, "text says=<Hi>"));
    ok(says(s, "response.function_call_arguments.delta", "{\"delta\":\"{\"}", NULL, "tool_call"));
    ok(says(s, NULL, "{\"done\":false}", NULL, "") &&
       says(s, NULL, "{\"done\":true}", NULL, "finished"));
    ok(says(s, NULL, "{\"parts\":[\"\",\"a\",\"b\"]}", NULL, "text says=<a>"));
    ok(says(s, NULL, "[DONE]", NULL, "malformed")); /* this protocol has no such text */
}

static void error_events(const struct shape *s)
{
    ok(says(s, "error", "", "the engine died", "failed words=<the engine died>"));
    ok(says(s, "error", "", " spaced ", "failed words=<spaced>"));
    ok(says(s, "error", "", NULL, "failed"));
    ok(says(s, "error", "plain words", NULL, "failed words=<plain words>"));
    ok(says(s, "error", "plain words", "a note", "failed words=<plain words>"));
    ok(says(s, "error", "{\"error\":{\"message\":\"cut", NULL,
            "failed words=<{\"error\":{\"message\":\"cut>"));
    ok(says(s, "error",
            "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"Overloaded\"}}", NULL,
            "failed words=<Overloaded>"));
    ok(says(s, "error", "{\"type\":\"error\",\"code\":null,\"message\":\"top\"}", "a note",
            "failed words=<top>"));
    ok(says(s, "error", "{\"error\":\"text\"}", NULL, "failed words=<text>"));
    ok(says(s, "error", "{\"detail\":1}", NULL, "failed words=<{\"detail\":1}>"));
    ok(says(s, "errors", "{\"message\":\"top\"}", "a note", ""));
    ok(says(s, NULL, "", "a note", ""));
}

/* No part of an object or array is the whole: half an event must say that it is one, and
 * nothing else. */
static void truncations(const struct shape *s)
{
    struct buf out = {0};
    int wrong = 0, cuts = 0;

    for (int i = 0; i < CHAT_CASES; i++) {
        const char *data = chat_cases[i].data;
        size_t len = strlen(data), first = strspn(data, " \t");

        if (data[first] != '{' || strcmp(chat_cases[i].want, "malformed") == 0)
            continue;
        while (len && data[len - 1] != '}')
            len--;
        for (size_t cut = first + 1; cut < len; cut++) {
            struct finding f;

            read_exactly(s, NULL, data, cut, NULL, &out, &f);
            cuts++;
            wrong += strcmp(out.data, "cut") != 0;
        }
    }
    note("%d cuts", cuts);
    ok(cuts > 1000);
    ok(wrong == 0);
    buf_release(&out);
}

/* Whatever is in an event, the spans it gives lie inside; the sanitizers watch the rest. */
static void mutations(const struct shape *s, struct rng *dice)
{
    static const char ink[] = "{}[]\",:\\u0.e-ntf \n\x01\xff";
    static const char *const events[] = {NULL, "error", "message_delta"};
    struct buf out = {0};
    int malformed = 0, outside = 0;

    for (int round = 0; round < 5000; round++) {
        const char *from = chat_cases[rng_below(dice, CHAT_CASES)].data;
        size_t len = strlen(from);
        char *data = exactly(from, len);
        struct event e = {.data = data};
        struct finding f;

        for (uint64_t n = rng_below(dice, 6); n && len; n--)
            data[rng_below(dice, len)] = ink[rng_below(dice, sizeof ink - 1)];
        e.data_len = len;
        e.name = events[rng_below(dice, 3)];
        e.name_len = e.name ? strlen(e.name) : 0;
        shape_read(s, &e, &f);
        say_finding(&out, &f);
        malformed += f.malformed;
        outside += f.output_of[MEANS_TEXT].text &&
                   (f.output_of[MEANS_TEXT].text < data ||
                    f.output_of[MEANS_TEXT].text + f.output_of[MEANS_TEXT].len > data + len);
        outside += f.malformed && (f.output || f.finished || f.failed);
        free(data);
    }
    note("%d of 5000 malformed", malformed);
    ok(malformed > 100 && malformed < 4900);
    ok(outside == 0);
    buf_release(&out);
}

static void nested(const struct shape *s, const char *open, const char *close, int deep,
                   const char *want)
{
    struct buf b = {0};

    buf_put(&b, "{\"x\":");
    for (int i = 0; i < deep; i++)
        buf_put(&b, open);
    buf_put(&b, "1");
    for (int i = 0; i < deep; i++)
        buf_put(&b, close);
    buf_put(&b, ",\"error\":\"after it\"}");
    ok(says(s, NULL, b.data, NULL, want));
    buf_release(&b);
}

static void large(const struct shape *s)
{
    enum { SIZE = 1 << 20 };
    struct buf b = {0};
    struct event e = {0};
    struct finding f;
    nanos began;

    buf_put(&b, "{\"choices\":[{\"delta\":{\"content\":\"");
    for (int i = 0; i < SIZE / 16; i++)
        buf_put(&b, "sixteen letters\xc2");
    buf_put(&b, "\"}}]}");
    e.data = b.data;
    e.data_len = b.len;
    began = clock_now();
    shape_read(s, &e, &f);
    note("1 MB of content: %.0f us", (double)(clock_now() - began) / 1e3);
    ok(f.output == SAYS_TEXT && f.output_of[MEANS_TEXT].len == SIZE);
    e.data_len = b.len - 1;
    shape_read(s, &e, &f);
    ok(f.malformed);
    buf_release(&b);
}

static void refusals(void)
{
    static const char *const wrong[] = {"",   ".",  "a.", ".a",   "a..b",
                                        "a=", "=x", "a*", "*a.b", "a.=b"};
    struct shape *s = shape_new(NULL);
    struct error err;
    int refused = 0;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refused += shape_path(s, MEANS_TEXT, NULL, wrong[i], &err) == -1;
    ok(refused == sizeof wrong / sizeof *wrong);
    shape_path(s, MEANS_TEXT, NULL, "choices..delta", &err);
    ok(strcmp(err.text, "path \"choices..delta\" has an empty name in it: write it like "
                        "choices.*.delta.content or object=error") == 0);
    ok(shape_path(s, MEANS_FINISH, NULL, "type=response.completed", &err) == 0);
    ok(says(s, NULL, "{\"type\":\"response.completed\"}", NULL, "finished"));
    ok(shape_path(s, MEANS_TEXT, NULL, "*.text", &err) == 0);
    ok(says(s, NULL, "[{\"text\":\"of a list\"}]", NULL, "text says=<of a list>"));
    shape_free(s);
    shape_free(NULL);
}

static void meanings(void)
{
    int named = 0;

    for (int m = 0; m < MEANING_COUNT; m++)
        named += meaning_name((enum meaning)m) != NULL;
    ok(named == MEANING_COUNT);
    ok(!strcmp(meaning_name(MEANS_TOOL_CALL), "tool_call"));
}

static void cost(const struct shape *s)
{
    static const char chunk[] =
        "{\"id\":\"chatcmpl-9f2c4b7e1d\",\"object\":\"chat.completion.chunk\",\"created\":"
        "1766700000,"
        "\"model\":\"meta-llama/"
        "Llama-3.1-8B-Instruct\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
        "\" Hello there\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}";
    struct event e = {.data = chunk, .data_len = sizeof chunk - 1};
    enum { TIMES = 50000, TRIES = 5 };
    nanos best = NANOS_NEVER;
    struct finding f;
    unsigned seen = 0;

    for (int try = 0; try < TRIES; try++) {
        nanos began = clock_now(), took;

        for (int i = 0; i < TIMES; i++) {
            shape_read(s, &e, &f);
            seen += f.output;
        }
        took = clock_now() - began;
        best = took < best ? took : best;
    }
    note("a chunk of %zu bytes: %.0f ns", e.data_len, (double)best / TIMES);
    ok(seen == TIMES * TRIES * SAYS_TEXT);
}

int main(void)
{
    struct shape *chat = chat_shape(), *messages = messages_shape();
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    chats(chat);
    named_events(messages);
    error_events(messages);
    error_events(chat);
    truncations(chat);
    mutations(chat, &dice);
    mutations(messages, &dice);
    nested(chat, "[", "]", 60, "failed words=<after it>");
    nested(chat, "[", "]", 64, "malformed");
    nested(chat, "{\"a\":", "}", 100000, "malformed");
    large(chat);
    refusals();
    meanings();
    cost(chat);
    shape_free(chat);
    shape_free(messages);
    return tap_done();
}
