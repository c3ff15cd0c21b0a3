#include "sim/admission.h"

#include "base/error.h"
#include "sim/answer.h"
#include "sim/prefix.h"
#include "sim/replying.h"

static const char queue_is_full[] = "The queue of the simulated engine is full.";

/* Moments are rounded, but nobody is served before they came. */
void admission_learn(struct reply *r)
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
    if (q->ended && !q->wanted) /* no token will tell that the prompt was read */
        l->prefilled = r->due;
    if (!news)
        return;
    l->scheduled = fleet_moment(s->fleet, q->scheduled);
    if (l->scheduled < l->arrived)
        l->scheduled = l->arrived;
    if (s->options.remembers)
        tally_sought(sim_tally(s, l), l);
}

void admission_leave(struct reply *r)
{
    if (!r->conn->sim->fleet)
        return;
    admission_learn(r);
    fleet_abort(r->conn->sim->fleet, &r->job);
}

/* Tokens that may be said now. */
unsigned admission_ready(const struct reply *r)
{
    const struct sim *s = r->conn->sim;

    return s->fleet ? r->job.seq.said - r->speech.said : s->options.interval;
}

/* An engine may not have come to anything yet. */
bool admission_has_something(const struct reply *r)
{
    return !r->conn->sim->fleet || r->job.seq.ended || (r->manner.stream && admission_ready(r));
}

/* A stream may begin well and then tell that it will not be. */
static void say_full(struct reply *r, const struct request *request)
{
    struct buf *out = &r->conn->sim->out;

    reply_begin_head(r, request, out);
    speech_failed(&r->speech, out, 503, queue_is_full);
    speech_end(&r->speech, out);
    reply_send(r, out);
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

static void say_too_long(const struct seq *s, const struct fleet *f, struct error *why)
{
    if ((uint64_t)s->prompt + s->wanted > fleet_room(f))
        error_set(why,
                  "This model's maximum context length is %u tokens, but the prompt has %u and the "
                  "reply may have %u: make one of them shorter.",
                  fleet_room(f), s->prompt, s->wanted);
    else
        error_set(why,
                  "The engine's memory has room for %u tokens of reply in each of %u choices, but "
                  "they may have %u: ask for fewer choices or a shorter reply.",
                  fleet_reply_room(f, s), s->choices, s->wanted);
}

static void refuse_length(struct reply *r, const struct request *request)
{
    struct error why;

    say_too_long(&r->job.seq, r->conn->sim->fleet, &why);
    answer_bad(r->conn, request, why.text);
    reply_end(r, true);
}

/* A reply may end because there is no room for more, unless its length was asked for: so may its
 * thoughts. */
static void fit(struct reply *r)
{
    struct speech *s = &r->speech;
    unsigned room;

    r->job.seq.prompt = s->prompt_tokens;
    r->job.seq.choices = s->choices;
    room = fleet_reply_room(r->conn->sim->fleet, &r->job.seq);
    if (room && s->tokens > room && r->life.asked <= room && !s->calls.count) {
        s->tokens = room;
        s->reasoning = s->reasoning < room ? s->reasoning : room;
        s->length = true;
    }
    r->job.seq.wanted = r->life.asked > room ? r->life.asked : s->tokens;
}

bool admission_enter(struct reply *r, const struct request *request)
{
    struct fleet *fleet = r->conn->sim->fleet;

    fit(r);
    r->job.on_step = reply_on_step;
    switch (fleet_submit(fleet, &r->job, r->life.arrived)) {
    case ENGINE_FULL: turn_away(r, request); return false;
    case ENGINE_TOO_LONG: refuse_length(r, request); return false;
    default: return true;
    }
}

/* The prompt is still where it has been read. */
void admission_remember(struct reply *r)
{
    const struct buf *prompt = &r->conn->sim->prompt;

    r->keys = prefix_keys(prompt->data, prompt->len, &r->job.seq.key_count);
    r->job.seq.keys = r->keys;
}
