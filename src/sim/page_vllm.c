#include "sim/page.h"

#define STEPS(list)                                             \
    {                                                           \
        .steps = (list), .count = sizeof(list) / sizeof *(list) \
    }

static const double ttft_steps[] = {0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1,
                                    0.25,  0.5,   0.75, 1,    2.5,  5,    7.5,  10,
                                    20,    40,    80,   160,  640,  2560};
static const double gap_steps[] = {0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
                                   0.75, 1,     2.5,  5,     7.5, 10,   20,  40,  80};
static const double span_steps[] = {0.3, 0.5, 0.8, 1,  1.5, 2,   2.5, 5,   10,   15,  20,
                                    30,  40,  50,  60, 120, 240, 480, 960, 1920, 7680};
static const double token_steps[] = {1,   2,    5,    10,   20,    50,    100,   200,
                                     500, 1000, 2000, 5000, 10000, 20000, 50000, 100000};
static const double choice_steps[] = {1, 2, 5, 10, 20};
static const double step_steps[] = {1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384};
static const double preemption_steps[] = {0, 1, 2, 5, 10, 20, 50};

static const struct ladder ttft = STEPS(ttft_steps), gap = STEPS(gap_steps),
                           span = STEPS(span_steps), tokens = STEPS(token_steps),
                           choices = STEPS(choice_steps), steps = STEPS(step_steps),
                           preemptions = STEPS(preemption_steps);

#define SLEEP "Whether the engine sleeps, and how deeply; this one is always awake."
#define BY_REASON "Requests that wait, by what they wait for."
#define BY_SOURCE "Prompt tokens by where their keys and values came from."
#define SUCCESS "Requests that are over, by how they ended."

/* clang-format off */
static const struct row rows[] = {
    GAUGE("vllm:num_requests_running", TALLY_RUNNING, "Requests in the batch."),
    GAUGE("vllm:num_requests_waiting", TALLY_WAITING, "Requests that wait to be scheduled."),
    GAUGE_OF("vllm:num_requests_waiting_by_reason", "reason", "capacity", TALLY_WAITING, BY_REASON),
    GAUGE_OF("vllm:num_requests_waiting_by_reason", "reason", "deferred", TALLY_COUNTS, BY_REASON),
    {ROW_IS("vllm:engine_sleep_state", ROW_GAUGE, TALLY_COUNTS, SLEEP), .label = "sleep_state", .value = "awake", .fixed = 1},
    GAUGE_OF("vllm:engine_sleep_state", "sleep_state", "weights_offloaded", TALLY_COUNTS, SLEEP),
    GAUGE_OF("vllm:engine_sleep_state", "sleep_state", "discard_all", TALLY_COUNTS, SLEEP),
    SHARE("vllm:kv_cache_usage_perc", TALLY_USED, TALLY_BLOCKS, "Share of the KV cache that running requests hold; 1 is all of it."),
    CONFIG("vllm:cache_config_info", "What the KV cache is set to, as labels."),
    COUNTER("vllm:prefix_cache_queries_total", TALLY_QUERIED, "Tokens looked for in the prefix cache."),
    COUNTER("vllm:prefix_cache_hits_total", TALLY_HITS, "Tokens found in the prefix cache."),
    COUNTER("vllm:num_preemptions_total", TALLY_PREEMPTIONS, "Times a running request had to give its blocks back."),
    COUNTER("vllm:prompt_tokens_total", TALLY_PROMPT, "Tokens of prompts that are read, cached ones among them."),
    COUNTER_OF("vllm:prompt_tokens_by_source_total", "source", "local_compute", TALLY_COMPUTED, BY_SOURCE),
    COUNTER_OF("vllm:prompt_tokens_by_source_total", "source", "local_cache_hit", TALLY_CACHED, BY_SOURCE),
    COUNTER_OF("vllm:prompt_tokens_by_source_total", "source", "external_kv_transfer", TALLY_COUNTS, BY_SOURCE),
    COUNTER("vllm:prompt_tokens_cached_total", TALLY_CACHED, "Tokens of prompts that a cache knew."),
    COUNTER("vllm:generation_tokens_total", TALLY_TOKENS, "Tokens said."),
    COUNTER("vllm:spec_decode_num_drafts_total", TALLY_DRAFTS, "Drafts of speculative decoding."),
    COUNTER("vllm:spec_decode_num_draft_tokens_total", TALLY_DRAFTED, "Tokens in these drafts."),
    COUNTER("vllm:spec_decode_num_accepted_tokens_total", TALLY_ACCEPTED, "Of these tokens, those that were right."),
    COUNTER_OF("vllm:request_success_total", "finished_reason", "stop", TALLY_STOP, SUCCESS),
    COUNTER_OF("vllm:request_success_total", "finished_reason", "length", TALLY_LENGTH, SUCCESS),
    COUNTER_OF("vllm:request_success_total", "finished_reason", "abort", TALLY_ABORT, SUCCESS),
    COUNTER_OF("vllm:request_success_total", "finished_reason", "error", TALLY_ERROR, SUCCESS),
    COUNTER_OF("vllm:request_success_total", "finished_reason", "repetition", TALLY_COUNTS, SUCCESS),
    HTTP("http_requests_total", "Requests by path, method and sort of status."),
    HISTOGRAM("vllm:iteration_tokens_total", MEASURE_STEP, &steps, "Tokens in a step of the engine."),
    HISTOGRAM("vllm:time_to_first_token_seconds", MEASURE_TTFT, &ttft, "From a request's arrival to its first token."),
    HISTOGRAM("vllm:inter_token_latency_seconds", MEASURE_GAP, &gap, "Between two tokens of a request."),
    HISTOGRAM("vllm:request_time_per_output_token_seconds", MEASURE_TPOT, &gap, "Mean time of a request's tokens after the first."),
    HISTOGRAM("vllm:e2e_request_latency_seconds", MEASURE_E2E, &span, "From a request's arrival to its last token."),
    HISTOGRAM("vllm:request_queue_time_seconds", MEASURE_QUEUE, &span, "In the queue."),
    HISTOGRAM("vllm:request_inference_time_seconds", MEASURE_INFERENCE, &span, "In the batch."),
    HISTOGRAM("vllm:request_prefill_time_seconds", MEASURE_PREFILL, &span, "In the batch, until the prompt was read."),
    HISTOGRAM("vllm:request_decode_time_seconds", MEASURE_DECODE, &span, "From the first token to the last."),
    HISTOGRAM("vllm:request_prompt_tokens", MEASURE_PROMPT, &tokens, "Tokens of a prompt."),
    HISTOGRAM("vllm:request_generation_tokens", MEASURE_SAID, &tokens, "Tokens of a reply."),
    HISTOGRAM("vllm:request_max_num_generation_tokens", MEASURE_MOST, &tokens, "The most tokens that a request's replies had."),
    HISTOGRAM("vllm:request_params_n", MEASURE_CHOICES, &choices, "Replies asked for at once."),
    HISTOGRAM("vllm:request_params_max_tokens", MEASURE_ASKED, &tokens, "The max_tokens of requests that said one."),
    HISTOGRAM("vllm:request_prefill_kv_computed_tokens", MEASURE_COMPUTED, &tokens, "Tokens of a prompt that no cache knew."),
    HISTOGRAM("vllm:request_num_preemptions", MEASURE_PREEMPTIONS, &preemptions, "Times a request had to give its blocks back."),
};
/* clang-format on */

const struct wording wording_vllm = {
    .name = "vllm",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
    .model = "model_name",
    .engine = "engine",
    .one_engine = true,
    .python = true,
    .created = true,
};
