#include "sim/reply.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/request.h"
#include "sim/answer.h"
#include "sim/ask.h"
#include "sim/conn.h"
#include "sim/extra.h"
#include "sim/header.h"
#include "sim/manner.h"
#include "sim/prefix.h"
#include "sim/prepared.h"
#include "sim/refusal.h"
#include "sim/say.h"
#include "sim/service.h"
#include "sim/speech.h"
#include "sim/truth.h"
#include "sim/wire.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char queue_is_full[] = "The queue of the simulated engine is full.";

struct reply {
    struct timer timer;
    struct conn *conn;
    struct speech speech;
    struct rng dice;
    struct manner manner;
    bool opened; /* the role is said */
    bool waits;  /* has fallen silent for a while */
    bool late;   /* its header goes out with the first token */
    struct wire wire;
    char *id;
    struct buf header;   /* what is left of it, when it comes slowly */
    struct buf prepared; /* the body, when there is nothing to be spoken */
    struct life life;
    struct job job; /* with an engine; its keys are ours */
    uint64_t *keys;
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
    if (!s->fleet)
        tally_set(s->tally, TALLY_RUNNING, s->speaking);
}

/* What its engine did with it. Moments are rounded, but nobody is served before they came. */
static void learn(struct reply *r)
{
    const struct sim *s = r->conn->sim;
    const struct seq *q = &r->job.seq;
    struct life *l = &r->life;
    bool news = q->scheduled && !l->scheduled;

    l->engine = r->job.engine;
    l->cached = r->speech.cached_tokens = q->cached;
    l->preemptions = q->preempted;
    l->batch = q->batch;
    r->first_due = fleet_moment(s->fleet, q->first);
    r->due = fleet_moment(s->fleet, q->last);
    if (!news)
        return;
    l->scheduled = fleet_moment(s->fleet, q->scheduled);
    if (l->scheduled < l->arrived)
        l->scheduled = l->arrived;
    tally_scheduled(sim_tally(s, l), l, s->options.remembers);
}

static void leave(struct reply *r)
{
    learn(r);
    fleet_abort(r->conn->sim->fleet, &r->job);
}

void reply_has_status(struct reply *r, int status)
{
    r->life.status = status;
}

void reply_end(struct reply *r, bool complete)
{
    struct conn *c = r->conn;

    if (c->sim->fleet)
        leave(r);
    end_life(r, complete);
    count_speaking(c->sim, -1);
    keep_truth(r, complete);
    loop_timer_stop(c->sim->loop, &r->timer);
    c->reply = NULL;
    speech_release(&r->speech);
    buf_release(&r->header);
    buf_release(&r->prepared);
    free(r->moments);
    free(r->keys);
    free(r->id);
    free(r);
}

