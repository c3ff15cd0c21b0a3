#include "sim/about.h"

#include "base/clock.h"
#include "net/request.h"
#include "sim/answer.h"
#include "sim/conn.h"
#include "sim/dialect.h"
#include "sim/service.h"

#include <inttypes.h>

static void tell(struct conn *c, const struct request *r, struct buf *body)
{
    answer(c, r, 200, "application/json", body->data, body->len);
    buf_release(body);
}

/* As vLLM has it, with the length. */
static void put_openai(struct buf *out, const char *model, unsigned longest)
{
    buf_addf(out,
             "{\"object\":\"list\",\"data\":[{\"id\":%s,\"object\":\"model\",\"created\":%" PRId64
             ",\"owned_by\":\"stoke\",\"max_model_len\":%u}]}",
             model, clock_wall() / NANOS_PER_SECOND, longest);
}

static void put_anthropic(struct buf *out, const char *model)
{
    buf_addf(out,
             "{\"data\":[{\"type\":\"model\",\"id\":%s,\"display_name\":%s,\"created_at\":"
             "\"2026-01-01T00:00:00Z\"}],\"has_more\":false,\"first_id\":%s,\"last_id\":%s}",
             model, model, model, model);
}

static void put_gemini(struct buf *out, const char *model, unsigned longest)
{
    buf_addf(out,
             "{\"models\":[{\"name\":\"models/%s,\"displayName\":%s,\"version\":\"1\","
             "\"inputTokenLimit\":%u,\"outputTokenLimit\":%u,\"supportedGenerationMethods\":["
             "\"generateContent\",\"streamGenerateContent\",\"countTokens\"]}]}",
             model + 1, model, longest, longest);
}

void about_models(struct conn *c, const struct request *r)
{
    struct buf body = {0};
    size_t len;

    if (request_header(r, "anthropic-version", &len))
        put_anthropic(&body, c->sim->model.data);
    else if (request_header(r, "x-goog-api-key", &len))
        put_gemini(&body, c->sim->model.data, sim_longest(c->sim));
    else
        put_openai(&body, c->sim->model.data, sim_longest(c->sim));
    tell(c, r, &body);
}

void about_gemini(struct conn *c, const struct request *r)
{
    struct buf body = {0};

    put_gemini(&body, c->sim->model.data, sim_longest(c->sim));
    tell(c, r, &body);
}

void about_ollama_tags(struct conn *c, const struct request *r)
{
    const char *model = c->sim->model.data;
    struct buf body = {0};

    buf_addf(&body,
             "{\"models\":[{\"name\":%s,\"model\":%s,\"modified_at\":\"2026-01-01T00:00:00Z\","
             "\"size\":0,\"digest\":\"\",\"details\":{\"format\":\"sim\",\"family\":\"sim\"}}]}",
             model, model);
    tell(c, r, &body);
}

void about_ollama_show(struct conn *c, const struct request *r)
{
    struct buf body = {0};

    buf_addf(&body,
             "{\"details\":{\"format\":\"sim\",\"family\":\"sim\"},\"model_info\":{"
             "\"general.architecture\":\"sim\",\"sim.context_length\":%u},"
             "\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}",
             sim_longest(c->sim));
    tell(c, r, &body);
}

void about_ollama_version(struct conn *c, const struct request *r)
{
    struct buf body = {0};

    buf_put(&body, "{\"version\":\"0.0.0-sim\"}");
    tell(c, r, &body);
}

void about_tgi(struct conn *c, const struct request *r)
{
    unsigned longest = sim_longest(c->sim);
    struct buf body = {0};

    buf_addf(&body,
             "{\"model_id\":%s,\"max_input_tokens\":%u,\"max_total_tokens\":%u,"
             "\"max_concurrent_requests\":%d,\"version\":\"0.0.0-sim\"}",
             c->sim->model.data, longest - 1, longest, 1 << 20);
    tell(c, r, &body);
}

void about_llamacpp(struct conn *c, const struct request *r)
{
    struct buf body = {0};

    buf_addf(&body,
             "{\"default_generation_settings\":{\"n_ctx\":%u},\"total_slots\":1,"
             "\"model_path\":%s,\"build_info\":\"sim\"}",
             sim_longest(c->sim), c->sim->model.data);
    tell(c, r, &body);
}
