#include "sim/rank.h"

#include "base/error.h"
#include "base/mem.h"
#include "sim/ask.h"
#include "sim/prepared.h"
#include "sim/texts.h"
#include "sim/vector.h"

#include <inttypes.h>
#include <stdlib.h>

/* More than embeddings have: a reranker is there to be more exact than they are. */
enum { SIZE = 512 };

struct wish {
    struct part query, documents, top, model;
    bool tell; /* the documents themselves, too */
    const struct form *form;
};

struct score {
    size_t index;
    float score;
};

/* Services differ in what they call things and in what is around the list: a request is answered
 * in the words of the one whose field its documents come in. */
struct form {
    const char *documents, *score;
    bool nested; /* a document told of is an object with a text */
    void (*begin)(struct prepared *p, const struct wish *w, const char *model);
    void (*end)(struct prepared *p);
};

static void begin_cohere(struct prepared *p, const struct wish *w, const char *model);
static void end_cohere(struct prepared *p);
static void begin_nim(struct prepared *p, const struct wish *w, const char *model);
static void end_nim(struct prepared *p);

static const struct form forms[] = {
    {"documents", "relevance_score", true,  begin_cohere, end_cohere}, /* Jina's and vLLM's, too */
    {"texts",     "score",           false, NULL,         NULL      }, /* Hugging Face's TEI */
    {"passages",  "logit",           false, begin_nim,    end_nim   }, /* NVIDIA's NIM */
};

static const struct form *form_of(const struct json *key)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (json_is(key, forms[i].documents))
            return &forms[i];
    return NULL;
}

static struct part *field_of(struct wish *w, const struct json *key)
{
    const struct form *form = form_of(key);

    if (form)
        w->form = form;
    return form                    ? &w->documents
           : json_is(key, "query") ? &w->query
           : json_is(key, "top_n") ? &w->top
           : json_is(key, "model") ? &w->model
                                   : NULL;
}

static int read_wish(struct wish *w, const char *body, size_t len, struct error *err)
{
    struct json j;

    json_begin(&j, body, len);
    if (json_value(&j) != JSON_OBJECT)
        return error_set(err, "The body is no JSON object.");
    while (json_key(&j)) {
        bool tell = json_is(&j, "return_documents") || json_is(&j, "return_text");
        struct part *field = field_of(w, &j), value = part_take(&j);

        if (field && !part_is(value, "null"))
            *field = value;
        w->tell |= tell && part_is(value, "true");
    }
    if (json_over(&j))
        return 0;
    return error_set(err, "The body is not well-formed JSON (near byte %zu).",
                     (size_t)(j.at - body));
}

static int read_top(const struct wish *w, size_t count, size_t *top, struct error *err)
{
    struct json j;
    double n = 0;

    *top = count;
    if (!w->top.text)
        return 0;
    json_begin(&j, w->top.text, w->top.len);
    if (json_value(&j) == JSON_NUMBER)
        n = json_number(&j);
    if (!(n >= 1 && n <= 1e9 && n == (double)(long)n))
        return error_set(err, "The field top_n must be a whole number from 1.");
    if (n < (double)count)
        *top = (size_t)n;
    return 0;
}

