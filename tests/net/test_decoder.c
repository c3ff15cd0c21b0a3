#include "net/decoder.h"

#include "tests/net/cuts.h"
#include "tests/tap.h"

struct sniff_case {
    const char *type, *bytes;
    const struct decoding *expect;
};

/* T30. */
static const struct sniff_case sniffs[] = {
    {"text/event-stream",                   "data: {}",                &decoding_sse   },
    {"text/event-stream; charset=utf-8",    ": ping",                  &decoding_sse   },
    {"text/event-stream",                   "event: x",                &decoding_sse   },
    {"text/event-stream",                   "{\"error\":\"gateway\"}", &decoding_whole },
    {"text/event-stream",                   "\n\n[",                   &decoding_whole },
    {"text/event-stream",
     "\xEF\xBB\xBF"
     "data: {}",                                                       &decoding_sse   },
    {"application/json",                    "data: {}",                &decoding_sse   },
    {"application/json",                    "\n\ndata: {}",            &decoding_sse   },
    {"application/json",                    "{\"choices\":[]}",        &decoding_whole },
    {"application/json",                    "\r\n \t[1]",              &decoding_whole },
    {"text/plain",                          "d",                       &decoding_sse   },
    {"text/plain",                          "{",                       &decoding_whole },
    {NULL,                                  "data",                    &decoding_sse   },
    {NULL,                                  "{",                       &decoding_whole },
    {"",                                    ":",                       &decoding_sse   },
    {"application/x-ndjson",                "{\"done\":false}\n",      &decoding_ndjson},
    {"Application/X-NDJSON; charset=utf-8", "\n{",                     &decoding_ndjson},
    {"application/jsonl",                   "[",                       &decoding_ndjson},
    {"application/jsonlines",               "{",                       &decoding_ndjson},
    {"application/x-ndjson",                "data: {}",                &decoding_sse   },
    {"text/event-stream",                   "",                        NULL            },
    {"application/json",                    "\n\n \r\t",               NULL            },
    {NULL,                                  "",                        NULL            },
};

/* Neither text ends in '\0', nor may anything behind it be read. */
static void test_sniff(void)
{
    struct guard types = guard_new(), bodies = guard_new();
    int wrong = 0;

    for (size_t i = 0; i < sizeof sniffs / sizeof *sniffs; i++) {
        const struct sniff_case *s = &sniffs[i];
        size_t len = s->type ? strlen(s->type) : 0, n = strlen(s->bytes);
        const char *type = s->type ? guard_put(&types, s->type, len) : NULL;

        if (decoding_sniff(type, len, guard_put(&bodies, s->bytes, n), n) != s->expect) {
            note("%s with %s", s->type ? s->type : "no type", s->bytes);
            wrong++;
        }
    }
    ok(wrong == 0);
    guard_free(&types);
    guard_free(&bodies);
}

/* A decoder is used for stream after stream: nothing of the one before may be left. */
static void test_begin_again(void)
{
    struct transcript t = {0};
    struct decoder d = {0};

    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, ": n\nevent: a\ndata: b\nda\r", 25, cuts_write, &t);
    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, "\ndata: c\n\n", 10, cuts_write, &t);
    decoder_begin(&d, &decoding_whole);
    decoder_feed(&d, "{", 1, cuts_write, &t);
    decoder_begin(&d, &decoding_ndjson);
    decoder_feed(&d, "}", 1, cuts_write, &t);
    decoder_end(&d, cuts_write, &t);
    ok(t.text.data && !strcmp(t.text.data, "<c>\n<}>\n"));
    buf_release(&t.text);
    decoder_release(&d);
}

static void test_feed_nothing(void)
{
    struct transcript t = {0};
    struct decoder d = {0};

    decoder_begin(&d, &decoding_sse);
    decoder_feed(&d, NULL, 0, cuts_write, &t);
    decoder_feed(&d, "data: a\r", 8, cuts_write, &t);
    decoder_feed(&d, NULL, 0, cuts_write, &t);
    decoder_feed(&d, "\n\n", 2, cuts_write, &t);
    decoder_end(&d, cuts_write, &t);
    ok(t.text.data && !strcmp(t.text.data, "<a>\n"));
    buf_release(&t.text);
    decoder_release(&d);
    decoder_release(&d); /* twice is fine */
}

int main(void)
{
    test_sniff();
    test_begin_again();
    test_feed_nothing();
    return tap_done();
}
