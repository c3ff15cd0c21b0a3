/* Each case is a stream and the events it must give, a line each: name<data>(note). */
#include "tests/net/cuts.h"
#include "tests/net/large.h"

/* What WHATWG asks of a reader, in the order of its own text, and where we differ. */
static const struct cuts_case rules[] = {
    {"an empty stream has no events",       "",                                                    ""                         },
    {"T1 a byte order mark is dropped",
     "\xEF\xBB\xBF"
     "data: a\n\n",                                                                                "<a>\n"                    },
    {"T1 only the first one",
     "\xEF\xBB\xBF\xEF\xBB\xBF"
     "data: a\n\ndata: b\n\n",                                                                     "<b>\n"                    },
    {"T1 and only at the start",
     "data: a\n\n\xEF\xBB\xBF"
     "data: b\n\n",                                                                                "<a>\n"                    },
    {"T1 alone it is nothing",              "\xEF\xBB\xBF",                                        ""                         },
    {"T1 half of one is a strange field",
     "\xEF\xBB"
     "data: a\n\ndata: b\n\n",                                                                     "<b>\n"                    },
    {"T2 bytes that are not UTF-8 pass",    "data: \xC3\x28\xFF\n\n",                              "<\xC3\x28\xFF>\n"         },
    {"T3 lines end in LF",                  "data: a\n\ndata: b\n\n",                              "<a>\n<b>\n"               },
    {"T4 lines end in CRLF",                "data: a\r\n\r\ndata: b\r\n\r\n",                      "<a>\n<b>\n"               },
    {"T5 lines end in CR",                  "data: a\r\rdata: b\r\r",                              "<a>\n<b>\n"               },
    {"T6 all of them in one stream",
     "data: a\r\rdata: b\n\ndata: c\r\n\r\ndata: d\n\r\ndata: e\r\n\n",                            "<a>\n<b>\n<c>\n<d>\n<e>\n"},
    {"T7 CR and LF are one line end",       "data: a\r\ndata: b\r\n\r\n",                          "<a\\nb>\n"                },
    {"T7 LF and CR are two",                "data: a\n\rdata: b\r\n\r\n",                          "<a>\n<b>\n"               },
    {"T8 no other line ends",
     "data: a\xE2\x80\xA8"
     "b\xE2\x80\xA9"
     "c\xC2\x85"
     "d\v\f\n\n",                                                                                  "<a\xE2\x80\xA8"
     "b\xE2\x80\xA9"
     "c\xC2\x85"
     "d\v\f>\n"                                                                                              },
    {"T9 a blank line ends an event",       "data: a\n\ndata: b\n",                                "<a>\n<b>\n"               },
    {"T10 comments",                        ":\n: x\n:x\n:data: no\ndata: a\n\n",                  "<a>(x\\nx\\ndata: no)\n"  },
    {"T10 comments within an event",        "event: e\n: x\ndata: a\n\n",                          "e<a>(x)\n"                },
    {"T11 a comment and a blank line",      ": ping\n\n: ping\n\n:\n\ndata: a\n\n",                "<a>\n"                    },
    {"T11 after an id too",                 "id: 1\n\n: ping\n\ndata: a\n\n",                      "<a>\n"                    },
    {"T12 a field ends at the first colon", "data:a:b\n\n",                                        "<a:b>\n"                  },
    {"T13 one space is dropped",            "data:a\n\ndata: b\n\ndata:  c\n\ndata:\td\n\n",
     "<a>\n<b>\n< c>\n<\td>\n"                                                                                                },
    {"T13 none elsewhere",                  "data: a \n\ndata : b\n\n data: c\n\n",                "<a >\n"                   },
    {"T14 a line without a colon",          "data\ndata\n\nother\n\n",                             "<\\n>\n"                  },
    {"T15 data lines are joined",           "data: a\ndata:\ndata: c\ndata\n\n",                   "<a\\n\\nc\\n>\n"          },
    {"T16 empty data is data",              "data:\n\n",                                           "<>\n"                     },
    {"T17 an event without data is none",   "event: a\n\nid: 7\n\ndata: b\n\n",                    "<b>\n"                    },
    {"T18 the last name wins",              "event: a\nevent: b\ndata: 1\n\ndata: 2\n\n",          "b<1>\n<2>\n"              },
    {"T18 an empty name is none",           "event: a\nevent:\ndata: 1\n\n",                       "<1>\n"                    },
    {"T18 a name after the data",           "data: 1\nevent: a\n\n",                               "a<1>\n"                   },
    {"T19 ids are passed over",             "id: 1\ndata: a\n\nid\ndata: b\nid: 2\n\n",            "<a>\n<b>\n"               },
    {"T20 so are retries",                  "retry: 10\n\nretry: soon\ndata: a\n\n",               "<a>\n"                    },
    {"T21 unknown fields",                  "foo: bar\ndata: a\ndatax: b\ndat: c\n\n",             "<a>\n"                    },
    {"T22 case matters",                    "Data: a\nDATA: b\ndata: c\nEvent: x\n\nError: y\n\n", "<c>\n"                    },
    {"T23 the end cuts an event short",     "data: {\"a\":1",                                      "<{\"a\":1>\n"             },
    {"T23 after its line",                  "event: e\ndata: a\n",                                 "e<a>\n"                   },
    {"T23 but not before its data",         "event: e\nid: 5",                                     ""                         },
    {"T23 in a name",                       "data: a\neven",                                       "<a>\n"                    },
    {"T24 blank lines in a row",            "\n\n\r\n\rdata: a\n\n\n\n\r\r\ndata: b\n\n\n",        "<a>\n<b>\n"               },
    {"T25 colons in a value",               "data: {\"a\": \"b:c\"}\n\nevent: a:b\ndata: :\n\n",
     "<{\"a\": \"b:c\"}>\na:b<:>\n"                                                                                           },
    {"T28 characters of several bytes",     "data: \xF0\x9F\x90\x89 \xE9\xBE\x99\n\n",
     "<\xF0\x9F\x90\x89 \xE9\xBE\x99>\n"                                                                                      },
    {"the example of the standard",         "data\n\ndata\ndata\n\ndata:",                         "<>\n<\\n>\n"              },
    {"a comment belongs to one event",      ": one\ndata: a\n\ndata: b\n\n",                       "<a>(one)\n<b>\n"          },
};

