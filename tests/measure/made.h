#ifndef TESTS_MEASURE_MADE_H
#define TESTS_MEASURE_MADE_H

#include "base/clock.h"
#include "measure/sample.h"

#define MS NANOS_PER_MS
#define T0 (1000 * NANOS_PER_SECOND)

/* A streamed answer without blemish: asked at T0, first token after 50 ms, then 99 more at
 * 10 ms each, over 2 ms after the last. */
static inline struct sample made_sample(void)
{
    return (struct sample){
        .due = T0,
        .ready = T0,
        .begun = T0 + MS / 100,
        .sent = T0 + MS / 10,
        .first_byte = T0 + MS / 10 + 40 * MS,
        .first_event = T0 + MS / 10 + 41 * MS,
        .first_token = T0 + MS / 10 + 50 * MS,
        .first_answer = T0 + MS / 10 + 50 * MS,
        .last_token = T0 + MS / 10 + 1040 * MS,
        .ended = T0 + MS / 10 + 1042 * MS,
        .tokens_in = 20,
        .tokens_out = 100,
        .events = 102,
        .token_events = 100,
        .events_in_window = 100,
        .bytes_up = 300,
        .bytes_down = 20000,
        .status = 200,
        .reused = true,
        .has_usage = true,
        .has_input = true,
        .streamed = true,
        .llm = true,
        .kernel = true,
    };
}

static inline struct sample made_fault(enum fault f)
{
    struct sample s = made_sample();

    s.outcome = (uint8_t)f;
    return s;
}

/* Plain http: no tokens, no events. */
static inline struct sample made_page(nanos took, uint16_t status)
{
    return (struct sample){
        .due = T0,
        .ready = T0,
        .begun = T0,
        .sent = T0,
        .first_byte = T0 + took,
        .ended = T0 + took,
        .bytes_up = 80,
        .bytes_down = 1000,
        .status = status,
        .outcome = status >= 400 ? FAULT_STATUS : FAULT_NONE,
        .reused = true,
    };
}

#endif
