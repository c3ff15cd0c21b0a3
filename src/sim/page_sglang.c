#include "sim/page.h"

#define STEPS(list)                                             \
    {                                                           \
        .steps = (list), .count = sizeof(list) / sizeof *(list) \
    }

static const double ttft_steps[] = {0.1, 0.2, 0.4, 0.6, 0.8, 1,  2,   4,   6,
                                    8,   10,  20,  40,  60,  80, 100, 200, 400};
static const double gap_steps[] = {0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025,
                                   0.03,  0.035, 0.04,  0.06,  0.08, 0.1,   0.2,  0.4,
                                   0.6,   0.8,   1,     2,     4,    6,     8};
static const double e2e_steps[] = {0.1, 0.2, 0.4, 0.6, 0.8, 1,   2,   4,   6,    8,    10,
                                   20,  40,  60,  80,  100, 200, 400, 600, 1200, 1800, 2400};
static const double queue_steps[] = {0,   0.1,  0.2,  0.5,  1,    2,    3,    4,    5,
                                     10,  15,   20,   30,   40,   50,   60,   70,   80,
                                     90,  100,  200,  300,  400,  500,  600,  700,  800,
                                     900, 1000, 1200, 1400, 1600, 1800, 2000, 2500, 3000};
static const double retraction_steps[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,
                                          10, 15, 20, 25, 30, 40, 50, 75, 100};

static const struct ladder ttft = STEPS(ttft_steps), gap = STEPS(gap_steps), e2e = STEPS(e2e_steps),
                           queue = STEPS(queue_steps), retractions = STEPS(retraction_steps);

/* clang-format off */
static const struct row rows[] = {
    GAUGE("sglang:num_running_reqs", TALLY_RUNNING, "Requests in the batch."),
    GAUGE("sglang:num_queue_reqs", TALLY_WAITING, "Requests in the queue."),
    TOKENS("sglang:num_used_tokens", TALLY_USED, "Tokens' room in the KV cache that is taken."),
    SHARE("sglang:token_usage", TALLY_USED, TALLY_BLOCKS, "Share of the KV cache that is taken; 1 is all of it."),
    SHARE("sglang:cache_hit_rate", TALLY_HITS, TALLY_QUERIED, "Share of the prompts' tokens that the prefix cache knew."),
    TOKENS("sglang:max_total_num_tokens", TALLY_BLOCKS, "Tokens' room in the whole KV cache."),
    FIXED("sglang:page_size", PAGE_BLOCK, "Tokens in a page of the KV cache."),
    GAUGE("sglang:num_pages", TALLY_BLOCKS, "Pages of the KV cache."),
    SHARE("sglang:spec_accept_rate", TALLY_ACCEPTED, TALLY_DRAFTED, "Share of drafted tokens that were right."),
    SHARE("sglang:spec_accept_length", TALLY_ACCEPTED, TALLY_DRAFTS, "Right tokens in a draft."),
    COUNTER("sglang:num_retracted_requests_total", TALLY_PREEMPTIONS, "Times a running request had to give its room back."),
    COUNTER("sglang:prompt_tokens_total", TALLY_PROMPT, "Tokens of prompts that are read, cached ones among them."),
    COUNTER("sglang:generation_tokens_total", TALLY_TOKENS, "Tokens said."),
    COUNTER_OF("sglang:cached_tokens_total", "cache_source", "device", TALLY_CACHED, "Tokens of prompts that a cache knew."),
    COUNTER("sglang:num_requests_total", TALLY_SCHEDULED, "Requests that entered the batch."),
    COUNTER("sglang:num_aborted_requests_total", TALLY_ABORT, "Requests whose client left."),
    HISTOGRAM("sglang:time_to_first_token_seconds", MEASURE_TTFT, &ttft, "From a request's arrival to its first token."),
    HISTOGRAM("sglang:inter_token_latency_seconds", MEASURE_GAP, &gap, "Between two tokens of a request."),
    HISTOGRAM("sglang:e2e_request_latency_seconds", MEASURE_E2E, &e2e, "From a request's arrival to its last token."),
    HISTOGRAM("sglang:queue_time_seconds", MEASURE_QUEUE, &queue, "In the queue."),
    HISTOGRAM("sglang:num_retractions", MEASURE_PREEMPTIONS, &retractions, "Times a request had to give its room back."),
};
/* clang-format on */

const struct wording wording_sglang = {
    .name = "sglang",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
    .labels = {{"engine_type", "unified"},
               {"tp_rank", "0"},
               {"pp_rank", "0"},
               {"moe_ep_rank", "0"}},
    .model = "model_name",
    .engine = "dp_rank",
    .python = true,
};