/* Failures under HTTP 200: the letters are those of the list of shapes seen. */
static const struct cuts_case errors[] = {
    {"a) an object `error`, then [DONE]",
     "data: "
     "{\"error\":{\"message\":\"no\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}"
     "\n\ndata: [DONE]\n\n",                                                                                              "<{\"error\":{\"message\":\"no\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}>\n"
     "<[DONE]>\n"                                                                                                                                                                      },
    {"b) an object of the kind error",
     "data: {\"object\":\"error\",\"message\":\"no\",\"code\":500}\n\n",                                                  "<{\"object\":\"error\",\"message\":\"no\",\"code\":500}>\n"                             },
    {"c) a text `error`",                               "data:{\"error\":\"cut off\",\"error_type\":\"generation\"}\n\n",
     "<{\"error\":\"cut off\",\"error_type\":\"generation\"}>\n"                                                                                                                                                   },
    {"d) an event of that name, its text in a comment", "event: error\n: engine is gone\n\n",
     "error<>(engine is gone)\n"                                                                                                                                                                                   },
    {"d) with CRLF, after tokens, with more comments",
     "data: {\"t\":1}\r\n\r\nevent: error\r\n: first\r\n: second\r\n\r\ndata: [DONE]\r\n\r\n",                            "<{\"t\":1}>\nerror<>(first\\nsecond)\n<[DONE]>\n"                                       },
    {"d) the comment first",                            ": lost\nevent: error\n\n",                                       "error<>(lost)\n"                                                                        },
    {"d) without a comment",                            "event: error\n\n",                                               "error<>\n"                                                                              },
    {"d) cut short",                                    "event: error\n: lost",                                           "error<>(lost)\n"                                                                        },
    {"e) an event of that name with data",
     "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",                            "error<{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}>\n"                },
    {"f) a field of that name",                         "error: {\"code\":400,\"message\":\"too long\"}\n\n",
     "error<{\"code\":400,\"message\":\"too long\"}>\n"                                                                                                                                                            },
    {"f) cut short, without a space",                   "data: {}\n\nerror:{\"code\":500}",
     "<{}>\nerror<{\"code\":500}>\n"                                                                                                                                                                               },
    {"f) it does not stick",                            "error: a\n\ndata: b\n\n",                                        "error<a>\n<b>\n"                                                                        },
    {"g) beside choices",
     "data: "
     "{\"error\":{\"code\":502},\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",                           "<{\"error\":{\"code\":502},\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}>\n"},
    {"h) of the Responses API",
     "event: response.failed\ndata: "
     "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\"}}\n\n"
     "event: error\ndata: {\"type\":\"error\",\"code\":null}\n\n",                                                        "response.failed<{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\"}}>\n"
     "error<{\"type\":\"error\",\"code\":null}>\n"                                                                                               },
    {"i) as the first event: the queue is full",
     "data: {\"error\":{\"message\":\"full\"},\"code\":503}\n\n",                                                         "<{\"error\":{\"message\":\"full\"},\"code\":503}>\n"                                    },
};

