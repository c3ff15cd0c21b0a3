#include "cli/sim_wish.h"

#include "base/error.h"
#include "base/units.h"
#include "cli/options.h"
#include "sim/embed.h"
#include "sim/page.h"
#include "sim/preset.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 256, CACHE_USUAL = 1 << 20, CACHE_MAX = 1 << 30 };
#define TOKENS_USUAL "128~0.5" /* of an engine's reply */

static int read_whole(const char *text, uint64_t low, uint64_t high, uint64_t *n, struct error *err)
{
    char *end;
    unsigned long long got;

    errno = 0;
    got = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || got < low || got > high)
        return error_set(err, "\"%s\" is no whole number from %" PRIu64 " to %" PRIu64, text, low,
                         high);
    *n = got;
    return 0;
}

static int take_port(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    uint64_t n = 0;

    if (read_whole(text, 0, 65535, &n, err))
        return -1;
    w->options.port = (uint16_t)n;
    return 0;
}

static int take_threads(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    uint64_t n = 0;

    if (read_whole(text, 1, THREADS_MAX, &n, err))
        return -1;
    w->options.threads = (unsigned)n;
    return 0;
}

static int take_ttft(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->paced = "--ttft";
    return spread_read_span(text, &w->options.model.ttft, err);
}

static int take_gap(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->paced = "--gap";
    return spread_read_span(text, &w->options.model.gap, err);
}

static int take_tokens(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->counted = true;
    return spread_read_count(text, &w->options.model.tokens, err);
}

static int take_slow(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->paced = "--slow-window";
    return model_read_slow(text, &w->options.model, err);
}

static int read_count(const char *text, unsigned low, unsigned high, unsigned *count,
                      struct error *err)
{
    uint64_t n = 0;

    if (read_whole(text, low, high, &n, err))
        return -1;
    *count = (unsigned)n;
    return 0;
}

static int take_instant(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    if (!w->paced)
        w->paced = "--instant";
    return option_flag(&w->options.instant, text, err);
}

static int take_interval(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 1, SIM_INTERVAL_MAX, &w->options.interval, err);
}

static int take_tool_calls(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 0, SIM_TOOL_CALLS_MAX, &w->options.tool_calls, err);
}

static int take_tool_rounds(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 0, SIM_TOOL_ROUNDS_MAX, &w->options.tool_rounds, err);
}

static int take_tool_fragment(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 1, SIM_FRAGMENT_MAX, &w->options.tool_fragment, err);
}

static int take_dimensions(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 1, EMBED_SIZE_MAX, &w->options.dimensions, err);
}

static int take_reasoning(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_count(text, 0, SIM_REASONING_MAX, &w->options.reasoning, err);
}

static int take_usage(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    static const char *const names[] = {"auto", "always", "never", "every"};

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            w->options.usage = (enum sim_usage)i;
            return 0;
        }
    }
    return error_set(err, "\"%s\" is none of auto, always, never, every", text);
}

static int take_metrics(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->options.metrics = wording_find(text);
    if (!w->options.metrics && strcmp(text, "none") != 0)
        return error_set(err, "\"%s\" is none of vllm, sglang, tgi, none", text);
    return 0;
}

static int take_when_full(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    static const char *const names[] = {"429", "503", "event", "hang"};

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            w->options.full = (enum sim_full)i;
            w->when_full = true;
            return 0;
        }
    }
    return error_set(err, "\"%s\" is none of 429, 503, event, hang", text);
}

static int take_text(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;

    w->options.utf8_text = strcmp(text, "utf8") == 0;
    if (w->options.utf8_text || strcmp(text, "words") == 0)
        return 0;
    return error_set(err, "\"%s\" is neither words nor utf8", text);
}

static int take_seed(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_whole(text, 0, UINT64_MAX, &w->options.seed, err);
}

static int take_faults(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return sim_rules_read(&w->options.rules, text, err);
}

static int take_cache_blocks(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return read_whole(text, 0, CACHE_MAX, &w->cache_blocks, err);
}

static int take_pause(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return stretch_read(text, &w->options.pause, err);
}

static int take_crash(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    return stretch_read(text, &w->options.crash, err);
}

static int take_certificate(void *wish, const char *text, struct error *err)
{
    struct sim_wish *w = wish;
    w->certificate = text;
    return option_flag(&w->tls, text, err);
}

