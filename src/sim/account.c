#include "sim/account.h"

#include "base/mem.h"
#include "sim/replying.h"

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
void account_tokens(struct reply *r, unsigned from)
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

void account_taken(struct reply *r, unsigned from)
{
    nanos now;

    if (!r->conn->sim->truth)
        return;
    now = clock_now();
    for (; from < r->speech.said; from++)
        r->moments[from].until = now;
}

void account_over(struct reply *r, bool complete)
{
    end_life(r, complete);
    keep_truth(r, complete);
}