#define CHUNK(fields) "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"choices\":" fields "}"
#define DELTA(fields) "[{\"index\":0,\"delta\":{" fields "},\"finish_reason\":null}]"

/* A stream of each service, as short as its habits allow. */
static const struct cuts_case services[] = {
    {"OpenAI: role, text, padding, usage, [DONE]",
     "data: " CHUNK(DELTA(
         "\"role\":\"assistant\",\"content\":\"\"")) "\n\n"
                                                     "data: " CHUNK(DELTA(
                                                         "\"content\":\"Good\"")) "\n\n"
                                                                                  "data: " CHUNK(
                                                                                      "[{\"index\":"
                                                                                      "0,\"delta\":"
                                                                                      "{},\"finish_"
                                                                                      "reason\":"
                                                                                      "\"stop\"}],"
                                                                                      "\"obfuscatio"
                                                                                      "n\":\"q\"") "\n\n"
                                                                                                   "data: " CHUNK(
                                                                                                       "[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}") "\n\n"
                                                                                                                                                                     "data: [DONE]\n\n",
     "<" CHUNK(DELTA(
         "\"role\":\"assistant\",\"content\":\"\"")) ">\n"
                                                     "<" CHUNK(DELTA(
                                                         "\"content\":\"Good\"")) ">\n"
                                                                                  "<" CHUNK(
                                                                                      "[{\"index\":"
                                                                                      "0,\"delta\":"
                                                                                      "{},\"finish_"
                                                                                      "reason\":"
                                                                                      "\"stop\"}],"
                                                                                      "\"obfuscatio"
                                                                                      "n\":\"q\"") ">\n"
                                                                                                   "<" CHUNK(
                                                                                                       "[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}") ">\n"
                                                                                                                                                                     "<[DONE]>\n"                                                                 },
    {"vLLM: empty text while a character is not whole, [DONE] after an error",
     "data: " CHUNK(
         DELTA("\"content\":\"\"")) "\n\n"
                                    "data: " CHUNK(DELTA(
                                        "\"content\":\"\xE9\xBE\x99\"")) "\n\n"
                                                                         "data: "
                                                                         "{\"error\":{\"code\":500}"
                                                                         "}\n\ndata: [DONE]\n\n",                                                                                        "<" CHUNK(DELTA("\"content\":\"\"")) ">\n<" CHUNK(
         DELTA("\"content\":\"\xE9\xBE\x99\"")) ">\n"
                                                "<{\"error\":{\"code\":500}}>\n<[DONE]>\n"                                                       },
    {"SGLang: all fields, nulls too",
     "data: " CHUNK(DELTA("\"role\":null,\"content\":\"Hm\",\"reasoning_content\":null")) "\n\n",
     "<" CHUNK(DELTA("\"role\":null,\"content\":\"Hm\",\"reasoning_content\":null")) ">\n"                                                                                                                                                        },
    {"llama.cpp: comments as pings, its own last event without [DONE]",
     ":\n\n:\n\ndata: {\"content\":\" Oh\",\"stop\":false}\n\n:\n\n"
     "data: {\"content\":\"\",\"stop\":true,\"timings\":{\"predicted_n\":1}}\n\n",                                                                                                       "<{\"content\":\" Oh\",\"stop\":false}>\n"
     "<{\"content\":\"\",\"stop\":true,\"timings\":{\"predicted_n\":1}}>\n"                                                                                     },
    {"LiteLLM: role and text in one, usage beside an empty delta",
     "data: " CHUNK(
         DELTA("\"role\":\"assistant\",\"content\":\"Hi\"")) "\n\n"
                                                             "data: " CHUNK(
                                                                 "[{\"index\":0,\"delta\":{}}],"
                                                                 "\"usage\":{\"completion_tokens\":"
                                                                 "1}") "\n\n"
                                                                       "data: [DONE]\n\n",                                                                                               "<" CHUNK(DELTA(
         "\"role\":\"assistant\",\"content\":\"Hi\"")) ">\n"
                                                       "<" CHUNK("[{\"index\":0,\"delta\":{}}],"
                                                                 "\"usage\":{\"completion_tokens\":"
                                                                 "1}") ">\n<[DONE]>\n"                                                                  },
    {"Anthropic: named events, no newline at the end",
     "event: message_start\ndata: "
     "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9}}}"
     "\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n"
     "event: content_block_delta\n"
     "data: "
     "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Yes\"}}\n\n"
     "event: message_stop\ndata: {\"type\":\"message_stop\"}",                                                                                                                           "message_start<{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9}}}>\n"
     "ping<{\"type\": \"ping\"}>\n"
     "content_block_delta<{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\","
     "\"text\":\"Yes\"}}>\n"
     "message_stop<{\"type\":\"message_stop\"}>\n"                                                                                                                                  },
    {"Responses: named events, no [DONE]",
     "event: response.output_text.delta\ndata: {\"sequence_number\":4,\"delta\":\"So\"}\n\n"
     "event: response.completed\ndata: {\"response\":{\"status\":\"completed\"}}\n\n",                                                                                                   "response.output_text.delta<{\"sequence_number\":4,\"delta\":\"So\"}>\n"
     "response.completed<{\"response\":{\"status\":\"completed\"}}>\n"                                                                                      },
    {"Gemini: CRLF",
     "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Some words\"}]}}]}\r\n\r\n"
     "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n",                                                                                                                     "<{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Some words\"}]}}]}>\n"
     "<{\"candidates\":[{\"finishReason\":\"STOP\"}]}>\n"                                                                                                                     },
    {"TGI: no space after the colon",
     "data:{\"token\":{\"id\":5,\"text\":\" a\"},\"generated_text\":null}\n\n:\n\n"
     "data:{\"token\":{\"id\":2,\"text\":\"\"},\"generated_text\":\" a\"}\n\n",                                                                                                          "<{\"token\":{\"id\":5,\"text\":\" a\"},\"generated_text\":null}>\n"
     "<{\"token\":{\"id\":2,\"text\":\"\"},\"generated_text\":\" a\"}>\n"                                                                                          },
    {"Triton: ends with an empty text",
     "data: {\"text_output\":\" so\"}\n\ndata: {\"text_output\":\"\"}\n\n",                                                                                                              "<{\"text_output\":\" so\"}>\n<{\"text_output\":\"\"}>\n"},
    {"DeepSeek: blank lines and comments until it begins",
     "\n\n\n: keep-alive\n\n: keep-alive\n\ndata: " CHUNK(
         DELTA("\"reasoning_content\":\"So\"")) "\n\n",
     "<" CHUNK(DELTA("\"reasoning_content\":\"So\"")) ">\n"                                                                                                                                                                                       },
    {"OpenRouter: comments that are lines of an event",
     ": OPENROUTER PROCESSING\n: OPENROUTER PROCESSING\n\ndata: {}\n\n",                                                                                                                 "<{}>\n"                                                 },
    {"bytes after [DONE], without a space",                                    "data:[DONE]\n\ndata: x\n\n",                                                                             "<[DONE]>\n<x>\n"                                        },
};