#define IN(name) offsetof(struct sim_wish, name)

/* clang-format off */
static const struct option_line lines[] = {
    {0,   "host", "NAME", "listen there (127.0.0.1)", option_text, IN(options.host)},
    {0,   "port", "N", "listen on this port; 0: any that is free (8000)", take_port, 0},
    {0,   "threads", "N", "serve with so many threads (1)", take_threads, 0},
    {0,   "model", "NAME", "the model's name (sim)", option_text, IN(options.model_name)},
    {0,   "tokens", "N", "tokens in a reply: 100, 100~0.5 or 20..200 (100; of an engine 128~0.5)", take_tokens, 0},
    {0,   "stream-interval", "N", "tokens in an event (1)", take_interval, 0},
    {0,   "usage", "WHEN", "tell token counts: auto (if asked), always, never, every event", take_usage, 0},
    {0,   "text", "SORT", "words, or utf8: hardly any character is ASCII (words)", take_text, 0},
    {0,   "reasoning", "N", "tokens of thought before each answer (0)", take_reasoning, 0},
    {0,   "tool-calls", "N", "call so many tools at once, of those a request offers (0)", take_tool_calls, 0},
    {0,   "tool-rounds", "N", "so many times after a message of the user (1)", take_tool_rounds, 0},
    {0,   "tool-fragment", "N", "bytes of the arguments in an event (4)", take_tool_fragment, 0},
    {0,   "tool-interleave", NULL, "fragments of all calls in turn", option_flag, IN(options.tool_in_turn)},
    {0,   "dimensions", "N", "numbers in an embedding (64)", take_dimensions, 0},
    {0,   "cache-blocks", "N", "blocks of 16 tokens in the prefix cache; 0: no cache (1048576)", take_cache_blocks, 0},
    {0,   "no-tokenize", NULL, "do not serve /tokenize", option_flag, IN(options.no_tokenize)},
    {0,   "metrics", "NAME", "whose names /metrics has: vllm, sglang, tgi, none (vllm)", take_metrics, 0},
    {0,   "seed", "N", "of all that is random (1)", take_seed, 0},
    {0,   "fault", "LIST", "misbehave, as in reset:0.01,stall(2s):0.02@20: see below", take_faults, 0},
    {0,   "pause", "A..B", "from A to B after the first request say nothing: 5s..6s", take_pause, 0},
    {0,   "crash", "A..B", "from A to B be gone: reset connections, refuse new ones", take_crash, 0},
    {0,   "ready-after", "T", "answer 503 for so long after the start", option_span, IN(options.ready_after)},
    {0,   "api-key", "KEY", "answer 401 to whoever does not send it", option_text, IN(options.api_key)},
    {0,   "tls", NULL, "speak TLS with a certificate made at start", option_flag, IN(tls)},
    {0,   "tls-cert", "FILE", "the same, and write the certificate to FILE for --cacert", take_certificate, 0},
    {0,   "truth", "FILE", "write when each token was sent, a JSON line per request", option_text, IN(options.truth)},
    {0,   "bodies", "FILE", "write what was asked: a request's id, a tab, its body on a line", option_text, IN(options.bodies)},
    {0,   "quit-after", "T", "end by itself after this time", option_span, IN(quit_after)},
    {'h', "help", NULL, "this page", option_flag, IN(help)},

    {0,   NULL, NULL, "A service without an engine, where each request is for itself:", NULL, 0},
    {0,   "ttft", "T", "time to the first token: 50ms, or 50ms~0.2 for jitter (50ms)", take_ttft, 0},
    {0,   "gap", "T", "time between tokens, the same way (10ms)", take_gap, 0},
    {0,   "instant", NULL, "no waiting: as fast as the socket takes it", take_instant, 0},
    {0,   "slow-window", "A..B+T", "from A to B after the first request, T slower: 5s..10s+2s", take_slow, 0},

    {0,   NULL, NULL, "An engine, whose requests share its steps, memory and queue (when none of --ttft, --gap,\n--tokens, --instant is given, or any of these is):", NULL, 0},
    {0,   "preset", "NAME", "the engine: see below (" PRESET_USUAL ")", option_text, IN(engine.preset)},
    {0,   "time-scale", "S", "its time: with 0.1 all is ten times as fast (1)", sim_engine_factor, IN(engine.scale)},
    {0,   "replicas", "N", "so many of them, behind one port (1)", sim_engine_count, IN(engine.replicas)},
    {0,   "balance", "HOW", "round-robin, least-loaded or prefix-aware (round-robin)", option_text, IN(engine.balance)},
    {0,   "max-queue", "N", "requests that may wait; 0: any number (0)", sim_engine_count0, IN(engine.max_queue)},
    {0,   "when-full", "HOW", "answer the others 429, 503, event (a stream with an error) or hang (429)", take_when_full, 0},

    {0,   NULL, NULL, "What the engine is like (as the preset says):", NULL, 0},
    {0,   "efficiency", "E", "all its steps take 1/E of their time (1)", sim_engine_factor, IN(engine.efficiency)},
    {0,   "jitter", "CV", "variation of a step's time (0.03)", sim_engine_share, IN(engine.jitter)},
    {0,   "step-time", "T", "of each step, whatever there is to do", sim_engine_time, IN(engine.step)},
    {0,   "weights-time", "T", "to read the weights in a step", sim_engine_time, IN(engine.weights)},
    {0,   "token-time", "T", "to compute a token, if all of them take longer than the weights", sim_engine_time, IN(engine.token)},
    {0,   "context-time", "T", "for each token before the one that is being said", sim_engine_time, IN(engine.context)},
    {0,   "attention-time", "T", "for each two tokens of a prompt that is being read", sim_engine_time, IN(engine.attention)},
    {0,   "seq-time", "T", "for each request in a step", sim_engine_time, IN(engine.sequence)},
    {0,   "blocks", "N", "blocks of 16 tokens that its memory holds", sim_engine_count, IN(engine.blocks)},
    {0,   "max-seqs", "N", "requests that run at once", sim_engine_count, IN(engine.max_seqs)},
    {0,   "batch-tokens", "N", "tokens that a step computes at most", sim_engine_count, IN(engine.step_tokens)},
    {0,   "max-model-len", "N", "tokens of a prompt and its reply", sim_engine_length, IN(engine.model_len)},
    {0,   "spec-tokens", "N", "drafts that are checked with each token (0)", sim_engine_count0, IN(engine.spec_tokens)},
    {0,   "spec-accept", "P", "the probability that a draft is right (0.7)", sim_engine_share, IN(engine.spec_accept)},
    {0,   NULL, NULL, NULL, NULL, 0},
};
/* clang-format on */