/* Equal ones stay in the order in which they were given. */
static int by_score(const void *a, const void *b)
{
    const struct score *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* From 0 to 1, as rerankers have it. */
static struct score *score_all(const struct texts *query, const struct texts *documents)
{
    struct score *scores = mem_new(documents->count * sizeof *scores);
    struct part text = texts_get(query, 0);
    float wanted[SIZE], v[SIZE];

    vector_of_text(wanted, SIZE, text.text, text.len);
    for (size_t i = 0; i < documents->count; i++) {
        float near;

        text = texts_get(documents, i);
        vector_of_text(v, SIZE, text.text, text.len);
        near = vector_cosine(wanted, v, SIZE);
        scores[i] = (struct score){i, near < 0 ? 0 : near > 1 ? 1 : near};
    }
    qsort(scores, documents->count, sizeof *scores, by_score);
    return scores;
}

static void put_document(struct json_writer *w, const struct form *f, struct part text)
{
    if (f->nested) {
        json_put_key(w, "document");
        json_open(w, '{');
    }
    json_put_key(w, "text");
    json_put_text(w, text.text, text.len);
    if (f->nested)
        json_close(w, '}');
}

static void put_results(struct buf *out, const struct wish *wish, const struct texts *documents,
                        const struct score *scores, size_t top)
{
    struct json_writer w = {.out = out};

    json_open(&w, '[');
    for (size_t i = 0; i < top; i++) {
        json_open(&w, '{');
        json_put_key(&w, "index");
        json_put_int(&w, (int64_t)scores[i].index);
        json_put_key(&w, wish->form->score);
        json_put_number(&w, (double)(long)((double)scores[i].score * 1e6 + 0.5) / 1e6);
        if (wish->tell)
            put_document(&w, wish->form, texts_get(documents, scores[i].index));
        json_close(&w, '}');
    }
    json_close(&w, ']');
}

static void begin_cohere(struct prepared *p, const struct wish *w, const char *model)
{
    struct buf *out = &p->body;

    buf_addf(out, "{\"id\":\"rerank-%016" PRIx64 "\",\"model\":", p->hash);
    if (w->model.len <= 256 && part_is_text(w->model))
        buf_add(out, w->model.text, w->model.len);
    else
        buf_put(out, model);
    buf_put(out, ",\"results\":");
}

static void end_cohere(struct prepared *p)
{
    struct buf *out = &p->body;

    buf_addf(out, ",\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u}", p->prompt_tokens,
             p->prompt_tokens);
    buf_put(
        out,
        ",\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":{\"search_units\":1}}}");
}

static void begin_nim(struct prepared *p, const struct wish *w, const char *model)
{
    (void)w, (void)model;
    buf_put(&p->body, "{\"rankings\":");
}

static void end_nim(struct prepared *p)
{
    buf_addf(&p->body, ",\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u}}", p->prompt_tokens,
             p->prompt_tokens);
}

static void put_answer(struct prepared *p, const struct wish *w, const struct texts *documents,
                       const struct score *scores, size_t top, const char *model)
{
    if (w->form->begin)
        w->form->begin(p, w, model);
    put_results(&p->body, w, documents, scores, top);
    if (w->form->end)
        w->form->end(p);
}

/* NIM's is an object with a text. */
static struct part query_of(struct part query)
{
    struct part text = query;
    struct json j;

    json_begin(&j, query.text, query.len);
    if (query.text && json_value(&j) == JSON_OBJECT)
        PART_GATHER(&j, {"text", &text});
    return text;
}

static int answer(struct prepared *p, const struct wish *w, struct texts *query,
                  struct texts *documents, const char *model, struct error *err)
{
    struct part text = query_of(w->query);
    struct score *scores;
    size_t top;

    if (!part_is_text(text))
        return error_set(err, "The field query is required: a text.");
    if (texts_read_input(query, text, "query", err) ||
        texts_read_documents(documents, w->documents, err) ||
        read_top(w, documents->count, &top, err))
        return -1;
    p->prompt_tokens = ask_tokens(query->bytes.len + documents->bytes.len);
    scores = score_all(query, documents);
    put_answer(p, w, documents, scores, top, model);
    free(scores);
    return 0;
}

int rank_answer(struct prepared *p, const char *body, size_t len, const char *model,
                struct error *err)
{
    struct texts query = {0}, documents = {0};
    struct wish w = {.form = forms};
    int failed;

    *p = (struct prepared){.hash = ask_hash(body, len)};
    failed = read_wish(&w, body, len, err) || answer(p, &w, &query, &documents, model, err);
    texts_release(&query);
    texts_release(&documents);
    return failed ? -1 : 0;
}