static void test_nul(struct cuts *c)
{
    static const char text[] = "id: a\0b\nevent: n\0m\ndata: a\0b\n\n\0data: c\n\n";

    cuts_check(c, "T29 NUL bytes survive", text, sizeof text - 1, "n\\0m<a\\0b>\n");
}

/* T26: pieces made at random, so that combinations nobody thought of come up. What
 * it must give is what it gives when fed at once. */
static void test_random_streams(struct cuts *c)
{
    static const char *const parts[] = {
        "data",         "event",  "error",        "id",   ":",        ": ",
        "\n",           "\n\n",   "\r",           "\r\n", "\r\n\r\n", "data: x",
        "event: error", ": note", "\xEF\xBB\xBF", " ",    "{}",       "retry: 1",
    };
    int failures = 0;

    for (int round = 0; round < 400; round++) {
        struct transcript whole = {0};
        struct buf text = {0};

        for (uint64_t n = cuts_draw(&c->dice) % 30; n; n--)
            buf_put(&text, parts[cuts_draw(&c->dice) % (sizeof parts / sizeof *parts)]);
        buf_put(&text, "");
        decoder_begin(&c->decoder, c->kind);
        decoder_feed(&c->decoder, text.data, text.len, cuts_write, &whole);
        decoder_end(&c->decoder, cuts_write, &whole);
        buf_put(&whole.text, "");
        c->what = "a random stream";
        c->text = text.data;
        c->len = text.len;
        c->expect = whole.text.data;
        c->failures = 0;
        cuts_even(c, 1);
        for (size_t cut = 0; cut <= c->len; cut++)
            cuts_two(c, cut);
        failures += c->failures;
        buf_release(&whole.text);
        buf_release(&text);
    }
    ok(failures == 0);
}

