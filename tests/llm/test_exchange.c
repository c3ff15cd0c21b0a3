/* Scripted replies, and what is made of them: the outcome, its words, the text, the tokens,
 * and the moments in their order. */

#include "base/hist.h"
#include "llm/exchange.h"
#include "llm/shape.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "tests/llm/chat.h"
#include "tests/net/client.h"
#include "tests/tap.h"

#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define CHUNKS "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define SAYS(text) "data: {\"choices\":[{\"delta\":{\"content\":\"" text "\"}}]}\n\n"
#define THINKS(text) "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"" text "\"}}]}\n\n"
#define ROLE "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
#define CALLS                                                                     \
    "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{" \
    "\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n"
#define STOP "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE                                                                       \
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9," \
    "\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n"
#define DONE "data: [DONE]\n\n"
#define CHUNK(length, text) length "\r\n" text "\r\n"
#define JSON(status) \
    "HTTP/1.1 " status "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"

static const struct peer_reply replies[] = {
    {"/good",
     CLOSES,                   {STREAM, ROLE, SAYS("Hi \\\"you\\\""), SAYS("\\n\\u00e9"), STOP, USAGE, DONE}                },
    {"/reasons",       CLOSES, {STREAM, THINKS("hm"), THINKS("so"), SAYS("42"), STOP}                                       },
    {"/together",      CLOSES, {STREAM, SAYS("a") SAYS("b"), SAYS("c") SAYS("d") SAYS("e") STOP}                            },
    {"/chunks",
     CLOSES,                   {CHUNKS, CHUNK("41", ROLE) CHUNK("2f", SAYS("a")) CHUNK("2f", SAYS("b")),
      CHUNK("2f", SAYS("c")) CHUNK("39", STOP) "0\r\n\r\n"}                                                     },
    {"/cut-events",
     CLOSES,                   {STREAM, "data: {\"choices\":[{\"del", "ta\":{\"content\":\"x\"}}]}\n", "\n" SAYS("y"), STOP}},
    {"/no-done",       CLOSES, {STREAM, SAYS("a"), STOP}                                                                    },
    {"/only-done",     CLOSES, {STREAM, SAYS("a"), DONE}                                                                    },
    {"/after-done",
     CLOSES,                   {STREAM, SAYS("a"), STOP, DONE "data: x\n\n", "event: error\ndata: late\n\n"}                },
    {"/cut",           CLOSES, {STREAM, SAYS("a"), SAYS("b") "data: {\"choices\":[{\"del"}                                  },
    {"/cut-late",      CLOSES, {STREAM, SAYS("a"), STOP, "data: {\"choices\":[],\"usa"}                                     },
    {"/cut-done",      CLOSES, {STREAM, SAYS("a"), STOP, "data: [DO"}                                                       },
    {"/cut-garbage",   CLOSES, {STREAM, SAYS("a"), "data: <html>"}                                                          },
    {"/cut-whole",     CLOSES, {JSON("200 OK"), "{\"choices\":[{\"message\":{\"content\":\"whole"}                          },
    {"/detail",        CLOSES, {JSON("200 OK"), "{\"detail\":\"Not Found\"}"}                                               },
    {"/no-type",       CLOSES, {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "\x1f\x8b\b zipped\r\n"}                    },
    {"/204",           KEEPS,  {"HTTP/1.1 204 No Content\r\n\r\n"}                                                          },
    {"/wordless",      CLOSES, {STREAM, SAYS("a"), "event: error\n\n"}                                                      },
    {"/usage-0",
     CLOSES,                   {STREAM, SAYS("a"), SAYS("b"), STOP,
      "data: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":0}}\n\n"}                                    },
    {"/whole-usage-0",
     CLOSES,                   {JSON("200 OK"), "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
                      "\"usage\":{\"completion_tokens\":0}}"}                                                   },
    {"/truncated",     CLOSES, {STREAM, SAYS("a"), SAYS("b")}                                                               },
    {"/empty",         CLOSES, {STREAM, ROLE, STOP, DONE}                                                                   },
    {"/breaks",        RESETS, {CHUNKS "400\r\n", SAYS("a"), SAYS("b")}                                                     },
    {"/breaks-late",   RESETS, {CHUNKS "400\r\n", SAYS("a"), STOP, DONE}                                                    },
    {"/in-stream",
     CLOSES,                   {STREAM, SAYS("a"),
      "data: {\"error\":{\"message\":\"out of "
      "\\\"memory\\\"\"}}\n\n",
      DONE}                                                                                                     },
    {"/event-error",   CLOSES, {STREAM, SAYS("a"), "event: error\ndata: no more\n\n", STOP}                                 },
    {"/no-json",       CLOSES, {STREAM, SAYS("a"), "data: {\"choices\":[{\"del\n\n", STOP}                                  },
    {"/html",
     CLOSES,                   {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
      "<html><body>Please sign in</body></html>"}                                                               },
    {"/nothing",       KEEPS,  {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}                                             },
    {"/500",           CLOSES, {JSON("500 Oh"), "no worker", " left"}                                                       },
    {"/429",           KEEPS,  {"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n"}                                           },
    {"/whole",
     CLOSES,                   {JSON("200 OK"), "{\"choices\":[{\"message\":{\"content\":\"whole answer\"},\"finish_reason\":"
                      "\"length\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"}                  },
    {"/page",          CLOSES, {JSON("200 OK"), "page"}                                                                     },
    {"/moved",         KEEPS,  {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"}                                          },
    {"/kinds",
     CLOSES,                   {STREAM, ROLE, THINKS("h\\u006d"), SAYS("a\\u0000b"), CALLS,
      "data: {\"choices\":[{\"delta\":{\"content\":\"c\",\"refusal\":\"no\"}}]}\n\n" SAYS("d"),
      STOP}                                                                                                     },
    {"/vectors",
     CLOSES,                   {JSON("200 OK"), "{\"data\":[{\"embedding\":[0.5,1]}],\"usage\":{\"prompt_tokens\":3}}"}     },
    {"/no-vectors",    CLOSES, {JSON("200 OK"), "{\"data\":null,\"usage\":{\"prompt_tokens\":3}}"}                          },
    {"/vector-error",
     CLOSES,                   {JSON("200 OK"), "{\"data\":[],\"error\":{\"message\":\"too long\"}}"}                       },
    {"/stays",         KEEPS,  {STREAM, SAYS("a")}                                                                          },
    {NULL,             CLOSES, {NULL}                                                                                       },
};

static struct labels *labels;
static struct recorder recorder;
static struct shape *chat;

/* All that a journey gets to know, kept. */
struct seen {
    unsigned ended;
    struct sample sample;
    char text[256], words[8192], finish[32], kept[512], reasoning[64], refusal[64];
    size_t kept_len;
    size_t words_len;
};

static void see(void *owner, const struct exchange_result *r)
{
    struct seen *s = owner;

    s->ended++;
    s->sample = *r->sample;
    s->words_len = r->words.len;
    snprintf(s->text, sizeof s->text, "%.*s", (int)r->text.len, r->text.text);
    snprintf(s->words, sizeof s->words, "%.*s", (int)r->words.len, r->words.text);
    snprintf(s->reasoning, sizeof s->reasoning, "%.*s", (int)r->reasoning.len, r->reasoning.text);
    snprintf(s->refusal, sizeof s->refusal, "%.*s", (int)r->refusal.len, r->refusal.text);
    s->kept_len = r->kept.len;
    memcpy(s->kept, r->kept.text, r->kept.len < sizeof s->kept ? r->kept.len : sizeof s->kept);
    snprintf(s->finish, sizeof s->finish, "%s", r->finish_reason ? r->finish_reason : "(none)");
}

static const struct exchange_watch seeing = {.on_end = see};

static struct http_target *now_target;

static struct exchange_spec spec_of(const char *path, const struct shape *shape)
{
    nanos now = clock_now();

    now_target = target("POST", path);
    return (struct exchange_spec){
        .line = http_line_new(http),
        .request = {.target = now_target,
                    .timeout = 10 * NANOS_PER_SECOND,
                    .stall = 10 * NANOS_PER_SECOND,
                    .id = "stoke-1-2-3"},
        .shape = shape,
        .due = now - NANOS_PER_MS,
        .ready = now,
        .step = labels_add(labels, "greet"),
        .user = 2,
        .turn = 3,
        .keep_text = true,
    };
}

static void wait_for(struct seen *s)
{
    nanos patience = clock_now() + 20 * NANOS_PER_SECOND;

    while (!s->ended && clock_now() < patience)
        turn();
    http_target_free(now_target);
}

static struct seen exchange_with(const char *path, const struct shape *shape)
{
    struct seen s = {0};
    struct exchange_spec spec = spec_of(path, shape);

    exchange_begin(&recorder, &spec, &seeing, &s);
    wait_for(&s);
    http_line_free(spec.line);
    note("%s: %s%s%.60s", path, fault_name(s.sample.outcome), s.words[0] ? ": " : "", s.words);
    return s;
}

static bool in_order(const struct sample *s)
{
    const nanos moments[] = {s->due,        s->ready,      s->begun,       s->connected,
                             s->sent,       s->first_byte, s->first_event, s->first_token,
                             s->last_token, s->ended};

    for (size_t i = 1; i < sizeof moments / sizeof *moments; i++)
        if (!moments[i] || moments[i] < moments[i - 1])
            return false;
    return true;
}

static void test_good(void)
{
    struct seen s = exchange_with("/good", chat);

    ok(s.ended == 1 && s.sample.outcome == FAULT_NONE && s.sample.status == 200);
    ok(!strcmp(s.text, "Hi \"you\"\n\xc3\xa9") && !strcmp(s.finish, "stop") && !s.words[0]);
    ok(in_order(&s.sample));
    note("the role alone is an event, but no token");
    ok(s.sample.events == 6 && s.sample.token_events == 2 &&
       s.sample.first_event < s.sample.first_token);
    ok(s.sample.has_usage && s.sample.tokens_in == 7 && s.sample.tokens_out == 9 &&
       s.sample.has_input && s.sample.has_cached && s.sample.tokens_cached == 4 &&
       sample_tokens(&s.sample) == 9);
    ok(s.sample.coalesced == 0 && s.sample.last_token > s.sample.first_token);
    ok(s.sample.streamed && s.sample.llm && !s.sample.reused && s.sample.step == 1);
    ok(s.sample.user == 2 && s.sample.turn == 3 && s.sample.events_in_window == 2);
    ok(strstr(peer.head.data, "X-Request-Id: stoke-1-2-3\r\n") != NULL);

    s = exchange_with("/cut-events", chat);
    ok(s.sample.outcome == FAULT_NONE && !strcmp(s.text, "xy") && s.sample.events == 3);
    ok(!s.sample.has_usage && sample_tokens(&s.sample) == 2);

    s = exchange_with("/whole", chat);
    ok(s.sample.outcome == FAULT_NONE && !s.sample.streamed && s.sample.tokens_out == 2);
    ok(!strcmp(s.text, "whole answer") && !strcmp(s.finish, "length") && in_order(&s.sample));
}

static void test_counts_that_nobody_made(void)
{
    struct seen s = exchange_with("/usage-0", chat);

    note("where text came there are tokens, whatever the service says");
    ok(s.sample.outcome == FAULT_NONE && !s.sample.has_usage && sample_tokens(&s.sample) == 2);
    ok(s.sample.has_input && s.sample.tokens_in == 7 && !s.sample.has_cached);
    s = exchange_with("/whole-usage-0", chat);
    ok(s.sample.outcome == FAULT_NONE && !s.sample.has_usage && !s.sample.has_input);
    s = exchange_with("/empty", chat);
    ok(!s.sample.has_usage && !s.sample.has_input);
}

static void test_moments(void)
{
    struct seen s = exchange_with("/reasons", chat);

    note("reasoning is a token, but not yet an answer; it is no part of the text");
    ok(s.sample.token_events == 3 && s.sample.first_token < s.sample.first_answer);
    ok(s.sample.first_answer == s.sample.last_token && !strcmp(s.text, "42"));
    s = exchange_with("/together", chat);
    note("what came in one read came together: two reads, five tokens");
    ok(s.sample.token_events == 5 && s.sample.coalesced == 3 && s.sample.events == 6);
    ok(s.sample.first_answer == s.sample.first_token && s.sample.last_token > s.sample.first_token);
}

/* libcurl hands each of HTTP's chunks over by itself, even if one read brought several. */
static void test_chunks(void)
{
    struct seen s = exchange_with("/chunks", chat);

    ok(s.sample.outcome == FAULT_NONE && s.sample.token_events == 3 && s.sample.coalesced == 1);
    ok(s.sample.first_token < s.sample.last_token);
}

static void test_outcomes(void)
{
    static const struct {
        const char *path, *words; /* NULL: none */
        enum fault outcome;
        bool plain; /* http, without a protocol */
    } cases[] = {
        {"/no-done",     NULL,                                                              FAULT_NONE,      false},
        {"/only-done",   "1 tokens",                                                        FAULT_TRUNCATED, false},
        {"/after-done",  NULL,                                                              FAULT_NONE,      false},
        {"/truncated",   "2 tokens",                                                        FAULT_TRUNCATED, false},
        {"/cut",         "inside its JSON, after 2 tokens",                                 FAULT_TRUNCATED, false},
        {"/cut-late",    NULL,                                                              FAULT_NONE,      false},
        {"/cut-done",    NULL,                                                              FAULT_NONE,      false},
        {"/cut-garbage", "<html>",                                                          FAULT_MALFORMED, false},
        {"/cut-whole",   "inside its JSON, after 0 tokens",                                 FAULT_TRUNCATED, false},
        {"/empty",       "\"stop\"",                                                        FAULT_EMPTY,     false},
        {"/breaks",      "reset by peer",                                                   FAULT_RESET,     false},
        {"/breaks-late", NULL,                                                              FAULT_NONE,      false},
        {"/in-stream",   "out of \"memory\"",                                               FAULT_IN_STREAM, false},
        {"/event-error", "no more",                                                         FAULT_IN_STREAM, false},
        {"/no-json",     "{\"choices\":[{\"del",                                            FAULT_MALFORMED, false},
        {"/wordless",    "an error without words",                                          FAULT_IN_STREAM, false},
        {"/html",        "status 200 with a body of text/html: <html><body>Please sign in",
         FAULT_MALFORMED,                                                                                    false},
        {"/detail",      "of application/json: {\"detail\":\"Not",                          FAULT_MALFORMED, false},
        {"/no-type",     "with a body of no type: \\x1f\\x8b\\x08 zipped",                  FAULT_MALFORMED, false},
        {"/nothing",     "status 200 without a body",                                       FAULT_MALFORMED, false},
        {"/204",         "status 204 without a body",                                       FAULT_MALFORMED, false},
        {"/500",         "no worker left",                                                  FAULT_STATUS,    false},
        {"/429",         "429",                                                             FAULT_STATUS,    false},
        {"/hangs-up",    "Empty reply",                                                     FAULT_NO_REPLY,  false},
        {"/moved",       "status 302",                                                      FAULT_STATUS,    false},
        {"/moved",       NULL,                                                              FAULT_NONE,      true },
        {"/500",         "no worker left",                                                  FAULT_STATUS,    true },
        {"/429",         "status 429 without",                                              FAULT_STATUS,    true },
        {"/html",        NULL,                                                              FAULT_NONE,      true },
        {"/hangs-up",    "Empty reply",                                                     FAULT_NO_REPLY,  true },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen s = exchange_with(cases[i].path, cases[i].plain ? NULL : chat);

        ok(s.ended == 1 && s.sample.outcome == cases[i].outcome);
        ok(s.words[0] ? cases[i].words && strstr(s.words, cases[i].words) : !cases[i].words);
        ok(s.sample.begun && s.sample.ended >= s.sample.begun && s.sample.llm != cases[i].plain);
    }
}

static void test_plain(void)
{
    struct seen s = exchange_with("/page", NULL);

    ok(s.sample.outcome == FAULT_NONE && !strcmp(s.text, "page") && !s.sample.llm);
    ok(s.sample.events == 0 && !s.sample.first_token && !strcmp(s.finish, "(none)"));
}

/* Whatever the service says, so much of it is kept. */
static void test_long_words(void)
{
    static char long_body[20000];
    struct peer_reply chatty[] = {
        {"/500",       CLOSES, {JSON("500 Oh"), long_body}   },
        {"/in-stream", CLOSES, {STREAM, SAYS("a"), long_body}},
        {NULL,         CLOSES, {NULL}                        },
    };
    struct seen s;

    memset(long_body, 'w', sizeof long_body - 1);
    memcpy(long_body, "data: {\"error\":\"", 16);
    strcpy(long_body + sizeof long_body - 5, "\"}\n\n");
    peer.replies = chatty;
    s = exchange_with("/500", chat);
    ok(s.sample.outcome == FAULT_STATUS && s.words_len == 4096);
    s = exchange_with("/in-stream", chat);
    ok(s.sample.outcome == FAULT_IN_STREAM && s.words_len == 4096);
    peer.replies = replies;
}

static void test_cancel(void)
{
    struct seen s = {0};
    struct exchange_spec spec = spec_of("/stays", chat);
    struct exchange *x = exchange_begin(&recorder, &spec, &seeing, &s);
    uint64_t stopped = metrics_counts(recorder.metrics)->stopped;

    for (int i = 0; i < 20; i++)
        turn();
    exchange_cancel(x, STOPPED);
    ok(!s.ended);
    wait_for(&s);
    ok(s.sample.outcome == STOPPED && s.sample.token_events == 1 && !strcmp(s.text, "a"));
    ok(metrics_counts(recorder.metrics)->stopped == stopped + 1);
    note("its owner may go before it, and it is counted all the same");
    x = exchange_begin(&recorder, &spec, &seeing, &s);
    exchange_abandon(x);
    exchange_cancel(x, UNFINISHED);
    http_reap(http);
    ok(s.ended == 1 && metrics_counts(recorder.metrics)->unfinished == 1);
    http_line_free(spec.line);
}

/* A letter for what a token is, and its text; a NUL is shown as 0. */
static char heard[256];

static void hear(void *owner, enum meaning kind, struct span text)
{
    size_t n = strlen(heard);

    (void)owner;
    n += (size_t)snprintf(heard + n, sizeof heard - n, "%c=", "trf?"[kind < 3 ? kind : 3]);
    for (size_t i = 0; i < text.len && n + 3 < sizeof heard; i++)
        heard[n++] = text.text[i] ? text.text[i] : '0';
    snprintf(heard + n, sizeof heard - n, " ");
}

static struct seen heard_from(const char *path, bool keep)
{
    static const struct exchange_watch both = {hear, see};
    struct seen s = {0};
    struct exchange_spec spec = spec_of(path, chat);

    heard[0] = '\0';
    spec.keep_text = keep;
    exchange_begin(&recorder, &spec, &both, &s);
    wait_for(&s);
    http_line_free(spec.line);
    note("%s: %s", path, heard);
    return s;
}

static void test_on_token(void)
{
    struct seen s = heard_from("/kinds", true);

    note("each kind by itself, unescaped; a tool's call is the protocol's to join, so it is not "
         "heard");
    ok(!strcmp(heard, "r=hm t=a0b t=c f=no t=d ") && s.sample.outcome == FAULT_NONE);
    ok(!strcmp(s.reasoning, "hm") && !strcmp(s.refusal, "no") && !strcmp(s.text, "a"));
    note("but it is a token like the others, one for an event");
    ok(s.sample.token_events == 5);
    s = heard_from("/kinds", false);
    note("nothing is kept for who only listens");
    ok(!strcmp(heard, "r=hm t=a0b t=c f=no t=d ") && !s.text[0] && !s.reasoning[0] &&
       !s.refusal[0]);
    s = heard_from("/in-stream", true);
    ok(!strcmp(heard, "t=a ") && s.sample.outcome == FAULT_IN_STREAM);
    s = heard_from("/empty", true);
    ok(!heard[0] && s.sample.outcome == FAULT_EMPTY);
    s = heard_from("/whole", true);
    ok(!strcmp(heard, "t=whole answer ") && !strcmp(s.text, "whole answer"));
}

/* Replies that are no text: they are whole when what was asked for is there. */
static void test_kept(void)
{
    struct shape *vectors = shape_new(NULL);
    struct seen s;

    add_path(vectors, MEANS_KEEP, NULL, "data");
    add_path(vectors, MEANS_TOKENS_IN, NULL, "usage.prompt_tokens");
    add_path(vectors, MEANS_FAILURE, NULL, "error");
    ok(!shape_has_output(vectors) && shape_has_output(chat));
    s = exchange_with("/vectors", vectors);
    ok(s.sample.outcome == FAULT_NONE && !s.sample.llm && s.sample.has_input &&
       s.sample.tokens_in == 3);
    ok(!strncmp(s.kept, "{\"data\":[{", 10) && s.kept_len == strlen(s.kept) + 1 && !s.text[0]);
    note("there are no tokens, and nobody's are counted");
    ok(s.sample.token_events == 0 && !s.sample.first_token && !s.sample.has_usage);
    s = exchange_with("/no-vectors", vectors);
    ok(s.sample.outcome == FAULT_MALFORMED && s.kept_len == 0);
    s = exchange_with("/page", vectors);
    ok(s.sample.outcome == FAULT_MALFORMED);
    s = exchange_with("/vector-error", vectors);
    ok(s.sample.outcome == FAULT_IN_STREAM && !strcmp(s.words, "too long"));
    s = exchange_with("/500", vectors);
    ok(s.sample.outcome == FAULT_STATUS);
    shape_free(vectors);
}

/* Of a stream, the events that the protocol wants to read whole, one after the other. */
static void test_kept_events(void)
{
    struct shape *s = chat_shape();
    struct seen seen;

    add_path(s, MEANS_KEEP, NULL, "choices.*.delta.tool_calls");
    add_path(s, MEANS_KEEP, NULL, "choices.*.delta.refusal");
    seen = exchange_with("/kinds", s);
    ok(seen.sample.outcome == FAULT_NONE && strstr(seen.kept, "\"tool_calls\"") &&
       !strstr(seen.kept, "\"refusal\""));
    ok(seen.kept_len > strlen(seen.kept) + 1 &&
       strstr(seen.kept + strlen(seen.kept) + 1, "\"refusal\""));
    ok(exchange_with("/good", s).kept_len == 0);
    shape_free(s);
}

/* What all of it added to the metrics. */
static void test_recorded(void)
{
    struct metrics *m = metrics_new(NULL);
    struct seen s;

    metrics_free(recorder.metrics);
    recorder.metrics = metrics_new(labels);
    s = exchange_with("/good", chat);
    s = exchange_with("/together", chat);
    ok(metrics_counts(recorder.metrics)->ok == 2 && recorder.done >= 2);
    ok(hist_count(metrics_hist(recorder.metrics, METRIC_GAP)) == 1 + 4);
    note("two spaces in five tokens were seen; those in one read had none");
    ok(hist_max(metrics_hist(recorder.metrics, METRIC_TTFT)) > 0);
    metrics_merge(m, recorder.metrics);
    ok(group_hist(metrics_group(m, BY_STEP, 1), METRIC_TTFT) &&
       !strcmp(metrics_label(m, 1), "greet"));
    note("what is due in a stage that is not measured is warm-up");
    recorder.timeline.stretches[0].warmup = true;
    s = exchange_with("/good", chat);
    ok(s.sample.warmup && s.sample.events_in_window == 0);
    ok(metrics_counts(recorder.metrics)->ok == 2 && metrics_counts(recorder.metrics)->warmup == 1);
    ok(hist_count(metrics_hist(recorder.metrics, METRIC_GAP)) == 5);
    recorder.timeline.stretches[0].warmup = false;
    metrics_free(m);
}

int main(void)
{
    client_start();
    begin_service(replies, false);
    labels = labels_new();
    recorder = (struct recorder){.metrics = metrics_new(labels), .labels = labels};
    timeline_add(&recorder.timeline, 0, NANOS_NEVER, false);
    chat = chat_shape();
    test_good();
    test_counts_that_nobody_made();
    test_moments();
    test_chunks();
    test_outcomes();
    test_plain();
    test_long_words();
    test_on_token();
    test_kept();
    test_kept_events();
    test_cancel();
    test_recorded();
    end_service();
    shape_free(chat);
    metrics_free(recorder.metrics);
    timeline_release(&recorder.timeline);
    labels_free(labels);
    client_end();
    return tap_done();
}
