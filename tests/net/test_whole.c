#include "tests/net/cuts.h"
#include "tests/net/large.h"

static const struct cuts_case cases[] = {
    {"nothing is no event",                  "",                           ""                       },
    {"nor is white space",                   " \r\n\t\n",                  ""                       },
    {"a body",                               "{\"choices\":[]}",           "<{\"choices\":[]}>\n"   },
    {"DeepSeek's blank lines before a body", "\n\n\n\n{\"choices\":[]}\n",
     "<{\"choices\":[]}\\n>\n"                                                                      },
    {"lines within it",                      "[{},\r\n\n{}]",              "<[{},\\r\\n\\n{}]>\n"   },
    {"text that is not JSON",                "upstream is gone\n",         "<upstream is gone\\n>\n"},
    {"a page from a proxy",                  "<html>502</html>",           "<<html>502</html>>\n"   },
};

static size_t feed_large(struct decoder *d, size_t total)
{
    size_t last = 0;

    decoder_begin(d, &decoding_whole);
    large_feed(d, total, 1 << 20, &last);
    decoder_end(d, large_told, &last);
    return last;
}

int main(void)
{
    struct cuts c = cuts_begin(&decoding_whole);
    struct decoder d = {0};

    cuts_all(&c, cases, sizeof cases / sizeof *cases);
    cuts_check(&c, "NUL bytes survive", "\0a\0", 3, "<\\0a\\0>\n");
    ok(feed_large(&d, DECODER_MAX) == DECODER_MAX && !d.too_large);
    ok(feed_large(&d, DECODER_MAX + 1) == 0 && d.too_large);
    decoder_release(&d);
    cuts_end(&c);
    return tap_done();
}