static void begin_speaking(struct reply *r, nanos moment)
{
    struct life *l = &r->life;

    l->prefilled = l->first = l->last = moment;
    if (!r->conn->sim->fleet)
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
 * the rest. An engine tells when it has more. */
static void wait_for_next(struct reply *r, unsigned tokens)
{
    struct sim *s = r->conn->sim;

    if (s->fleet)
        return;
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

/* Before something is said of it. */
static void tell_time(struct reply *r)
{
    struct speech *s = &r->speech;
    nanos waited = r->first_due - r->life.arrived;

    if (!s->dialect || !s->dialect->timed)
        return;
    s->took = clock_now() - r->life.arrived;
    s->waited = waited >= 0 && waited < s->took ? waited : s->took;
}

static void open_stream(struct reply *r, struct buf *out)
{
    extra_first(&r->manner.given, &r->speech, out);
    speech_role(&r->speech, out);
    r->opened = true;
}

/* Tokens that may be said now. */
static unsigned ready(const struct reply *r)
{
    const struct sim *s = r->conn->sim;

    return s->fleet ? r->job.seq.said - r->speech.said : s->options.interval;
}

static void to_conn(void *to, const char *bytes, size_t n)
{
    conn_send(to, bytes, n);
}

static void send_said(struct reply *r, const struct buf *said)
{
    if (r->wire.odd)
        wire_send(&r->wire, said, &(struct wire_out){to_conn, r->conn});
    else
        conn_send(r->conn, said->data, said->len);
}

/* How many events go out in one write. */
static unsigned bunch(const struct reply *r)
{
    const struct sim_given *g = &r->manner.given;
    bool bunched = sim_given_yet(g, SIM_BUNCH, r->speech.said);

    return bunched ? (unsigned)sim_given_argument(g, SIM_BUNCH, 1) : 1;
}

/* Tokens of the next event: all of an engine's step, unless events go out in bunches. */
static unsigned at_once(const struct reply *r)
{
    const struct sim *s = r->conn->sim;
    unsigned n = ready(r), interval = s->options.interval;

    return bunch(r) > 1 && n > interval ? interval : n;
}

static bool more_to_say(const struct reply *r, const struct buf *out, unsigned events_left)
{
    const struct sim *s = r->conn->sim;

    if (s->fleet)
        return ready(r) > 0;
    return s->options.instant ? out->len < SIM_BATCH : events_left > 0;
}

/* `out` may have the header in it already, if the bytes go out as they are. */
static void speak(struct reply *r, struct buf *out)
{
    unsigned from = r->speech.said, events = bunch(r);
    enum next next;

    tell_time(r);
    if (!r->opened)
        open_stream(r, out);
    do
        next = say(&r->manner, &r->speech, at_once(r), out);
    while (next == GO_ON && more_to_say(r, out, --events));
    note_tokens(r, from);
    r->conn->most = sim_given_write(&r->manner.given, from);
    send_said(r, out);
    note_taken(r, from);
    act(r, next, r->speech.said - from);
}

/* A reply that is not streamed: one object once the last token is there. */
static void speak_whole(struct reply *r)
{
    struct buf *out = &r->conn->sim->out, body = {0};
    enum sim_fault wrong = r->manner.placed;
    bool complete;

    tell_time(r);
    if (wrong == SIM_ERROR)
        r->conn->dialect->error(&body, 500, "The simulated engine failed while speaking.");
    else if (r->prepared.len)
        buf_add(&body, r->prepared.data, r->prepared.len);
    else
        speech_whole(&r->speech, &body);
    if (wrong == SIM_BAD_JSON)
        body.len -= body.len / 4;
    wire_whole(&r->wire, &body);
    header_length(&r->header, &r->wire, body.len);
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

static void speak_after_header(struct reply *r, struct buf *out)
{
    conn_send(r->conn, r->header.data, r->header.len);
    buf_release(&r->header);
    r->late = false;
    speak(r, out);
}

/* An engine may not have come to anything yet. */
static bool has_something(const struct reply *r)
{
    return !r->conn->sim->fleet || r->job.seq.ended || (r->manner.stream && ready(r));
}

static void go_on(struct reply *r)
{
    struct buf *out = &r->conn->sim->out;

    buf_clear(out);
    if (r->manner.stream && r->header.len && !r->late)
        say_header_line(r);
    else if (!has_something(r))
        return;
    else if (r->late)
        speak_after_header(r, out);
    else if (r->manner.stream)
        speak(r, out);
    else
        speak_whole(r);
}

/* Few tokens are kept until they are `interval`, but not the first one. */
static bool is_worth_it(const struct reply *r)
{
    const struct seq *s = &r->job.seq;

    return s->ended || !r->speech.said || ready(r) >= r->conn->sim->options.interval * bunch(r);
}

/* Whoever is silent, or still has its header to say, goes on by its timer. */
static void on_step(struct job *j)
{
    struct reply *r = container_of(j, struct reply, job);
    struct conn *c = r->conn;

    learn(r);
    if (c->mute || r->timer.slot || !is_worth_it(r))
        return;
    go_on(r);
    if (!c->reply)
        conn_resume(c);
    conn_settle(c);
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

/* When whoever is to be silent first may say something. */
static nanos silent_until(const struct reply *r)
{
    nanos silence = sim_given_argument(&r->manner.given, SIM_HANG, 0);

    return r->conn->sim->options.instant || r->conn->sim->fleet ? r->life.arrived + silence
                                                                : r->due;
}

static void put_stream_head(struct reply *r, const struct request *request, struct buf *out)
{
    buf_clear(out);
    header_stream(out, r->conn, request, &r->wire, speech_type(&r->speech));
}

/* The header as it is, the rest through the wire. */
static void send_odd_head(struct reply *r, struct buf *out)
{
    if (!r->wire.odd)
        return;
    conn_send(r->conn, out->data, out->len);
    buf_clear(out);
}

/* A stream's header is sent at once, as real services do: the first byte is no token. */
static void open_at_once(struct reply *r, struct buf *out)
{
    struct sim *s = r->conn->sim;

    send_odd_head(r, out);
    if (sim_given_has(r->manner.given, SIM_LATE_ROLE))
        open_stream(r, out);
    if (s->options.instant) {
        speak(r, out);
        return;
    }
    send_said(r, out);
    if (!s->fleet)
        loop_timer(s->loop, &r->timer, r->due);
}

static void begin_stream(struct reply *r, const struct request *request)
{
    const struct sim_given *g = &r->manner.given;
    struct sim *s = r->conn->sim;
    struct buf *out = &s->out;

    put_stream_head(r, request, out);
    r->late = g->by[SIM_LATE_HEADER] || g->by[SIM_HANG];
    if (!r->late && !g->by[SIM_SLOW_HEADER]) {
        open_at_once(r, out);
        return;
    }
    buf_add(&r->header, out->data, out->len);
    if (r->late)
        loop_timer(s->loop, &r->timer, silent_until(r));
    else
        say_header_line(r);
}

static void begin_whole(struct reply *r, const struct request *request)
{
    struct sim *s = r->conn->sim;
    bool silent = sim_given_has(r->manner.given, SIM_HANG);

    header_whole(&r->header, r->conn, request, &r->wire, "application/json");
    if (silent && (s->options.instant || s->fleet))
        loop_timer(s->loop, &r->timer, silent_until(r));
    else if (s->options.instant)
        speak_whole(r);
    else
        wait_for_next(r, r->speech.tokens - (r->speech.tokens > 0));
}

/* When the first token comes. */
static void think(struct reply *r)
{
    struct sim *s = r->conn->sim;
    nanos arrived = r->life.arrived;

    if (!s->first_request)
        s->first_request = arrived;
    r->life.scheduled = arrived;
    tally_scheduled(sim_tally(s, &r->life), &r->life, s->options.cache);
    r->due = arrived + model_ttft(&s->options.model, &r->dice, arrived - s->first_request);
    r->due += sim_given_argument(&r->manner.given, SIM_HANG, 0);
    r->first_due = r->due;
}

/* A stream may begin well and then tell that it will not be. */
static void say_full(struct reply *r, const struct request *request)
{
    struct buf *out = &r->conn->sim->out;

    put_stream_head(r, request, out);
    send_odd_head(r, out);
    r->speech.dialect->failed(&r->speech, out, queue_is_full);
    speech_end(&r->speech, out);
    send_said(r, out);
    reply_end(r, true);
}

/* Those who are asked to come back are told when: as long as one waits now, in whole seconds. */
static void answer_full(struct reply *r, const struct request *request, int status)
{
    struct conn *c = r->conn;
    nanos wait = fleet_wait(c->sim->fleet, &r->job) + NANOS_PER_SECOND - 1;

    c->retry_after = (unsigned)(wait / NANOS_PER_SECOND);
    answer_error(c, request, status, queue_is_full);
    c->retry_after = 0;
    reply_end(r, true);
}

static void turn_away(struct reply *r, const struct request *request)
{
    enum sim_full full = r->conn->sim->options.full;

    if (full == SIM_FULL_HANG)
        r->conn->mute = true;
    else if (full == SIM_FULL_EVENT && r->manner.stream)
        say_full(r, request);
    else
        answer_full(r, request, full == SIM_FULL_429 ? 429 : 503);
}

static void refuse_length(struct reply *r, const struct request *request, unsigned most)
{
    const struct seq *s = &r->job.seq;
    struct error why;

    error_set(&why,
              "This model's maximum context length is %u tokens, but the prompt has %u and the "
              "reply may have %u: make one of them shorter.",
              most, s->prompt, s->wanted);
    answer_error(r->conn, request, 400, why.text);
    reply_end(r, true);
}

/* A reply may end because there is no room for more, unless its length was asked for. */
static void fit(struct reply *r)
{
    struct speech *s = &r->speech;
    unsigned most = fleet_room(r->conn->sim->fleet), room;

    room = most > s->prompt_tokens ? most - s->prompt_tokens : 0;
    if (room && s->tokens > room && r->life.asked <= room && !s->calls.count) {
        s->tokens = room;
        s->length = true;
    }
    r->job.seq.prompt = s->prompt_tokens;
    r->job.seq.wanted = r->life.asked > room ? r->life.asked : s->tokens;
}

/* Into an engine's queue. False when there was no place: then the request has its answer. */
static bool enter(struct reply *r, const struct request *request)
{
    struct fleet *fleet = r->conn->sim->fleet;

    fit(r);
    r->job.on_step = on_step;
    switch (fleet_submit(fleet, &r->job, r->life.arrived)) {
    case ENGINE_FULL: turn_away(r, request); return false;
    case ENGINE_TOO_LONG: refuse_length(r, request, fleet_room(fleet)); return false;
    default: return true;
    }
}

/* What was asked, and by which name. */
static uint64_t name_of(const struct reply *r, uint64_t hash)
{
    for (const char *at = r->id; at && *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
    return hash;
}

/* What befalls a request depends on its id where it has one, so that neither the order of
 * arrival nor the number of threads matters; else on its number. The text depends on what was
 * asked alone. */
static void throw_dice(struct reply *r, uint64_t hash)
{
    struct sim *s = r->conn->sim;
    uint64_t number = tally_read(&s->tally->counts[TALLY_REQUESTS]);

    r->job.seq.dice = name_of(r, hash);
    rng_seed(&r->dice, s->options.seed,
             r->id ? r->job.seq.dice : number * s->options.threads + s->options.index);
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
    if (!refusal_answer(r->conn, request, &r->manner.given))
        return false;
    reply_end(r, true);
    return true;
}

static void begin(struct reply *r, const struct request *request)
{
    r->conn->most = sim_given_write(&r->manner.given, 0);
    wire_begin(&r->wire, &r->manner.given, request->old);
    if (!r->conn->sim->fleet)
        think(r);
    else if (!enter(r, request))
        return;
    if (r->manner.stream)
        begin_stream(r, request);
    else
        begin_whole(r, request);
}

/* The prompt is still where it has been read. */
static void remember(struct reply *r)
{
    const struct buf *prompt = &r->conn->sim->prompt;

    r->keys = prefix_keys(prompt->data, prompt->len, &r->job.seq.key_count);
    r->job.seq.keys = r->keys;
}

void reply_begin(struct conn *c, const struct request *request, const struct ask *a)
{
    struct reply *r = new_reply(c, request, a->hash);
    const struct sim *s = c->sim;
    bool named = a->model && a->model_len <= 256;
    struct rng words; /* with an engine the same request always has as many */

    rng_seed(&words, s->options.seed, r->job.seq.dice);

    speech_init(&r->speech, a, rng_next(&r->dice), clock_wall() / NANOS_PER_SECOND,
                named ? a->model : s->model.data + 1, named ? a->model_len : s->model.len - 2);
    r->speech.caches = s->options.cache || s->options.remembers;
    r->life.prompt = a->prompt_tokens;
    r->life.cached = a->cached_tokens;
    r->life.asked = a->max_tokens;
    r->life.choices = r->speech.choices;
    if (refused(r, request))
        return;
    manner_choose(&r->manner, &r->speech, r->manner.given, &s->options, a, request,
                  s->fleet ? &words : &r->dice);
    if (s->options.remembers)
        remember(r);
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
