#include "sim/engine.h"

#include "base/list.h"
#include "base/mem.h"
#include "base/rng.h"
#include "sim/blocks.h"
#include "sim/seq.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

struct engine {
    struct engine_options options;
    struct engine_gauges gauges; /* what is counted; the rest is filled in when asked for */
    struct blocks *blocks;
    struct list waiting, running, told;
    unsigned waiting_count, running_count;
    struct batch batch; /* of the step in progress */
    unsigned budget;    /* tokens that are left of it while it is put together */
    bool stepping;
    nanos began, due;
    struct rng dice;
    double sigma; /* of the jitter's logarithm */
};

struct engine *engine_new(const struct engine_options *o)
{
    struct engine *e = mem_new(sizeof *e);

    e->options = *o;
    e->blocks = blocks_new(o->blocks);
    list_init(&e->waiting);
    list_init(&e->running);
    list_init(&e->told);
    e->due = NANOS_NEVER;
    e->sigma = sqrt(log1p(o->jitter * o->jitter));
    rng_seed(&e->dice, o->seed, 0);
    return e;
}

void engine_free(struct engine *e)
{
    if (!e)
        return;
    assert(list_empty(&e->waiting) && list_empty(&e->running) && list_empty(&e->told));
    blocks_free(e->blocks);
    free(e);
}

static struct seq *seq_at(struct list *link)
{
    return container_of(link, struct seq, link);
}

static void queue(struct engine *e, struct seq *s, struct list *before)
{
    list_add(before, &s->link);
    s->running = false;
    e->waiting_count++;
}

static void leave(struct engine *e, struct seq *s)
{
    list_take(&s->link);
    *(s->running ? &e->running_count : &e->waiting_count) -= 1;
}

unsigned engine_room(const struct engine *e)
{
    size_t memory = blocks_count(e->blocks) * BLOCK_TOKENS;
    unsigned most = e->options.model_len ? e->options.model_len : UINT32_MAX;

    return memory < most ? (unsigned)memory : most;
}

unsigned engine_reply_room(const struct engine *e, const struct seq *s)
{
    unsigned most = engine_room(e);
    size_t memory = seq_room(s, blocks_count(e->blocks));

    most = most > s->prompt ? most - s->prompt : 0;
    return memory < most ? (unsigned)memory : most;
}

enum engine_verdict engine_submit(struct engine *e, struct seq *s, nanos now)
{
    const struct engine_options *o = &e->options;

    if (s->prompt > engine_room(e) || s->wanted > engine_reply_room(e, s))
        return ENGINE_TOO_LONG;
    if (o->max_queue && e->waiting_count >= o->max_queue)
        return ENGINE_FULL;
    s->arrived = now;
    s->submitted = true;
    list_init(&s->told);
    queue(e, s, &e->waiting);
    if (e->due == NANOS_NEVER)
        e->due = now;
    return ENGINE_TAKEN;
}

static void take_out(struct engine *e, struct seq *s)
{
    leave(e, s);
    seq_let_go(s, e->blocks);
    s->submitted = false;
}

void engine_abort(struct engine *e, struct seq *s)
{
    if (s->told.next)
        list_take(&s->told);
    if (!s->submitted)
        return;
    take_out(e, s);
    e->gauges.aborted++;
}

/* It has to compute everything again, what it has said included. */
static void preempt(struct engine *e, struct seq *s)
{
    leave(e, s);
    seq_let_go(s, e->blocks);
    queue(e, s, e->waiting.next);
    s->preempted++;
    e->gauges.preemptions++;
}

/* Drafts are checked beside the token that is due, none beyond the reply's end. */
static unsigned drafts(const struct engine *e, const struct seq *s)
{
    unsigned most = s->wanted - s->said;

    if (!s->said || seq_lacking(s) > 1 || !most)
        return 0;
    return e->options.spec_tokens < most ? e->options.spec_tokens : most - 1;
}

/* In each of its choices. What does not fit into a step at all has one to itself. */
static unsigned share_of_step(const struct engine *e, const struct seq *s)
{
    unsigned n = seq_lacking(s) + drafts(e, s), width = seq_lacking(s) > 1 ? 1 : seq_width(s);

    return n * width < e->budget ? n : e->budget > width ? e->budget / width : 1;
}

static void put_in_step(struct engine *e, struct seq *s, unsigned n)
{
    unsigned before = e->batch.tokens, now;

    if (seq_lacking(s) > 1)
        batch_add_reading(&e->batch, s->computed, n);
    else
        batch_add_speaking(&e->batch, s->computed, n, seq_width(s));
    s->chunk = n;
    now = e->batch.tokens - before;
    e->gauges.computed += now;
    e->budget -= now < e->budget ? now : e->budget;
}

/* Whoever came later makes room. */
static bool go_on(struct engine *e, struct seq *s)
{
    unsigned n = share_of_step(e, s), blocks = seq_lacks(s, s->computed + n);

    while (blocks > blocks_left(e->blocks) && e->running.prev != &s->link)
        preempt(e, seq_at(e->running.prev));
    if (blocks > blocks_left(e->blocks))
        return false;
    seq_grow(s, e->blocks, blocks);
    put_in_step(e, s, n);
    return true;
}

/* False when somebody was in want of memory: then nobody new is let in. */
static bool go_on_all(struct engine *e)
{
    uint64_t preemptions = e->gauges.preemptions;
    struct list *at = e->running.next;

    for (; at != &e->running && e->budget; at = at->next)
        if (!go_on(e, seq_at(at)))
            return false;
    return preemptions == e->gauges.preemptions;
}

