#include "sim/reply.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/request.h"
#include "sim/account.h"
#include "sim/admission.h"
#include "sim/answer.h"
#include "sim/ask.h"
#include "sim/extra.h"
#include "sim/header.h"
#include "sim/outage.h"
#include "sim/prepared.h"
#include "sim/refusal.h"
#include "sim/replying.h"
#include "sim/say.h"

#include <stdlib.h>
#include <string.h>

/* Tokens of all choices in an event, but one of each may always be said; bytes of a reply in one.
 */
enum { EVENT_TOKENS = 4096, WHOLE_MAX = 16 << 20 };

static void count_speaking(struct sim *s, int change)
{
    s->speaking += (unsigned)change;
    if (!s->fleet)
        tally_set(s->tally, TALLY_RUNNING, s->speaking);
}

void reply_has_status(struct reply *r, int status)
{
    r->life.status = status;
}

void reply_end(struct reply *r, bool complete)
{
    struct conn *c = r->conn;

    admission_leave(r);
    count_speaking(c->sim, -1);
    account_over(r, complete);
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

/* The next ones are there already: they are said when the socket has taken what was sent, or, if
 * it has, once others have had their turn. */
static void go_on_soon(struct reply *r)
{
    if (!r->conn->out.len)
        loop_timer(r->conn->sim->loop, &r->timer, clock_now());
}

/* Tokens are due from the request on, not from each other: one that is late does not delay
 * the rest. An engine tells when it has more. */
static void wait_for_next(struct reply *r, unsigned tokens)
{
    struct sim *s = r->conn->sim;

    if (s->options.instant || (s->fleet && admission_ready(r)))
        go_on_soon(r);
    if (s->options.instant || s->fleet)
        return;
    while (tokens--)
        r->due = stretch_add(&s->pause, r->due, model_gap(&s->options.model, &r->dice));
    loop_timer(s->loop, &r->timer, r->due);
}

/* What follows comes later by as much. */
static void fall_silent(struct reply *r)
{
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

static void to_conn(void *to, const char *bytes, size_t n)
{
    conn_send(to, bytes, n);
}

void reply_send(struct reply *r, const struct buf *said)
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

/* Tokens of the next event: all that an engine has, unless events go out in bunches. What has come
 * while the client did not read may be too much for one. */
static unsigned at_once(const struct reply *r)
{
    const struct sim *s = r->conn->sim;
    unsigned n = admission_ready(r), interval = s->options.interval;
    unsigned most = EVENT_TOKENS / r->speech.choices;

    if (bunch(r) > 1 || most < interval)
        most = interval;
    return n < most ? n : most;
}

static bool more_to_say(const struct reply *r, const struct buf *out, unsigned events_left)
{
    const struct sim *s = r->conn->sim;

    if (s->fleet)
        return admission_ready(r) > 0 && out->len < SIM_BATCH;
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
    account_tokens(r, from);
    r->conn->most = sim_given_write(&r->manner.given, from);
    reply_send(r, out);
    account_taken(r, from);
    act(r, next, r->speech.said - from);
}

static void put_in_front(struct buf *body, const char *text)
{
    struct buf all = {0};

    buf_put(&all, text);
    buf_add(&all, body->data, body->len);
    buf_release(body);
    *body = all;
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
    if (sim_given_has(r->manner.given, SIM_COMMENTS))
        put_in_front(&body, "\n\n\n");
    wire_whole(&r->wire, &body);
    header_length(&r->header, &r->wire, body.len);
    buf_clear(out);
    buf_add(out, r->header.data, r->header.len);
    buf_add(out, body.data, body.len);
    account_tokens(r, 0);
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

static void go_on(struct reply *r)
{
    struct buf *out = &r->conn->sim->out;

    buf_clear(out);
    if (r->manner.stream && r->header.len && !r->late)
        say_header_line(r);
    else if (!admission_has_something(r))
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

    return s->ended || !r->speech.said ||
           admission_ready(r) >= r->conn->sim->options.interval * bunch(r);
}

/* Whoever is silent, or still has its header to say, goes on by its timer. */
static bool may_go_on(const struct reply *r)
{
    return !r->conn->mute && !r->timer.slot && (!r->conn->sim->fleet || is_worth_it(r));
}

/* A client that does not read is not spoken to, as a service's own server would not: memory would
 * fill with what it might never take. reply_go_on() is called when it has. */
static bool is_behind(const struct reply *r)
{
    return r->conn->out.len >= SIM_BATCH;
}

static void take_turn(struct reply *r)
{
    struct conn *c = r->conn;

    if (is_behind(r))
        return;
    go_on(r);
    if (!c->reply)
        conn_resume(c);
    conn_settle(c);
}

void reply_on_step(struct job *j)
{
    struct reply *r = container_of(j, struct reply, job);

    admission_learn(r);
    if (may_go_on(r))
        take_turn(r);
}

static void on_due(struct timer *t, nanos now)
{
    (void)now;
    take_turn(container_of(t, struct reply, timer));
}

void reply_go_on(struct reply *r)
{
    if (may_go_on(r))
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

void reply_begin_head(struct reply *r, const struct request *request, struct buf *out)
{
    put_stream_head(r, request, out);
    send_odd_head(r, out);
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
    reply_send(r, out);
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

    r->life.scheduled = arrived;
    tally_scheduled(sim_tally(s, &r->life), &r->life, s->options.cache);
    r->due = stretch_add(&s->pause, arrived,
                         model_ttft(&s->options.model, &r->dice, arrived - s->first_request));
    r->due += sim_given_argument(&r->manner.given, SIM_HANG, 0);
    r->first_due = r->due;
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
    if (!c->sim->first_request)
        outage_first_request(c->sim, c->received);
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
    else if (!admission_enter(r, request))
        return;
    if (r->manner.stream)
        begin_stream(r, request);
    else
        begin_whole(r, request);
}

/* All of it would be put together in one go, for which everybody else would have to wait. */
static bool refused_size(struct reply *r, const struct request *request)
{
    size_t size = speech_size(&r->speech);
    struct error why;

    if (r->manner.stream || size <= WHOLE_MAX)
        return false;
    error_set(&why,
              "The reply would be about %zu MB, and one that is not streamed may be %d: ask for "
              "fewer tokens (max_tokens), fewer choices (n), or a stream.",
              (size >> 20) + 1, WHOLE_MAX >> 20);
    answer_error(r->conn, request, 400, why.text);
    reply_end(r, true);
    return true;
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
    if (refused_size(r, request))
        return;
    if (s->options.remembers)
        admission_remember(r);
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
