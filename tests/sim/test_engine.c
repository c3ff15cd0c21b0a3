/* The engine's schedule: small cases worked out by hand, then anything at all, of which some things
 * must always hold. */

#include "base/error.h"
#include "base/rng.h"
#include "sim/blocks.h"
#include "sim/engine.h"
#include "sim/preset.h"
#include "sim/seq.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct engine_options plain(void)
{
    return (struct engine_options){
        .cost = {.step = 100, .weights = 1000, .token = 10, .context = 1, .sequence = 5},
        .efficiency = 1,
        .blocks = 1000,
        .max_seqs = 8,
        .step_tokens = 512,
    };
}

/* Ends the step in progress, if there is one, and begins the next. The moment. */
static nanos step(struct engine *e)
{
    nanos now = engine_due(e);

    engine_step(e, now);
    if (engine_due(e) == now)
        engine_step(e, now);
    return now;
}

static void forget_news(struct engine *e)
{
    while (engine_told(e))
        ;
}

static void run(struct engine *e, int steps)
{
    while (steps-- && engine_due(e) != NANOS_NEVER) {
        step(e);
        forget_news(e);
    }
}

static void test_one(void)
{
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq s = {.prompt = 101, .wanted = 3};

    ok(engine_due(e) == NANOS_NEVER);
    ok(engine_submit(e, &s, 50) == ENGINE_TAKEN && engine_due(e) == 50);
    step(e);
    ok(s.scheduled == 50 && !engine_told(e) && engine_due(e) == 50 + 100 + 1010 + 5);
    step(e);
    ok(engine_told(e) == &s && s.gained == 1 && s.first == 1165 && s.batch == 1 && !s.ended);
    ok(!engine_told(e) && engine_due(e) == 1165 + 100 + 1000 + 101 + 5);
    run(e, 1);
    ok(s.said == 2 && s.last == 2371 && engine_due(e) == 2371 + 100 + 1000 + 102 + 5);
    step(e);
    ok(engine_told(e) == &s && s.ended && s.last == 3578 && s.said == 3);
    ok(engine_due(e) == NANOS_NEVER && engine_gauges(e).held == 0);
    ok(engine_gauges(e).steps == 3 && engine_gauges(e).busy == 3578 - 50);
    ok(engine_gauges(e).scheduled == 1);
    ok(engine_gauges(e).computed == 103 && engine_gauges(e).queries == 101);
    engine_free(e);
}

/* The prompt is read once and kept once; each of the replies takes its own. */
static void test_choices(void)
{
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq s = {.prompt = 100, .wanted = 18, .choices = 4};

    engine_submit(e, &s, 0);
    step(e);
    ok(engine_due(e) == 100 + 1000 + 5 && engine_gauges(e).held == 7);
    run(e, 1);
    ok(engine_due(e) == 1105 + 100 + 1000 + 4 * 100 + 4 * 5 && engine_gauges(e).held == 7 + 4);
    run(e, 100);
    ok(s.ended && s.said == 18 && engine_gauges(e).computed == 100 + 4 * 17);
    ok(engine_gauges(e).steps == 18 && engine_gauges(e).held == 0);
    engine_free(e);
    o.blocks = 7 + 4 * 2 - 1;
    e = engine_new(&o);
    s = (struct seq){.prompt = 100, .wanted = 18, .choices = 4};
    ok(engine_submit(e, &s, 0) == ENGINE_TOO_LONG);
    s.wanted = 16;
    ok(engine_submit(e, &s, 0) == ENGINE_TAKEN);
    run(e, 100);
    ok(s.ended);
    engine_free(e);
}

/* More choices than a step may have tokens: it has a step to itself. */
static void test_many_choices(void)
{
    struct engine_options o = plain();
    struct seq many = {.prompt = 1, .wanted = 3, .choices = 5}, one = {.prompt = 1, .wanted = 3};
    struct engine *e;

    o.step_tokens = 4;
    o.spec_tokens = 2;
    e = engine_new(&o);
    engine_submit(e, &many, 0);
    engine_submit(e, &one, 0);
    run(e, 100);
    ok(many.ended && one.ended && many.last < one.last && engine_gauges(e).held == 0);
    engine_free(e);
}