static void note_first_time(struct engine *e, struct seq *s, nanos now)
{
    if (s->preempted)
        return;
    s->scheduled = now;
    s->cached = s->computed;
    e->gauges.scheduled++;
    e->gauges.queries += s->prompt;
    e->gauges.hits += s->cached;
}

/* What is known of its prompt need not be computed. */
static bool let_in(struct engine *e, struct seq *s, nanos now)
{
    unsigned idle, known = seq_known(s, e->blocks, &idle), n, blocks;

    s->computed = known * BLOCK_TOKENS;
    n = share_of_step(e, s);
    blocks = seq_lacks(s, s->computed + n) - known;
    if (blocks + idle > blocks_left(e->blocks)) {
        s->computed = 0;
        return false;
    }
    seq_hold_known(s, e->blocks, known);
    seq_grow(s, e->blocks, blocks);
    leave(e, s);
    list_add(&e->running, &s->link);
    s->running = true;
    e->running_count++;
    note_first_time(e, s, now);
    put_in_step(e, s, n);
    return true;
}

/* In order: whoever does not fit keeps all behind it waiting. */
static void let_in_all(struct engine *e, nanos now)
{
    while (!list_empty(&e->waiting) && e->running_count < e->options.max_seqs && e->budget) {
        struct seq *s = seq_at(e->waiting.next);

        if (s->arrived > now || !let_in(e, s, now))
            return;
    }
}

static nanos duration(struct engine *e)
{
    double time = cost_of(&e->options.cost, &e->batch) / e->options.efficiency;

    if (e->sigma > 0)
        time *= rng_lognormal(&e->dice, exp(-e->sigma * e->sigma / 2), e->sigma);
    return time < 1 ? 1 : (nanos)(time + 0.5);
}

static void put_together(struct engine *e, nanos now)
{
    e->batch = (struct batch){0};
    e->budget = e->options.step_tokens;
    if (go_on_all(e))
        let_in_all(e, now);
}

/* The driver may be late, and who came after the moment takes no part. */
static void begin_step(struct engine *e, nanos now)
{
    e->due = NANOS_NEVER;
    if (list_empty(&e->running)) {
        if (list_empty(&e->waiting))
            return;
        if (seq_at(e->waiting.next)->arrived > now)
            now = seq_at(e->waiting.next)->arrived;
    }
    put_together(e, now);
    assert(e->batch.tokens);
    e->stepping = true;
    e->began = now;
    e->due = now + duration(e);
}

static void note_tokens(struct engine *e, struct seq *s, unsigned n)
{
    if (!s->said) {
        s->first = e->due;
        s->batch = e->batch.seqs;
    }
    s->said += n;
    s->gained = n;
    s->last = e->due;
    list_add(&e->told, &s->told);
    s->ended = s->said >= s->wanted;
    if (s->ended)
        take_out(e, s);
}

static unsigned check_drafts(struct engine *e, const struct seq *s, unsigned drafts)
{
    unsigned right = seq_accepts(s, drafts, e->options.spec_accept);

    if (drafts)
        e->gauges.drafts += seq_width(s);
    e->gauges.drafted += drafts * seq_width(s);
    e->gauges.accepted += right * seq_width(s);
    return right;
}

/* Once all is computed that was there, a token comes out, and with it the drafts that are right. */
static void advance(struct engine *e, struct seq *s)
{
    unsigned lacking = seq_lacking(s), from = s->computed, n = s->chunk;

    s->chunk = 0;
    if (n < lacking) {
        s->computed += n;
        seq_name_blocks(s, e->blocks, from);
        return;
    }
    n = check_drafts(e, s, n - lacking);
    s->computed += lacking + n;
    seq_name_blocks(s, e->blocks, from);
    note_tokens(e, s, s->wanted ? n + 1 : 0);
}

static void end_step(struct engine *e)
{
    struct list *at = e->running.next, *next;

    assert(list_empty(&e->told));
    for (; at != &e->running; at = next) {
        next = at->next;
        if (seq_at(at)->chunk)
            advance(e, seq_at(at));
    }
    e->stepping = false;
    e->gauges.steps++;
    e->gauges.step_tokens = e->batch.tokens;
    e->gauges.step_seqs = e->batch.seqs;
    e->gauges.busy += e->due - e->began;
}

nanos engine_due(const struct engine *e)
{
    return e->due;
}

void engine_step(struct engine *e, nanos now)
{
    if (e->due > now)
        return;
    if (e->stepping)
        end_step(e);
    else
        begin_step(e, e->due);
}

struct seq *engine_told(struct engine *e)
{
    struct list *first = e->told.next;

    if (list_empty(&e->told))
        return NULL;
    list_take(first);
    return container_of(first, struct seq, told);
}

/* While there is a queue, whoever joins it will wait about as long as its first has waited. */
nanos engine_wait(const struct engine *e, nanos now)
{
    if (list_empty(&e->waiting))
        return 0;
    return now - container_of(e->waiting.next, struct seq, link)->arrived;
}

struct engine_gauges engine_gauges(const struct engine *e)
{
    struct engine_gauges g = e->gauges;

    g.running = e->running_count;
    g.waiting = e->waiting_count;
    g.blocks = blocks_count(e->blocks);
    g.held = g.blocks - blocks_left(e->blocks);
    return g;
}

unsigned engine_knows(const struct engine *e, const struct seq *s)
{
    unsigned idle;

    return seq_known(s, e->blocks, &idle) * BLOCK_TOKENS;
}
