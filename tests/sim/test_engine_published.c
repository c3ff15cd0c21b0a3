/* Engines at their limit against published throughput: NVIDIA's table of TensorRT-LLM 0.17, Llama 3
 * in fp8, prompts and replies of fixed lengths. What fits into memory runs, and whoever ends is
 * followed by another one. They start at all stages of their replies, so that few steps are enough.
 */

#include "base/error.h"
#include "base/mem.h"
#include "sim/blocks.h"
#include "sim/engine.h"
#include "sim/preset.h"
#include "sim/seq.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

enum { LENGTHS = 9, MACHINES = 4, ROWS = MACHINES * LENGTHS, SEQS_MOST = 2048 };

static const struct {
    unsigned prompt, reply;
} lengths[LENGTHS] = {
    {128,   128 },
    {128,   2048},
    {128,   4096},
    {500,   2000},
    {1000,  1000},
    {2048,  128 },
    {2048,  2048},
    {5000,  500 },
    {20000, 2000},
};

/* A preset's own machine, or another with the same processors and other memory: so much faster, and
 * room for so many blocks. */
static const struct {
    const char *name, *preset;
    double bandwidth;
    size_t blocks;          /* 0: the preset's */
    double tokens[LENGTHS]; /* a second */
} published[MACHINES] = {
    {"8B, one H100",
     "8b-fp8-h100",    1,
     0,      {28837, 21109, 13594, 16501, 15245, 3557, 9488, 3559, 1401} },
    {"8B, one H200",
     "8b-fp8-h100",    4.8 / 3.35,
     109500, {29526, 25399, 17371, 21021, 17538, 3794, 11969, 3988, 1804}},
    {"70B, eight H200",
     "70b-fp8-8xh200", 1,
     0,      {15356, 21196, 16942, 17278, 13181, 1983, 11142, 2718, 1920}},
    {"70B, eight H100",
     "70b-fp8-8xh200", 3.35 / 4.8,
     180600, {14731, 17062, 14171, 14679, 11451, 1923, 8802, 2457, 1513} },
};

/* As many as fit, in the middle of their replies. A little less is more: one that has to make room
 * must compute everything again. */
static unsigned crowd(const struct engine_options *o, unsigned prompt, unsigned reply)
{
    double fit = 0.95 * (double)(o->blocks * BLOCK_TOKENS) / (prompt + reply / 2.0);

    return fit < SEQS_MOST ? (unsigned)fit : SEQS_MOST;
}

/* Most have said some of it, which counts as prompt; the last one nothing. */
static void begin(struct engine *e, struct seq *seqs, unsigned count, unsigned prompt,
                  unsigned reply)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned said = (unsigned)((double)reply * (count - 1 - i) / count);

        seqs[i] = (struct seq){.prompt = prompt + said, .wanted = reply - said};
        engine_submit(e, &seqs[i], 0);
    }
}

/* One step, and who is done is followed by another: how many tokens it gave. */
static unsigned turn(struct engine *e, unsigned prompt, unsigned reply)
{
    nanos now = engine_due(e);
    unsigned tokens = 0;
    struct seq *s;

    engine_step(e, now);
    while ((s = engine_told(e))) {
        tokens += s->gained;
        if (!s->ended)
            continue;
        *s = (struct seq){.prompt = prompt, .wanted = reply};
        engine_submit(e, s, now);
    }
    return tokens;
}

/* Until all have been let in and have read what they had to; then for a while. */
static double throughput(const struct engine_options *o, unsigned prompt, unsigned reply)
{
    unsigned count = crowd(o, prompt, reply);
    struct engine *e = engine_new(o);
    struct seq *seqs = mem_new(count * sizeof *seqs);
    uint64_t tokens = 0;
    unsigned turns = 2 * (reply < 1000 ? 1000 : reply);
    nanos from;

    begin(e, seqs, count, prompt, reply);
    while (!seqs[count - 1].said)
        turn(e, prompt, reply);
    from = engine_due(e);
    for (unsigned i = 0; i < turns; i++)
        tokens += turn(e, prompt, reply);
    from = engine_due(e) - from;
    for (unsigned i = 0; i < count; i++)
        engine_abort(e, &seqs[i]);
    engine_free(e);
    free(seqs);
    return (double)tokens * 1e9 / (double)from;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The thread sanitizer takes thirty times as long, and there are no threads. */
static bool is_too_much(unsigned prompt, unsigned reply)
{
#ifdef __SANITIZE_THREAD__
    return prompt + reply > 256;
#else
    return prompt + reply > 1000000;
#endif
}

static unsigned compare(unsigned machine, double *errors)
{
    struct engine_options o;
    struct error err;
    unsigned count = 0;

    if (preset_read(published[machine].preset, &o, &err))
        printf("Bail out! %s\n", err.text);
    o.cost.weights /= published[machine].bandwidth;
    o.cost.context /= published[machine].bandwidth;
    o.blocks = published[machine].blocks ? published[machine].blocks : o.blocks;
    o.jitter = 0;
    o.max_seqs = SEQS_MOST;
    note("%-15s prompt  reply  published    model", published[machine].name);
    for (int i = 0; i < LENGTHS; i++) {
        unsigned prompt = lengths[i].prompt, reply = lengths[i].reply;
        double is = published[machine].tokens[i], got;

        if (is_too_much(prompt, reply))
            continue;
        got = throughput(&o, prompt, reply);
        errors[count++] = fabs(got / is - 1);
        note("%22u %6u %10.0f %8.0f  %+5.1f %%", prompt, reply, is, got, 100 * (got / is - 1));
    }
    return count;
}

int main(void)
{
    double errors[ROWS], median;
    unsigned count = 0;

    for (unsigned machine = 0; machine < MACHINES; machine++)
        count += compare(machine, errors + count);
    qsort(errors, count, sizeof *errors, by_size);
    median = (errors[(count - 1) / 2] + errors[count / 2]) / 2;
    note("the median error is %.1f %%, the largest %.1f %%", 100 * median, 100 * errors[count - 1]);
    ok(median <= 0.12);
    ok(errors[count - 1] <= 0.26);
    return tap_done();
}