/* Whoever speaks goes first, and a long prompt is read in what is left of each step. */
static void test_pieces(void)
{
    struct engine_options o = plain();
    struct seq speaks = {.prompt = 10, .wanted = 9}, reads = {.prompt = 120, .wanted = 1};
    struct engine *e;

    o.step_tokens = 64;
    o.cost.attention = 2;
    e = engine_new(&o);
    engine_submit(e, &speaks, 0);
    run(e, 1);
    ok(engine_due(e) == 100 + 1000 + 2 * 10 * 5 + 5);
    engine_submit(e, &reads, 10);
    run(e, 1);
    ok(engine_due(e) == 1205 + 100 + 1000 + 10 + 2 * 63 * 63 / 2 + 10);
    ok(reads.scheduled == 1205 && reads.computed == 0);
    run(e, 1);
    ok(reads.computed == 63 && reads.chunk == 57 && speaks.said == 2);
    run(e, 1);
    ok(reads.ended && reads.said == 1 && reads.batch == 2 && speaks.said == 3);
    run(e, 100);
    ok(speaks.ended && engine_gauges(e).computed == 10 + 8 + 120);
    engine_free(e);
}

/* Three blocks: the first takes the last one, and then the second one's. */
static void test_preemption(void)
{
    struct engine_options o = plain();
    struct seq first = {.prompt = 16, .wanted = 20}, second = {.prompt = 16, .wanted = 20};
    struct seq third = {.prompt = 1, .wanted = 1};
    struct engine *e;

    o.blocks = 3;
    e = engine_new(&o);
    engine_submit(e, &first, 0);
    engine_submit(e, &second, 0);
    run(e, 2);
    engine_submit(e, &third, engine_due(e));
    ok(first.said == 1 && second.said == 1 && engine_gauges(e).held == 3);
    run(e, 15);
    ok(first.said == 16 && second.said == 1 && !second.preempted && !third.said);
    run(e, 1);
    ok(second.preempted == 1 && !second.running && engine_gauges(e).waiting == 2);
    run(e, 3);
    ok(first.ended && second.running && second.chunk == 17 && third.chunk == 1);
    run(e, 100);
    ok(second.ended && second.said == 20 && third.ended && engine_gauges(e).preemptions == 1);
    ok(second.scheduled == 0 && engine_gauges(e).held == 0);
    engine_free(e);
}

/* Its place would do for a piece of its prompt: it is not let in again in the same step. */
static void test_no_way_back(void)
{
    struct engine_options o = plain();
    struct seq first = {.prompt = 16, .wanted = 20}, second = {.prompt = 32, .wanted = 2};
    struct engine *e;

    o.blocks = 4;
    o.step_tokens = 17;
    e = engine_new(&o);
    engine_submit(e, &first, 0);
    engine_submit(e, &second, 0);
    while (!second.preempted)
        run(e, 1);
    ok(first.said == 17 && second.said == 1 && !second.running && engine_gauges(e).held == 3);
    run(e, 100);
    ok(first.ended && second.ended && second.preempted == 1);
    engine_free(e);
}

/* One that does not fit keeps the small one behind it waiting. */
static void test_order(void)
{
    struct engine_options o = plain();
    struct seq s[4] = {
        {.prompt = 100, .wanted = 60},
        {.prompt = 64,  .wanted = 2 },
        {.prompt = 2,   .wanted = 1 },
        {.prompt = 2,   .wanted = 1 }
    };
    struct engine *e;

    o.blocks = 10;
    o.max_queue = 3;
    e = engine_new(&o);
    engine_submit(e, &s[0], 0);
    run(e, 1);
    ok(engine_submit(e, &s[1], 1) == ENGINE_TAKEN && engine_submit(e, &s[2], 2) == ENGINE_TAKEN);
    ok(engine_gauges(e).running == 1 && engine_gauges(e).waiting == 2);
    run(e, 2);
    ok(!s[1].running && !s[2].running && engine_wait(e, 1001) == 1000);
    ok(engine_submit(e, &s[3], 1001) == ENGINE_TAKEN);
    ok(engine_submit(e, &(struct seq){.prompt = 1, .wanted = 1}, 1001) == ENGINE_FULL);
    engine_abort(e, &s[1]);
    run(e, 1);
    ok(s[2].running && s[3].running && engine_gauges(e).aborted == 1 && engine_wait(e, 1001) == 0);
    engine_abort(e, &s[1]);
    run(e, 100);
    ok(s[0].ended && s[2].ended && s[3].ended && !s[1].said && engine_gauges(e).held == 0);
    engine_free(e);
}