/* What must not be copied is known by where it lies. */
struct place {
    const char *from, *to;
    int in, out;
};

static bool see_place(void *owner, const struct event *e)
{
    struct place *p = owner;
    bool data_in = e->data >= p->from && e->data + e->data_len <= p->to;
    bool name_in = !e->name || (e->name >= p->from && e->name + e->name_len <= p->to);

    if (data_in && name_in)
        p->in++;
    else
        p->out++;
    return true;
}

static void test_in_place(void)
{
    static const char text[] =
        "data: {\"a\":1}\n\nevent: delta\r\ndata: b\r\n\r\n: x\ndata: c\n\nda";
    static const char rest[] = "ta: d\n\ndata: e\n\ndata: f\ndata: g\n\n";
    struct place p = {text, text + sizeof text, 0, 0};
    struct decoder d = {0};

    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, text, sizeof text - 1, see_place, &p);
    ok(p.in == 3 && p.out == 0);
    p = (struct place){rest, rest + sizeof rest, 0, 0};
    decoder_feed(&d, rest, sizeof rest - 1, see_place, &p);
    ok(p.in == 1 && p.out == 2);
    decoder_release(&d);
}

static void test_stop(struct cuts *c)
{
    static const char text[] = "data: 1\n\ndata: 2\ndata: 2\n\ndata: 3\n\ndata: 4";

    c->stop_after = 1;
    cuts_check(c, "no more after the first", text, sizeof text - 1, "<1>\n");
    c->stop_after = 2;
    cuts_check(c, "no more after the second", text, sizeof text - 1, "<1>\n<2\\n2>\n");
    c->stop_after = 0;
}