static const char *const phases[SIM_PHASES] = {
    [SIM_AT_ONCE] = "instead of a reply",
    [SIM_STATUS] =
        "a status instead of a reply; 503(html), (plain), (detail) or (empty) is how it tells\n"
        "  why, (30), (2.5), (date) or (never) its Retry-After, (html+30) both",
    [SIM_PLACED] = "at a token (else in the middle; @end is after the last one)",
    [SIM_FROM] =
        "from a token on (else from the first); all that follow hurt no good client, except\n"
        "  empty, no_usage, bad_length and gzip",
    [SIM_SAID] = "what is said",
    [SIM_LINES] = "the lines of the stream",
    [SIM_HTTP] = "how it is sent",
};

static void list_faults(void)
{
    puts("\nfaults: a list by commas, name(argument):share@token. reset:0.1@20 befalls a tenth of "
         "the\n"
         "requests after 20 tokens; without a share all of them.");
    for (int p = 0; p < SIM_PHASES; p++) {
        printf("\n  %s:\n", phases[p]);
        for (int f = 0; f < SIM_FAULTS; f++) {
            const struct sim_trait *t = sim_fault_trait((enum sim_fault)f);

            if (t->phase == (enum sim_phase)p)
                printf("    %-12s %s\n", t->name, t->summary);
        }
    }
    puts("\n  error(X), by the service that does it: a OpenAI and vLLM, b older vLLM, c TGI, "
         "Triton and\n"
         "  Ollama, d Dynamo, e Anthropic, f older llama.cpp, g OpenRouter, h Responses, i SGLang "
         "with\n"
         "  a full queue, j an error instead of a stream.");
}