/* Whoever goes before we have been told of their token is not told of. */
static void test_unheard(void)
{
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq s[2] = {
        {.prompt = 9, .wanted = 1},
        {.prompt = 9, .wanted = 2}
    };

    engine_submit(e, &s[0], 0);
    engine_submit(e, &s[1], 0);
    step(e);
    step(e);
    engine_abort(e, &s[0]);
    engine_abort(e, &s[1]);
    ok(!engine_told(e) && engine_gauges(e).held == 0 && engine_gauges(e).aborted == 1);
    engine_free(e);
}

static void test_too_long(void)
{
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq s = {.prompt = 16000, .wanted = 1};

    ok(engine_room(e) == 16000 && engine_submit(e, &s, 0) == ENGINE_TOO_LONG);
    s.wanted = 0;
    ok(engine_submit(e, &s, 0) == ENGINE_TAKEN);
    run(e, 100);
    ok(s.ended && !s.said && s.last > 0);
    engine_free(e);
    o.model_len = 100;
    e = engine_new(&o);
    s = (struct seq){.prompt = 90, .wanted = 11};
    ok(engine_room(e) == 100 && engine_submit(e, &s, 0) == ENGINE_TOO_LONG);
    engine_free(e);
}

/* What is said to have room has it, and not a token more. */
static void test_room_of_choices(void)
{
    struct engine_options o = plain();
    bool exact = true;

    o.blocks = 100;
    for (unsigned choices = 1; choices < 110; choices++) {
        for (unsigned prompt = 1; prompt < 40; prompt++) {
            struct engine *e = engine_new(&o);
            struct seq s = {.prompt = prompt, .choices = choices};
            unsigned room = engine_reply_room(e, &s);

            exact = exact && (room > 0 || choices > 97);
            s.wanted = room + 1;
            exact = exact && engine_submit(e, &s, 0) == ENGINE_TOO_LONG;
            s.wanted = room;
            exact = exact && engine_submit(e, &s, 0) == ENGINE_TAKEN;
            exact = exact && seq_blocks(&s, prompt + room) <= 100;
            exact = exact && seq_blocks(&s, prompt + room + 1) > 100;
            engine_abort(e, &s);
            engine_free(e);
        }
    }
    ok(exact);
}

/* Whoever comes after a moment takes no part in what began then, however late we are told. */
static void test_late_driver(void)
{
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq one = {.prompt = 10, .wanted = 1}, two = {.prompt = 10, .wanted = 1};

    engine_submit(e, &one, 0);
    engine_submit(e, &two, 5000);
    engine_step(e, 9000);
    ok(one.running && !two.running && engine_due(e) == 1105);
    engine_step(e, 9000);
    engine_step(e, 9000);
    ok(one.ended && one.last == 1105 && two.scheduled == 5000 && engine_due(e) == 6105);
    forget_news(e);
    engine_step(e, 6000);
    ok(engine_due(e) == 6105);
    engine_abort(e, &two);
    engine_step(e, 6105);
    engine_step(e, 6105);
    ok(engine_due(e) == NANOS_NEVER && !engine_told(e));
    engine_free(e);
}

static void test_known_prompts(void)
{
    static const uint64_t keys[] = {1, 2, 3, 4, 5};
    struct engine_options o = plain();
    struct engine *e = engine_new(&o);
    struct seq first = {.prompt = 70, .wanted = 2, .keys = keys, .key_count = 4};
    struct seq same = {.prompt = 64, .wanted = 2, .keys = keys, .key_count = 4};
    struct seq more = {.prompt = 81, .wanted = 2, .keys = keys, .key_count = 5};

    engine_submit(e, &first, 0);
    run(e, 1);
    ok(engine_knows(e, &more) == 0); /* it is only being read */
    run(e, 1);
    ok(first.cached == 0 && engine_knows(e, &more) == 64);
    engine_submit(e, &same, engine_due(e));
    engine_submit(e, &more, engine_due(e));
    run(e, 1);
    ok(same.cached == 48 && same.chunk == 16); /* never the whole of it */
    ok(more.cached == 64 && more.chunk == 17);
    ok(engine_gauges(e).held == 4 + 1 + 2 && engine_gauges(e).hits == 48 + 64);
    run(e, 100);
    ok(engine_gauges(e).held == 0 && engine_knows(e, &more) == 80);
    engine_free(e);
}

