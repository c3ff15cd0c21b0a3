#include "sim/page.h"

/* From 0.15 ms each is half as long again as the one before, with the rounding that comes of
 * multiplying over and over. */
static const double duration_steps[] = {
    0.00015000000000000001,
    0.00022500000000000002,
    0.0003375,
    0.00050625,
    0.000759375,
    0.0011390624999999999,
    0.0017085937499999998,
    0.0025628906249999996,
    0.0038443359374999994,
    0.00576650390625,
    0.008649755859375,
    0.0129746337890625,
    0.01946195068359375,
    0.029192926025390625,
    0.043789389038085935,
    0.0656840835571289,
    0.09852612533569335,
    0.14778918800354002,
    0.22168378200531003,
    0.33252567300796504,
    0.49878850951194753,
    0.7481827642679213,
    1.122274146401882,
    1.683411219602823,
    2.5251168294042348,
    3.787675244106352,
    5.681512866159528,
    8.52226929923929,
    12.783403948858936,
    19.175105923288406,
    28.76265888493261,
    43.143988327398915,
    64.71598249109837,
    97.07397373664756,
    145.61096060497135,
};

/* By hundredths of the longest prompt and the longest sequence that it takes by default. */
static const struct ladder duration = {.steps = duration_steps,
                                       .count = sizeof duration_steps / sizeof *duration_steps},
                           prompt = {.each = 40.95, .count = 100},
                           sequence = {.each = 40.96, .count = 100},
                           batch = {.each = 1, .count = 1024};

#define FAILURE "Requests that failed, by why."

/* clang-format off */
static const struct row rows[] = {
    GAUGE("tgi_batch_current_size", TALLY_RUNNING, "Requests in the batch."),
    GAUGE("tgi_queue_size", TALLY_WAITING, "Requests in the queue."),
    COUNTER("tgi_request_count", TALLY_SCHEDULED, "Requests that entered the batch."),
    COUNTER("tgi_request_success", TALLY_DONE, "Requests that were answered to the end."),
    COUNTER_OF("tgi_request_failure", "err", "overloaded", TALLY_OVERLOADED, FAILURE),
    COUNTER_OF("tgi_request_failure", "err", "validation", TALLY_INVALID, FAILURE),
    COUNTER_OF("tgi_request_failure", "err", "generation", TALLY_ERROR, FAILURE),
    COUNTER_OF("tgi_request_failure", "err", "dropped", TALLY_ABORT, FAILURE),
    HISTOGRAM("tgi_request_duration", MEASURE_E2E, &duration, "From a request's arrival to its last token, in seconds."),
    HISTOGRAM("tgi_request_queue_duration", MEASURE_QUEUE, &duration, "In the queue, in seconds."),
    HISTOGRAM("tgi_request_inference_duration", MEASURE_INFERENCE, &duration, "In the batch, in seconds."),
    HISTOGRAM("tgi_request_mean_time_per_token_duration", MEASURE_TOKEN, &duration, "A request's time over all its tokens, the first one's wait included, in seconds."),
    HISTOGRAM("tgi_request_input_length", MEASURE_PROMPT, &prompt, "Tokens of a prompt."),
    HISTOGRAM("tgi_request_generated_tokens", MEASURE_SAID, &sequence, "Tokens of a reply."),
    HISTOGRAM("tgi_request_max_new_tokens", MEASURE_ASKED, &sequence, "The max_new_tokens of requests that said one."),
    HISTOGRAM("tgi_batch_next_size", MEASURE_BATCH, &batch, "Requests in a step of the engine."),
};
/* clang-format on */

const struct wording wording_tgi = {
    .name = "tgi",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
