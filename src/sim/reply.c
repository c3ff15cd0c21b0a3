#include "sim/reply.h"

#include "base/mem.h"
#include "net/request.h"
#include "sim/answer.h"
#include "sim/ask.h"
#include "sim/conn.h"
#include "sim/manner.h"
#include "sim/prepared.h"
#include "sim/say.h"
#include "sim/service.h"
#include "sim/speech.h"
#include "sim/truth.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct reply {
    struct timer timer;
    struct conn *conn;
    struct speech speech;
    struct rng dice;
    struct manner manner;
    bool opened; /* the role is said */
    bool waits;  /* has fallen silent for a while */
    char *id;
    struct buf header;   /* what is left of it, when it comes slowly */
    struct buf prepared; /* the body, when there is nothing to be spoken */
    struct life life;
    nanos due, first_due;    /* the next tokens, the first ones */
    struct handing *moments; /* of each token; only for the journal */
    size_t moments_cap;
};

static void keep_truth(struct reply *r, bool complete)
{
    struct sim *s = r->conn->sim;
    struct truth_line line = {
        .id = r->id,
        .conn = r->conn->number,
        .life = &r->life,
        .tokens = r->moments,
        .count = r->speech.said,
        .fault = sim_given_name(r->manner.given),
        .complete = complete,
    };

    if (s->truth)
        truth_write(s->truth, &line);
    sim_flush_files(s);
}

/* Whoever is cut off by us has not left. */
static enum life_end how_it_ended(const struct reply *r, bool complete)
{
    const struct conn *c = r->conn;

    if (!complete)
        return c->reset || c->abrupt ? LIFE_ERROR : LIFE_ABORT;
    if (!r->life.status || r->life.status >= 400 || r->speech.said < r->speech.tokens)
        return LIFE_ERROR;
    return r->speech.length ? LIFE_LENGTH : LIFE_STOP;
}

static void end_life(struct reply *r, bool complete)
{
    struct life *l = &r->life;

    l->ended = clock_now();
    l->said = r->speech.said;
    l->end = how_it_ended(r, complete);
    tally_over(sim_tally(r->conn->sim, l), l);
}

static void count_speaking(struct sim *s, int change)
{
    s->speaking += (unsigned)change;
    tally_set(s->tally, TALLY_RUNNING, s->speaking);
}

void reply_has_status(struct reply *r, int status)
{
    r->life.status = status;
}

void reply_end(struct reply *r, bool complete)
{
    struct conn *c = r->conn;

    end_life(r, complete);
    count_speaking(c->sim, -1);
    keep_truth(r, complete);
    loop_timer_stop(c->sim->loop, &r->timer);
    c->reply = NULL;
    speech_release(&r->speech);
    buf_release(&r->header);
    buf_release(&r->prepared);
    free(r->moments);
    free(r->id);
    free(r);
}

static void begin_speaking(struct reply *r, nanos moment)
{
    struct life *l = &r->life;

    l->prefilled = l->first = l->last = moment;
    l->batch = r->conn->sim->speaking;
    tally_first(sim_tally(r->conn->sim, l), l);
}

/* An imaginary engine has its tokens when they are due, whether or not we are on time with them. */
static void count_tokens(struct reply *r, unsigned from)
{
    struct sim *s = r->conn->sim;
    unsigned said = r->speech.said;
    nanos moment = s->options.instant ? clock_now() : r->due;
    struct tally *t = sim_tally(s, &r->life);

    tally_add(t, TALLY_TOKENS, (uint64_t)(said - from) * r->speech.choices);
    if (said == from)
        return;
    if (!from)
        begin_speaking(r, s->options.instant ? moment : r->first_due);
    tally_gaps(t, moment - r->life.last, said - (from ? from : 1), r->speech.choices);
    r->life.last = moment;
}

/* All that is about to be written goes out at this moment. */
static void note_tokens(struct reply *r, unsigned from)
{
    struct sim *s = r->conn->sim;
    unsigned said = r->speech.said;
    nanos now;

    count_tokens(r, from);
    if (!s->truth || said == from)
        return;
    if (said > r->moments_cap) {
        r->moments_cap = said < r->speech.tokens / 2 ? said * 2 : r->speech.tokens;
        r->moments = mem_resize(r->moments, r->moments_cap * sizeof *r->moments);
    }
    now = clock_now();
    for (; from < said; from++)
        r->moments[from] = (struct handing){now, now};
}

static void note_taken(struct reply *r, unsigned from)
{
    nanos now;

    if (!r->conn->sim->truth)
        return;
    now = clock_now();
    for (; from < r->speech.said; from++)
        r->moments[from].until = now;
}

