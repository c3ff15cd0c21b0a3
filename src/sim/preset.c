#include "sim/preset.h"

#include "base/error.h"
#include "base/near.h"

#include <string.h>

#define MS(n) ((n)*1e6)
#define US(n) ((n)*1e3)

enum { USUAL_SEQS = 256, USUAL_TOKENS = 8192, LLAMA_LEN = 131072 };
#define JITTER 0.03

/* Weights: bytes of them over 82 % of the memory's bandwidth. A token: two operations a weight, at
 * 64 % of what the tensor cores promise; among several GPUs also what they tell each other.
 * Context: bytes of keys and values, at 66 % of the bandwidth. Attention: half of the promise.
 * Blocks: 90 % of the memory, less the weights and 4 GB a GPU. These shares were fitted to
 * published throughput (docs/sim.md). */
/* clang-format off */
static const struct preset {
    const char *name, *summary;
    struct cost cost;
    size_t blocks;
    unsigned max_seqs, step_tokens;
} presets[] = {
    {"8b-h100", "Llama 3.1 8B, bf16, one H100",
     {MS(0.5), MS(5.9), US(25), 60, 1.06, US(6)}, 24700, USUAL_SEQS, USUAL_TOKENS},
    {"8b-h200", "the same on one H200",
     {MS(0.5), MS(4.1), US(25), 42, 1.06, US(6)}, 51000, USUAL_SEQS, USUAL_TOKENS},
    {"8b-fp8-h100", "the same in fp8 on one H100",
     {MS(0.5), MS(2.95), US(12.5), 30, 1.06, US(6)}, 57000, USUAL_SEQS, USUAL_TOKENS},
    {"70b-8xh100", "Llama 3.1 70B, bf16, eight H100",
     {MS(1.8), MS(6.4), US(46), 19, 0.66, US(6)}, 76800, USUAL_SEQS, USUAL_TOKENS},
    {"70b-fp8-8xh200", "the same in fp8 on eight H200",
     {MS(1.8), MS(2.3), US(33), 6.5, 0.66, US(6)}, 348000, USUAL_SEQS, USUAL_TOKENS},
    {"tiny", "slow, small, and full with eight users",
     {MS(1), MS(20), US(200), 500, 1, US(50)}, 512, 8, 512},
};
/* clang-format on */

enum { PRESETS = sizeof presets / sizeof *presets };

static const struct preset *find(const char *name)
{
    for (size_t i = 0; i < PRESETS; i++)
        if (strcmp(presets[i].name, name) == 0)
            return &presets[i];
    return NULL;
}

static int refuse(const char *name, struct error *err)
{
    const char *best = NULL;
    int limit = near_limit(name);

    for (size_t i = 0; i < PRESETS; i++)
        if (near_better(name, presets[i].name, &limit))
            best = presets[i].name;
    if (best)
        return error_set(err, "there is no preset \"%s\"; did you mean %s?", name, best);
    return error_set(err, "there is no preset \"%s\" (stoke sim --help lists them)", name);
}

int preset_read(const char *name, struct engine_options *o, struct error *err)
{
    const struct preset *p = find(name);

    if (!p)
        return refuse(name, err);
    *o = (struct engine_options){
        .cost = p->cost,
        .efficiency = 1,
        .jitter = JITTER,
        .blocks = p->blocks,
        .max_seqs = p->max_seqs,
        .step_tokens = p->step_tokens,
        .model_len = LLAMA_LEN,
    };
    return 0;
}

void preset_list(FILE *out)
{
    for (size_t i = 0; i < PRESETS; i++)
        fprintf(out, "  %-15s %s\n", presets[i].name, presets[i].summary);
}
