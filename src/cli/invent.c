#include "cli/invent.h"

#include "base/buf.h"
#include "base/json.h"
#include "net/http.h"

#define WORDS "(an invented reply, since nothing is sent)"

enum { VECTOR = 8 };

static int count_items(struct json *j)
{
    int n = 0;

    if (json_peek(j) != JSON_ARRAY) {
        json_skip(j);
        return 1;
    }
    for (json_value(j); json_item(j); n++)
        json_skip(j);
    return n;
}

/* How many texts the request wants something of: its "input" or its "documents". */
static int count_texts(const struct http_request *r)
{
    struct json j;
    int n = 1;

    json_begin(&j, r->body ? r->body : "", r->body_len);
    if (json_value(&j) != JSON_OBJECT)
        return 1;
    while (json_key(&j)) {
        if (json_is(&j, "input") || json_is(&j, "documents"))
            n = count_items(&j);
        else
            json_skip(&j);
    }
    return n;
}

static void put_vectors(struct json_writer *w, int n)
{
    json_put_key(w, "data");
    json_open(w, '[');
    for (int i = 0; i < n; i++) {
        json_open(w, '{');
        json_put_key(w, "index");
        json_put_int(w, i);
        json_put_key(w, "embedding");
        json_open(w, '[');
        for (int k = 0; k < VECTOR; k++)
            json_put_number(w, k == i % VECTOR ? 1 : 0.1);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_scores(struct json_writer *w, int n)
{
    json_put_key(w, "results");
    json_open(w, '[');
    for (int i = 0; i < n; i++) {
        json_open(w, '{');
        json_put_key(w, "index");
        json_put_int(w, i);
        json_put_key(w, "relevance_score");
        json_put_number(w, 1.0 / (i + 1));
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_answer(struct json_writer *w)
{
    json_put_key(w, "choices");
    json_open(w, '[');
    json_open(w, '{');
    json_put_key(w, "message");
    json_open(w, '{');
    json_put_key(w, "content");
    json_put_string(w, WORDS);
    json_close(w, '}');
    json_put_key(w, "text");
    json_put_string(w, WORDS);
    json_put_key(w, "finish_reason");
    json_put_string(w, "stop");
    json_close(w, '}');
    json_close(w, ']');
}

static void put_usage(struct json_writer *w)
{
    json_put_key(w, "usage");
    json_open(w, '{');
    json_put_key(w, "prompt_tokens");
    json_put_int(w, 1);
    json_put_key(w, "completion_tokens");
    json_put_int(w, 1);
    json_close(w, '}');
}

void invent_reply(const struct http_request *r, struct buf *out)
{
    struct json_writer w = {.out = out};
    int n = count_texts(r);

    json_open(&w, '{');
    put_answer(&w);
    put_usage(&w);
    put_vectors(&w, n);
    put_scores(&w, n);
    json_close(&w, '}');
}