static unsigned steps_of(unsigned drafts, double acceptance, uint64_t dice, unsigned others)
{
    struct engine_options o = plain();
    struct engine *e;
    struct seq s = {.prompt = 10, .wanted = 100, .dice = dice}, other[8] = {{0}};
    uint64_t steps;

    o.spec_tokens = drafts;
    o.spec_accept = acceptance;
    e = engine_new(&o);
    for (unsigned i = 0; i < others; i++) {
        other[i] = (struct seq){.prompt = 500, .wanted = 100, .dice = i};
        engine_submit(e, &other[i], 0);
    }
    engine_submit(e, &s, 0);
    while (!s.said)
        run(e, 1);
    for (steps = engine_gauges(e).steps; !s.ended;)
        run(e, 1);
    steps = engine_gauges(e).steps - steps;
    ok(s.said == 100);
    for (unsigned i = 0; i < others; i++)
        engine_abort(e, &other[i]);
    engine_free(e);
    return (unsigned)steps;
}

static void test_drafts(void)
{
    unsigned sum = 0;

    ok(steps_of(0, 0, 1, 0) == 99);
    ok(steps_of(3, 0, 1, 0) == 99);
    ok(steps_of(3, 1, 1, 0) == 25);
    for (unsigned i = 0; i < 40; i++)
        sum += steps_of(3, 0.7, i * 77, 0);
    note("%.2f tokens a step", 40 * 99.0 / sum); /* 1 + .7 + .49 + .343 = 2.53 */
    ok(40 * 99.0 / sum > 2.4 && 40 * 99.0 / sum < 2.66);
    ok(steps_of(3, 0.7, 12345, 0) == steps_of(3, 0.7, 12345, 5));
}

static void test_efficiency_and_jitter(void)
{
    struct engine_options o = plain();
    struct seq s = {.prompt = 101, .wanted = 5000};
    struct engine *e;
    double mean;

    o.efficiency = 0.5;
    e = engine_new(&o);
    engine_submit(e, &s, 0);
    step(e);
    ok(engine_due(e) == 2 * 1115);
    engine_abort(e, &s);
    engine_free(e);
    o = plain();
    o.cost = (struct cost){.step = 1e6};
    o.jitter = 0.1;
    o.seed = 3;
    e = engine_new(&o);
    s = (struct seq){.prompt = 101, .wanted = 5000};
    engine_submit(e, &s, 0);
    run(e, 100000);
    mean = (double)engine_gauges(e).busy / 5000 / 1e6;
    note("the mean is %.4f of what it is without", mean);
    ok(s.ended && mean > 0.995 && mean < 1.005 && (s.last - s.first) % 1000000 != 0);
    engine_free(e);
}

enum { CROWD = 200, KEYS = 32 };

struct crowd {
    struct engine *engine;
    struct engine_options options;
    struct seq seqs[CROWD];
    uint64_t keys[CROWD][KEYS];
    bool in[CROWD];
    nanos last_scheduled;
    struct rng dice;
    unsigned ended, aborted, refused;
    bool good;
};

/* Prompts of few sorts, so that they share beginnings of all lengths. */
static void come(struct crowd *c, unsigned i, nanos now)
{
    struct seq *s = &c->seqs[i];
    unsigned sort = (unsigned)rng_below(&c->dice, 3), same = (unsigned)rng_below(&c->dice, KEYS);

    *s = (struct seq){.prompt = 1 + (unsigned)rng_below(&c->dice, KEYS * BLOCK_TOKENS - 1),
                      .wanted = (unsigned)rng_below(&c->dice, 60),
                      .choices = (unsigned)rng_below(&c->dice, 4),
                      .dice = rng_next(&c->dice),
                      .keys = c->keys[i]};
    s->key_count = s->prompt / BLOCK_TOKENS;
    for (unsigned k = 0; k < KEYS; k++)
        c->keys[i][k] = k < same ? sort * 1000 + k + 1 : rng_next(&c->dice);
    c->in[i] = engine_submit(c->engine, s, now) == ENGINE_TAKEN;
    c->refused += !c->in[i];
}

/* Every block that somebody has is held as often as sequences have it; and none twice by one. */
static void check_blocks(struct crowd *c)
{
    static unsigned holders[100000];
    size_t distinct = 0;

    memset(holders, 0, sizeof holders);
    for (unsigned i = 0; i < CROWD; i++)
        for (unsigned k = 0; c->in[i] && k < c->seqs[i].block_count; k++)
            distinct += !holders[c->seqs[i].blocks[k]]++;
    c->good &= engine_gauges(c->engine).held == distinct;
    c->good &= distinct <= c->options.blocks;
}

