#include "tests/net/cuts.h"
#include "tests/net/large.h"

#define LINE_1 \
    "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"So\"},\"done\":false}"
#define LINE_2 "{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"eval_count\":1}"

static const struct cuts_case cases[] = {
    {"nothing",                  "",                                         ""                            },
    {"a line",                   "{}\n",                                     "<{}>\n"                      },
    {"Ollama's stream",          LINE_1 "\n" LINE_2 "\n",                    "<" LINE_1 ">\n<" LINE_2 ">\n"},
    {"without the last newline", LINE_1 "\n" LINE_2,                         "<" LINE_1 ">\n<" LINE_2 ">\n"},
    {"a bare error line",        LINE_1 "\n{\"error\":\"out of memory\"}\n",
     "<" LINE_1 ">\n<{\"error\":\"out of memory\"}>\n"                                                     },
    {"blank lines",              "\n\n{}\n\n \t\n\r\n{\"a\":1}\n\n",         "<{}>\n<{\"a\":1}>\n"         },
    {"CRLF",                     "{}\r\n{\"a\":1}\r\n",                      "<{}>\n<{\"a\":1}>\n"         },
    {"a lone CR ends no line",   "{\r}\n",                                   "<{\\r}>\n"                   },
    {"space around a line",      "  {} \t\r\n\t[1]",                         "<{}>\n<[1]>\n"               },
    {"only space at the end",    "{}\n  ",                                   "<{}>\n"                      },
    {"other line ends are none",
     "\"a\xE2\x80\xA8\xC2\x85"
     "b\"\n",                                                                "<\"a\xE2\x80\xA8\xC2\x85"
     "b\">\n"                                                                                 },
    {"cut short",                "{}\n{\"resp",                              "<{}>\n<{\"resp>\n"           },
};

static void test_nul(struct cuts *c)
{
    static const char text[] = "\"a\0b\"\n\0\n";

    cuts_check(c, "NUL bytes survive", text, sizeof text - 1, "<\"a\\0b\">\n<\\0>\n");
}

static void test_stop(struct cuts *c)
{
    c->stop_after = 2;
    cuts_check(c, "no more after the second", "1\n2\n3\n4", 7, "<1>\n<2>\n");
    c->stop_after = 0;
}

static size_t feed_large(struct decoder *d, size_t total)
{
    size_t last = 0;

    decoder_begin(d, &decoding_ndjson);
    large_feed(d, total, 1 << 20, &last);
    decoder_feed(d, "\n1\n", 3, large_told, &last);
    return last;
}

static void test_large(void)
{
    struct decoder d = {0};

    ok(feed_large(&d, DECODER_MAX) == 1 && !d.too_large);
    ok(feed_large(&d, DECODER_MAX + 1) == 0 && d.too_large);
    decoder_release(&d);
}

static void test_too_large_in_place(void)
{
    const size_t n = DECODER_MAX + 2;
    struct decoder d = {0};
    char *text = malloc(n);
    size_t last = 0;

    memset(text, 'x', n);
    text[n - 1] = '\n';
    decoder_begin(&d, &decoding_ndjson);
    decoder_feed(&d, text, n, large_told, &last);
    ok(last == 0 && d.too_large);
    decoder_begin(&d, &decoding_ndjson);
    decoder_feed(&d, text + 1, n - 1, large_told, &last);
    ok(last == DECODER_MAX && !d.too_large);
    free(text);
    decoder_release(&d);
}

int main(void)
{
    struct cuts c = cuts_begin(&decoding_ndjson);

    cuts_all(&c, cases, sizeof cases / sizeof *cases);
    test_nul(&c);
    test_stop(&c);
    test_large();
    test_too_large_in_place();
    cuts_end(&c);
    return tap_done();
}
