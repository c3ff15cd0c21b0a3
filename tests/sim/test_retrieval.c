/* Embeddings and rankings: every shape of request, and a sentence for those that are none. */

#include "base/error.h"
#include "sim/ask.h"
#include "sim/embed.h"
#include "sim/packed.h"
#include "sim/prepared.h"
#include "sim/rank.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct prepared p;
static struct error err;

static bool embed(const char *body)
{
    buf_release(&p.body);
    return embed_answer(&p, body, strlen(body), 4, "\"sim\"", &err) == 0;
}

static bool rank(const char *body)
{
    buf_release(&p.body);
    return rank_answer(&p, body, strlen(body), "\"sim\"", &err) == 0;
}

static bool well_formed(void)
{
    struct json j;

    json_begin(&j, p.body.data, p.body.len);
    json_skip(&j);
    return json_over(&j);
}

static unsigned count(const char *what)
{
    unsigned n = 0;

    for (const char *at = p.body.data; (at = strstr(at, what)); at++)
        n++;
    return n;
}

/* Of the first number, by another reader of numbers. */
static double first_length(unsigned size)
{
    const char *at = strchr(strstr(p.body.data, "\"embedding\":"), '[');
    double sum = 0;

    for (unsigned i = 0; i < size; i++) {
        char *end;
        double n = strtod(at + 1, &end);

        sum += n * n;
        at = end;
    }
    return *at == ']' ? sum : -1;
}

static void test_inputs(void)
{
    ok(embed("{\"input\":\"one text\"}") && well_formed() && count("\"embedding\":[") == 1);
    ok(first_length(4) > 0.9999 && first_length(4) < 1.0001);
    ok(count("\"model\":\"sim\"") == 1 && p.prompt_tokens == 2);
    ok(embed("{\"model\":\"e\",\"input\":[\"a\",\"b\",\"c\"],\"encoding_format\":\"float\"}"));
    ok(well_formed() && count("\"embedding\":[") == 3 && count("\"model\":\"e\"") == 1);
    ok(count("\"index\":2,") == 1);
    ok(embed("{\"input\":[1,2,3]}") && count("\"embedding\":[") == 1);
    ok(embed("{\"input\":[[1,2],[3]]}") && count("\"embedding\":[") == 2);
    ok(embed("{\"input\":\"a\",\"dimensions\":100}") && first_length(100) > 0.999);
    ok(embed("{\"input\":\"a\",\"dimensions\":null,\"model\":{}}") && well_formed());
}

static bool packs(const float *v, unsigned size, const char *expect)
{
    struct buf out = {0};
    bool good;

    packed_put(&out, v, size);
    good = out.len == strlen(expect) && (!out.len || !memcmp(out.data, expect, out.len));
    buf_release(&out);
    return good;
}

static void test_packed(void)
{
    static const float v[] = {1, -2, 0.5f};

    ok(packs(v, 0, ""));
    ok(packs(v, 1, "AACAPw=="));
    ok(packs(v, 2, "AACAPwAAAMA="));
    ok(packs(v, 3, "AACAPwAAAMAAAAA/"));
    ok(embed("{\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}") && well_formed());
    ok(count("\"embedding\":\"") == 2);
}

static void test_no_inputs(void)
{
    ok(!embed("") && !embed("[]") && !embed("{}") && strstr(err.text, "input"));
    ok(!embed("{\"input\":[]}") && strstr(err.text, "empty list"));
    ok(!embed("{\"input\":\"\"}") && strstr(err.text, "empty text"));
    ok(!embed("{\"input\":[\"a\",\"\"]}") && strstr(err.text, "empty text"));
    ok(!embed("{\"input\":{}}") && !embed("{\"input\":[\"a\",7]}") &&
       !embed("{\"input\":[1,\"a\"]}"));
    ok(!embed("{\"input\":\"a\"") && strstr(err.text, "well-formed"));
    ok(!embed("{\"input\":\"a\",\"dimensions\":0}") && strstr(err.text, "dimensions"));
    ok(!embed("{\"input\":\"a\",\"dimensions\":1.5}") &&
       !embed("{\"input\":\"a\",\"dimensions\":1e9}"));
    ok(!embed("{\"input\":\"a\",\"encoding_format\":\"hex\"}") && strstr(err.text, "base64"));
}

static void test_rankings(void)
{
    const char *first;

    ok(rank(
        "{\"query\":\"stone river\",\"documents\":[\"garden\",\"stone\",\"the river of stone\"]}"));
    first = strstr(p.body.data, "\"results\":[{\"index\":2,");
    ok(well_formed() && first && strstr(first, "{\"index\":1,") < strstr(first, "{\"index\":0,"));
    ok(rank("{\"query\":\"x\",\"documents\":[\"a\",\"a\",\"a\"],\"top_n\":2}"));
    ok(count("\"index\":") == 2 && strstr(p.body.data, "[{\"index\":0,"));
    ok(rank("{\"query\":\"x\",\"documents\":[\"a\"],\"top_n\":99}") && count("\"index\":") == 1);
    ok(rank("{\"query\":\"x\",\"documents\":[{\"id\":[1],\"text\":\"q\\\"q\"}],"
            "\"return_documents\":true}"));
    ok(well_formed() && strstr(p.body.data, "\"document\":{\"text\":\"q\\\"q\"}"));
    ok(rank("{\"query\":\"same text\",\"documents\":[\"same text\"]}"));
    ok(strstr(p.body.data, "\"relevance_score\":1}"));
}

/* In the words of the service whose field the documents come in. */
static void test_other_words(void)
{
    ok(rank("{\"query\":\"salt\",\"texts\":[\"the sea\",\"salt\"],\"return_text\":true}") &&
       well_formed());
    ok(strstr(p.body.data, "[{\"index\":1,\"score\":1,\"text\":\"salt\"},") == p.body.data);
    ok(rank("{\"query\":{\"text\":\"salt\"},\"passages\":[{\"text\":\"the "
            "sea\"},{\"text\":\"salt\"}]}"));
    ok(well_formed() && strstr(p.body.data, "{\"rankings\":[{\"index\":1,\"logit\":1},"));
    ok(!rank("{\"query\":{},\"passages\":[\"the sea\"]}") && strstr(err.text, "query"));
}

static void test_no_rankings(void)
{
    ok(!rank("{\"documents\":[\"a\"]}") && strstr(err.text, "query"));
    ok(!rank("{\"query\":[\"a\"],\"documents\":[\"a\"]}") && strstr(err.text, "query"));
    ok(!rank("{\"query\":\"a\"}") && strstr(err.text, "documents"));
    ok(!rank("{\"query\":\"a\",\"documents\":[]}") && strstr(err.text, "documents"));
    ok(!rank("{\"query\":\"a\",\"documents\":[{}]}") && strstr(err.text, "without a text"));
    ok(!rank("{\"query\":\"a\",\"documents\":[7]}"));
    ok(!rank("{\"query\":\"a\",\"documents\":[\"a\"],\"top_n\":0}") && strstr(err.text, "top_n"));
    ok(!rank("7") && !rank("{\"query\":"));
}

int main(void)
{
    test_inputs();
    test_packed();
    test_no_inputs();
    test_rankings();
    test_other_words();
    test_no_rankings();
    buf_release(&p.body);
    return tap_done();
}