static void check_seq(struct crowd *c, const struct seq *s)
{
    c->good &= s->computed <= s->prompt + s->said;
    c->good &= s->running ? s->block_count >= seq_blocks(s, s->computed) : !s->block_count;
    c->good &= s->said <= s->wanted && s->cached < s->prompt;
}

static void check_all(struct crowd *c)
{
    struct engine_gauges g = engine_gauges(c->engine);
    unsigned in = 0, chunks = 0;

    for (unsigned i = 0; i < CROWD; i++) {
        if (!c->in[i])
            continue;
        in++;
        chunks += c->seqs[i].chunk; /* of one choice */
        check_seq(c, &c->seqs[i]);
    }
    c->good &= in == g.running + g.waiting && g.running <= c->options.max_seqs;
    c->good &= chunks <= c->options.step_tokens;
    check_blocks(c);
}

static void hear(struct crowd *c, const struct seq *s, nanos now)
{
    c->good &= s->last == now && s->scheduled >= s->arrived && s->first > s->scheduled;
    if (s->ended) {
        c->good &= s->said == s->wanted;
        c->in[s - c->seqs] = false;
        c->ended++;
    }
}

static void abort_some(struct crowd *c)
{
    unsigned i = (unsigned)rng_below(&c->dice, CROWD);

    if (!c->in[i] || rng_below(&c->dice, 20))
        return;
    engine_abort(c->engine, &c->seqs[i]);
    c->in[i] = false;
    c->aborted++;
}

static void live(struct crowd *c, bool coming)
{
    nanos now = engine_due(c->engine);
    unsigned i = (unsigned)rng_below(&c->dice, CROWD);
    const struct seq *s;

    if (now == NANOS_NEVER)
        now = c->last_scheduled + (nanos)rng_below(&c->dice, 100);
    c->good &= now >= c->last_scheduled;
    c->last_scheduled = now;
    if (coming && !c->in[i])
        come(c, i, now);
    abort_some(c);
    engine_step(c->engine, now);
    while ((s = engine_told(c->engine)))
        hear(c, s, now);
    check_all(c);
}

static struct engine_options any(struct rng *dice)
{
    struct engine_options o = plain();

    o.blocks = 40 + rng_below(dice, 200);
    o.max_seqs = 1 + (unsigned)rng_below(dice, 60);
    o.step_tokens = 1 + (unsigned)rng_below(dice, 600);
    o.max_queue = (unsigned)rng_below(dice, 100);
    o.spec_tokens = (unsigned)rng_below(dice, 5);
    o.spec_accept = rng_unit(dice);
    o.jitter = 0.1;
    return o;
}

static void test_anything(uint64_t seed)
{
    static struct crowd c;
    unsigned preempted;

    c = (struct crowd){.good = true};
    rng_seed(&c.dice, seed, 0);
    c.options = any(&c.dice);
    c.engine = engine_new(&c.options);
    for (int i = 0; i < 1500; i++)
        live(&c, true);
    for (int i = 0; i < 200000 && engine_due(c.engine) != NANOS_NEVER; i++)
        live(&c, false);
    preempted = (unsigned)engine_gauges(c.engine).preemptions;
    note("%u ended, %u aborted, %u refused, %u preempted, %u known", c.ended, c.aborted, c.refused,
         preempted, (unsigned)engine_gauges(c.engine).hits);
    ok(c.good);
    ok(engine_due(c.engine) == NANOS_NEVER && engine_gauges(c.engine).held == 0 && c.ended > 0);
    engine_free(c.engine);
}

static void test_presets(void)
{
    struct engine_options o;
    struct error err;

    ok(!preset_read(PRESET_USUAL, &o, &err) && o.blocks == 24700 && o.jitter > 0);
    ok(preset_read("8b-h10", &o, &err) && strstr(err.text, "did you mean 8b-h100?"));
    ok(preset_read("gpu", &o, &err) && strstr(err.text, "--help"));
}

int main(void)
{
    uint64_t seed = tap_seed(1);

    test_one();
    test_choices();
    test_many_choices();
    test_pieces();
    test_preemption();
    test_no_way_back();
    test_order();
    test_unheard();
    test_too_long();
    test_room_of_choices();
    test_late_driver();
    test_known_prompts();
    test_drafts();
    test_efficiency_and_jitter();
    test_presets();
    for (uint64_t i = 0; i < 20; i++)
        test_anything(seed * 1000 + i);
    return tap_done();
}