static void list_protocols(void)
{
    puts("It speaks (docs/sim.md says how much of each):\n"
         "  OpenAI     /v1/chat/completions, /v1/completions, /v1/responses, /v1/models\n"
         "  Anthropic  /v1/messages\n"
         "  Gemini     /v1beta/models/MODEL:streamGenerateContent, :generateContent\n"
         "  Ollama     /api/chat, /api/generate, /api/tags, /api/show, /api/version\n"
         "  TGI        /generate_stream, /generate, /, /info\n"
         "  llama.cpp  /completion, /props\n"
         "  vectors    /v1/embeddings, /v1/rerank, /v2/rerank, /rerank: texts are near each other\n"
         "             as far as they share words; replies take the time to the first token\n"
         "  others     /tokenize, /health and /; /metrics and /sim/stats tell what was done\n");
}

void sim_wish_help(void)
{
    puts("stoke sim: a simulated LLM service, to try things on and to test against\n\n"
         "  stoke sim                                     an 8B model on an H100: full at 45/s\n"
         "  stoke sim --preset tiny --time-scale 0.1      a small one, ten times as fast\n"
         "  stoke sim --ttft 200ms~0.3 --gap 20ms~0.1 --tokens 20..400\n"
         "  stoke sim --instant --threads 4               how fast is the client?\n"
         "  stoke sim --fault \"reset:0.05,stall(2s):0.1\"  what does it make of trouble?\n"
         "  stoke sim --port 0 --truth truth.jsonl        the first line tells the URL\n");
    list_protocols();
    puts("options (and what they are when not given):");
    options_help(lines, NULL, stdout);
    puts("\nPresets:");
    preset_list(stdout);
    list_faults();
    puts("\nA request may ask for itself, by headers: X-Sim-Tool-Calls, X-Sim-Tool-Rounds,\n"
         "X-Sim-Tool-Fragment, X-Sim-Reasoning: N, X-Sim-Refusal: 1.");
}

void sim_wish_init(struct sim_wish *w)
{
    *w = (struct sim_wish){.cache_blocks = CACHE_USUAL};
    sim_options_init(&w->options);
    sim_engine_init(&w->engine);
}

static int make_engine(struct sim_wish *w, struct error *err)
{
    struct sim_options *o = &w->options;

    if (o->threads > 1)
        return error_set(err, "--threads: an engine is one place and has one thread (more of them "
                              "are --replicas; without one, say --ttft or --instant)");
    if (sim_engine_make(&w->engine, &o->fleet, err))
        return -1;
    if (w->when_full && !o->fleet.engine.max_queue)
        return error_set(err, "--when-full: the queue is never full, for lack of --max-queue");
    o->fleet.engine.seed = o->seed;
    o->remembers = w->cache_blocks > 0;
    return w->counted ? 0 : spread_read_count(TOKENS_USUAL, &o->model.tokens, err);
}

/* An engine takes the time that it takes. */
static int choose_engine(struct sim_wish *w, struct error *err)
{
    bool asked = sim_engine_asked(&w->engine) || w->when_full;

    if (asked && w->paced)
        return error_set(
            err, "%s: what belongs to an engine was said too, and that has its own time", w->paced);
    return asked || !(w->paced || w->counted) ? make_engine(w, err) : 0;
}

static int check_pace(const struct sim_wish *w, struct error *err)
{
    if (!w->options.instant || strcmp(w->paced, "--instant") == 0)
        return 0;
    return error_set(err, "%s: with --instant there is no time to wait, so say one of the two",
                     w->paced);
}

/* Each thread has a first request of its own. */
static int check_outages(const struct sim_options *o, struct error *err)
{
    if (o->threads > 1 && (o->pause.to || o->crash.to))
        return error_set(err,
                         "--threads: only a service of one thread pauses or crashes at a time");
    if (o->instant && o->pause.to)
        return error_set(err, "--pause: with --instant there is no time to stand still in");
    return 0;
}

int sim_wish_read(struct sim_wish *w, int argc, char **argv, struct error *err)
{
    int first = options_read(lines, argc, argv, w, err);

    if (first < 0)
        return -1;
    if (first < argc)
        return error_set(err, "sim takes no \"%s\" (stoke sim --help shows all)", argv[first]);
    if (w->help)
        return 0;
    if (choose_engine(w, err) || check_pace(w, err))
        return -1;
    return check_outages(&w->options, err);
}