/* Tokens are due from the request on, not from each other: one that is late does not delay
 * the rest. */
static void wait_for_next(struct reply *r, unsigned tokens)
{
    struct sim *s = r->conn->sim;

    if (s->options.instant) {
        if (!r->conn->out.len)
            loop_timer(s->loop, &r->timer, clock_now());
        return;
    }
    while (tokens--)
        r->due += model_gap(&s->options.model, &r->dice);
    loop_timer(s->loop, &r->timer, r->due);
}

/* What follows comes later by as much. */
static void fall_silent(struct reply *r)
{
    r->waits = true;
    r->due = clock_now() + sim_given_argument(&r->manner.given, SIM_STALL, 0);
    loop_timer(r->conn->sim->loop, &r->timer, r->due);
}

static void act(struct reply *r, enum next next, unsigned tokens)
{
    struct conn *c = r->conn;

    switch (next) {
    case GO_ON: wait_for_next(r, tokens); break;
    case WAIT: fall_silent(r); break;
    case OVER: reply_end(r, true); break;
    case FALL_SILENT: c->mute = true; break;
    case CUT:
        conn_cut(c);
        reply_end(r, false);
        break;
    case RESET: conn_reset(c); break;
    }
}

static void open_stream(struct reply *r, struct buf *out)
{
    speech_role(&r->speech, out);
    r->opened = true;
}

/* `out` may have the header in it already. */
static void speak(struct reply *r, struct buf *out)
{
    struct sim *s = r->conn->sim;
    unsigned from = r->speech.said;
    enum next next;

    if (!r->opened)
        open_stream(r, out);
    do
        next = say(&r->manner, &r->speech, s->options.interval, out);
    while (next == GO_ON && s->options.instant && out->len < SIM_BATCH);
    note_tokens(r, from);
    r->conn->most = sim_given_write(&r->manner.given, from);
    conn_send(r->conn, out->data, out->len);
    note_taken(r, from);
    act(r, next, r->speech.said - from);
}

/* A reply that is not streamed: one object once the last token is there. */
static void speak_whole(struct reply *r)
{
    struct buf *out = &r->conn->sim->out, body = {0};
    enum sim_fault wrong = r->manner.placed;
    bool complete;

    if (wrong == SIM_ERROR)
        r->conn->dialect->error(&body, 500, "The simulated engine failed while speaking.");
    else if (r->prepared.len)
        buf_add(&body, r->prepared.data, r->prepared.len);
    else
        speech_whole(&r->speech, &body);
    if (wrong == SIM_BAD_JSON)
        body.len -= body.len / 4;
    buf_addf(&r->header, "content-length: %zu\r\n\r\n", body.len);
    buf_clear(out);
    buf_add(out, r->header.data, r->header.len);
    buf_add(out, body.data, body.len);
    note_tokens(r, 0);
    complete = answer_whole(r->conn, out, body.len, r->manner.given);
    if (!r->conn->mute)
        reply_end(r, complete);
    buf_release(&body);
}

/* The header's next line; the stream goes on when it has had its last. */
static void say_header_line(struct reply *r)
{
    char *end = memchr(r->header.data, '\n', r->header.len);
    size_t len = (size_t)(end - r->header.data) + 1;
    nanos next = clock_now() + sim_given_argument(&r->manner.given, SIM_SLOW_HEADER, 0);

    conn_send(r->conn, r->header.data, len);
    buf_drop(&r->header, len);
    if (!r->header.len && r->due > next)
        next = r->due;
    loop_timer(r->conn->sim->loop, &r->timer, next);
}

static void go_on(struct reply *r)
{
    struct buf *out = &r->conn->sim->out;

    buf_clear(out);
    if (!r->manner.stream)
        speak_whole(r);
    else if (r->header.len)
        say_header_line(r);
    else
        speak(r, out);
}

static void on_due(struct timer *t, nanos now)
{
    struct reply *r = container_of(t, struct reply, timer);
    struct conn *c = r->conn;

    (void)now;
    r->waits = false;
    go_on(r);
    if (!c->reply)
        conn_resume(c);
    conn_settle(c);
}

void reply_go_on(struct reply *r)
{
    if (r->conn->sim->options.instant && r->opened && !r->waits && !r->conn->mute)
        go_on(r);
}

/* A stream's header is sent at once, as real services do: the first byte is no token. Whoever
 * asks in HTTP/1.0 knows the stream's end by that of the connection. */