/* T27: feeds `total` bytes of data in a line, the event's end and another event. */
static size_t feed_large(struct decoder *d, size_t total, size_t piece)
{
    size_t last = 0;

    decoder_begin(d, &decoding_sse);
    decoder_feed(d, "data: ", 6, large_told, &last);
    large_feed(d, total, piece, &last);
    decoder_feed(d, "\n\n", 2, large_told, &last);
    return last;
}

static void test_large(void)
{
    struct decoder d = {0};
    size_t last = 0;

    ok(feed_large(&d, 16 << 20, 1000) == 16 << 20 && !d.too_large);
    ok(feed_large(&d, DECODER_MAX - 6, 1 << 20) == DECODER_MAX - 6 && !d.too_large);
    ok(feed_large(&d, DECODER_MAX - 5, 1 << 20) == 0 && d.too_large);
    decoder_feed(&d, "data: a\n\n", 9, large_told, &last);
    decoder_end(&d, large_told, &last);
    ok(last == 0); /* the rest is not even looked at */
    decoder_release(&d);
}

/* Half as much in one piece, and as two lines of an event each of which would fit. */
static void test_large_at_once(void)
{
    static const char start[] = "data: a\n\ndata: ";
    const size_t n = DECODER_MAX / 2 + 64, line = sizeof start - 1 - 9;
    struct decoder d = {0};
    char *text = malloc(n);
    size_t last = 0;

    memset(text, 'x', n);
    memcpy(text, start, sizeof start - 1);
    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, text, n, large_told, &last);
    decoder_feed(&d, "\ndata: b\n", 9, large_told, &last);
    ok(last == 1 && !d.too_large);
    decoder_feed(&d, text + 9, n - 9, large_told, &last);
    decoder_feed(&d, "\n\n", 2, large_told, &last);
    ok(last == 1 && d.too_large);
    decoder_begin(&d, &decoding_sse);
    ok(!d.too_large); /* beginning again forgets it */
    decoder_feed(&d, text + 9, n - 9, large_told, &last);
    decoder_feed(&d, "\n\n", 2, large_told, &last);
    ok(last == n - 9 - line);
    free(text);
    decoder_release(&d);
}

/* A line that is too large, whole within a piece. */
static void test_too_large_in_place(void)
{
    const size_t n = DECODER_MAX + 3;
    struct decoder d = {0};
    char *text = malloc(n);
    size_t last = 0;

    memset(text, 'x', n);
    memcpy(text, "data:", 5);
    memcpy(text + n - 2, "\n\n", 2);
    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, text, n, large_told, &last);
    ok(last == 0 && d.too_large);
    memcpy(text + n - 3, "\n\n", 2);
    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, text, n - 1, large_told, &last);
    ok(last == DECODER_MAX - 5 && !d.too_large);
    free(text);
    decoder_release(&d);
}

int main(void)
{
    struct cuts c = cuts_begin(&decoding_sse);

    cuts_all(&c, rules, sizeof rules / sizeof *rules);
    cuts_all(&c, errors, sizeof errors / sizeof *errors);
    cuts_all(&c, services, sizeof services / sizeof *services);
    test_nul(&c);
    test_random_streams(&c);
    test_stop(&c);
    test_in_place();
    test_large();
    test_large_at_once();
    test_too_large_in_place();
    cuts_end(&c);
    return tap_done();
}
