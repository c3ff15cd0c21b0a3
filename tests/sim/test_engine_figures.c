/* An engine under load in virtual time, against what an independent program of the same model gives
 * for the same draws: users that ask again at once, and requests that come by themselves. */

#include "base/error.h"
#include "base/mem.h"
#include "sim/engine.h"
#include "sim/preset.h"
#include "sim/seq.h"
#include "tests/sim/oracle_dice.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

struct numbers {
    double *all;
    size_t count, cap;
};

static void add(struct numbers *n, double value)
{
    if (n->count == n->cap) {
        n->cap = n->cap ? 2 * n->cap : 1024;
        n->all = mem_resize(n->all, n->cap * sizeof *n->all);
    }
    n->all[n->count++] = value;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Milliseconds. */
static double median(struct numbers *n)
{
    qsort(n->all, n->count, sizeof *n->all, by_size);
    return n->count ? n->all[n->count / 2] / 1e6 : 0;
}

struct load {
    struct engine *engine;
    struct oracle_dice dice;
    struct seq *seqs;
    nanos *before; /* each one's last token but one */
    unsigned issued, prompt, reply;
    struct numbers ttft, gaps;
    uint64_t tokens, ended, refused;
    nanos end;
};

struct figures {
    double rate, tokens, ttft, gap; /* a second; milliseconds at the median */
    unsigned refused, preempted;
};

static void begin(struct load *l, const char *preset, unsigned max_queue, unsigned prompt,
                  unsigned reply)
{
    struct engine_options o;
    struct error err;

    *l = (struct load){.prompt = prompt, .reply = reply};
    if (preset_read(preset, &o, &err))
        printf("Bail out! %s\n", err.text);
    o.jitter = 0;
    o.max_queue = max_queue;
    l->engine = engine_new(&o);
    l->seqs = mem_new(10000 * sizeof *l->seqs);
    l->before = mem_new(10000 * sizeof *l->before);
}

/* The oracle draws for whom it takes only, and so the dice are put back. */
static void come(struct load *l, nanos now)
{
    struct oracle_dice dice = l->dice;
    struct seq *s = &l->seqs[l->issued];

    s->prompt = oracle_length(&l->dice, l->prompt, 1);
    s->wanted = oracle_length(&l->dice, l->reply, 2);
    if (engine_submit(l->engine, s, now) == ENGINE_TAKEN) {
        l->issued++;
        return;
    }
    l->dice = dice;
    l->refused++;
}

static void hear(struct load *l, struct seq *s)
{
    nanos *before = &l->before[s - l->seqs];

    if (s->said == 1)
        add(&l->ttft, (double)(s->first - s->arrived));
    else
        add(&l->gaps, (double)(s->last - *before));
    *before = s->last;
    l->end = s->last;
    l->tokens++;
    l->ended += s->ended;
}

static struct figures finish(struct load *l)
{
    double seconds = (double)l->end / 1e9;
    struct figures f = {
        .rate = (double)l->ended / seconds,
        .tokens = (double)l->tokens / seconds,
        .ttft = median(&l->ttft),
        .gap = median(&l->gaps),
        .refused = (unsigned)l->refused,
        .preempted = (unsigned)engine_gauges(l->engine).preemptions,
    };

    engine_free(l->engine);
    free(l->seqs);
    free(l->before);
    free(l->ttft.all);
    free(l->gaps.all);
    return f;
}

/* So many users, each of whom asks again once they are answered; `count` requests. */
static struct figures closed(const char *preset, unsigned prompt, unsigned reply, unsigned users,
                             unsigned count)
{
    struct load l;
    struct seq *s;

    begin(&l, preset, 0, prompt, reply);
    oracle_seed(&l.dice, 1);
    while (l.issued < users)
        come(&l, 0);
    while (engine_due(l.engine) != NANOS_NEVER) {
        engine_step(l.engine, engine_due(l.engine));
        while ((s = engine_told(l.engine))) {
            hear(&l, s);
            if (s->ended && l.issued < count)
                come(&l, s->last);
        }
    }
    return finish(&l);
}

/* Poisson arrivals for 40 seconds. */
static struct figures open_load(const char *preset, double rate)
{
    struct load l;
    struct oracle_dice gaps;
    struct seq *s;
    double at;

    begin(&l, preset, 200, 512, 128);
    oracle_seed(&l.dice, 1);
    oracle_seed(&gaps, 7);
    at = oracle_gap(&gaps, rate);
    for (bool more = true; more || engine_due(l.engine) != NANOS_NEVER;) {
        while (more && at * 1e9 <= (double)engine_due(l.engine)) {
            come(&l, (nanos)(at * 1e9));
            more = at < 40;
            at += oracle_gap(&gaps, rate);
        }
        engine_step(l.engine, engine_due(l.engine));
        while ((s = engine_told(l.engine)))
            hear(&l, s);
    }
    return finish(&l);
}

static bool near(double got, double wanted)
{
    return fabs(got - wanted) <= 0.01 * wanted;
}

static void hold(const char *what, struct figures got, struct figures wanted)
{
    note("%-14s %6.2f requests/s %7.1f tokens/s ttft %7.2f ms gap %5.2f ms, %u refused, "
         "%u preempted",
         what, got.rate, got.tokens, got.ttft, got.gap, got.refused, got.preempted);
    ok(near(got.rate, wanted.rate) && near(got.tokens, wanted.tokens));
    ok(near(got.ttft, wanted.ttft) && near(got.gap, wanted.gap));
    ok(got.refused == wanted.refused && got.preempted == wanted.preempted);
}

int main(void)
{
    hold("1 user", closed("8b-h100", 512, 128, 1, 60),
         (struct figures){1.21, 153.9, 13.70, 6.44, 0, 0});
    hold("16 users", closed("8b-h100", 512, 128, 16, 96),
         (struct figures){13.96, 1770.4, 16.70, 7.05, 0, 0});
    hold("64 users", closed("8b-h100", 512, 128, 64, 384),
         (struct figures){33.24, 4247.0, 25.61, 9.05, 0, 0});
    hold("256 users", closed("8b-h100", 512, 128, 256, 1536),
         (struct figures){45.36, 5801.4, 59.19, 35.83, 0, 0});
    hold("long prompts", closed("8b-h100", 2000, 300, 256, 1536),
         (struct figures){9.20, 2763.6, 8074.97, 31.08, 0, 139});
    hold("20 a second", open_load("8b-h100", 20),
         (struct figures){19.94, 2577.8, 21.54, 7.45, 0, 0});
    hold("40 a second", open_load("8b-h100", 40),
         (struct figures){39.89, 5078.4, 40.54, 11.49, 0, 0});
    hold("50 a second", open_load("8b-h100", 50),
         (struct figures){45.20, 5750.0, 1160.93, 36.43, 0, 0});
    hold("60 a second", open_load("8b-h100", 60),
         (struct figures){45.50, 5779.7, 4164.91, 39.59, 361, 0});
    return tap_done();
}