static void begin_stream(struct reply *r, const struct request *request)
{
    struct sim *s = r->conn->sim;
    struct buf *out = &s->out;

    buf_clear(out);
    r->speech.bare = request->old;
    r->conn->last |= request->old;
    answer_head(out, r->conn, request, 200, speech_type(&r->speech),
                request->old ? "cache-control: no-cache\r\n\r\n"
                             : "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n");
    if (sim_given_has(r->manner.given, SIM_SLOW_HEADER)) {
        buf_add(&r->header, out->data, out->len);
        say_header_line(r);
        return;
    }
    if (sim_given_has(r->manner.given, SIM_LATE_ROLE))
        open_stream(r, out);
    if (s->options.instant) {
        speak(r, out);
        return;
    }
    conn_send(r->conn, out->data, out->len);
    loop_timer(s->loop, &r->timer, r->due);
}

static void begin_whole(struct reply *r, const struct request *request)
{
    struct sim *s = r->conn->sim;

    answer_head(&r->header, r->conn, request, 200, "application/json", "");
    if (s->options.instant) {
        speak_whole(r);
        return;
    }
    wait_for_next(r, r->speech.tokens - (r->speech.tokens > 0));
}

/* When the first token comes. */
static void think(struct reply *r)
{
    struct sim *s = r->conn->sim;
    nanos arrived = r->life.arrived;

    if (!s->first_request)
        s->first_request = arrived;
    r->due = arrived + model_ttft(&s->options.model, &r->dice, arrived - s->first_request);
    r->first_due = r->due;
}

/* What befalls a request depends on its id where it has one, so that neither the order of
 * arrival nor the number of threads matters; else on its number. The text depends on what was
 * asked alone. */
static void throw_dice(struct reply *r, uint64_t hash)
{
    struct sim *s = r->conn->sim;
    uint64_t number = tally_read(&s->tally->counts[TALLY_REQUESTS]),
             stream = number * s->options.threads + s->options.index;

    if (r->id) {
        stream = hash;
        for (const char *at = r->id; *at; at++)
            stream = (stream ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
    }
    rng_seed(&r->dice, s->options.seed, stream);
    r->manner.given = sim_draw(s, &r->dice);
}

static struct reply *new_reply(struct conn *c, const struct request *request, uint64_t hash)
{
    struct reply *r = mem_new(sizeof *r);
    size_t len;
    const char *id = request_header(request, "x-request-id", &len);

    r->conn = c;
    r->timer.fire = on_due;
    r->life.arrived = c->received;
    r->id = id ? mem_copy(id, len) : NULL;
    throw_dice(r, hash);
    c->reply = r;
    count_speaking(c->sim, 1);
    return r;
}

static bool refused(struct reply *r, const struct request *request)
{
    if (!answer_refusal(r->conn, request, r->manner.given))
        return false;
    reply_end(r, true);
    return true;
}

static void begin(struct reply *r, const struct request *request)
{
    struct life *l = &r->life;

    l->scheduled = l->arrived;
    tally_scheduled(sim_tally(r->conn->sim, l), l, r->conn->sim->options.cache);
    r->conn->most = sim_given_write(&r->manner.given, 0);
    think(r);
    if (r->manner.stream)
        begin_stream(r, request);
    else
        begin_whole(r, request);
}

void reply_begin(struct conn *c, const struct request *request, const struct ask *a)
{
    struct reply *r = new_reply(c, request, a->hash);
    const struct sim *s = c->sim;
    bool named = a->model && a->model_len <= 256;

    speech_init(&r->speech, a, rng_next(&r->dice), clock_wall() / NANOS_PER_SECOND,
                named ? a->model : s->model.data + 1, named ? a->model_len : s->model.len - 2);
    r->speech.caches = s->options.cache != NULL;
    r->life.prompt = a->prompt_tokens;
    r->life.cached = a->cached_tokens;
    r->life.asked = a->max_tokens;
    r->life.choices = r->speech.choices;
    if (refused(r, request))
        return;
    manner_choose(&r->manner, &r->speech, r->manner.given, &s->options, a, request, &r->dice);
    begin(r, request);
}

void reply_begin_prepared(struct conn *c, const struct request *request, struct prepared *p)
{
    struct reply *r = new_reply(c, request, p->hash);

    r->life.prompt = r->speech.prompt_tokens = p->prompt_tokens;
    r->prepared = p->body;
    p->body = (struct buf){0};
    if (refused(r, request))
        return;
    manner_whole(&r->manner, r->manner.given);
    begin(r, request);
}
