#include "load/worker.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/timers.h"
#include "load/flow.h"
#include "load/handover.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "plan/scenario.h"
#include "plan/stage.h"
#include "script/copy.h"
#include "script/probe.h"
#include "script/script.h"
#include "script/task.h"

#include <lauxlib.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* So many journeys begin in a turn. */
enum { BEGIN_PER_TURN = 32, OPEN_AT_FIRST = 1000 };

#define TICK (100 * NANOS_PER_MS)

enum order { GO_ON, STOP, STOP_AT_ONCE };

struct worker {
    const struct worker_setup *setup;
    const struct plan *plan;
    struct share share;
    pthread_t thread;
    bool started;

    struct loop *loop;
    struct http *http;
    struct script script;
    struct recorder recorder;

    struct ground ground;
    struct flow *flows;
    unsigned flow_count, first; /* whose turn it is to begin first */
    struct timer wake, tick;
    nanos grace_ends;
    bool stopping;
    int order_followed;

    uint64_t done_at_tick;
    nanos last_tick;
    nanos cpu, wall;                 /* while it was measured */
    nanos cpu_at_tick, wall_at_tick; /* 0: the last tick was not measured */

    struct handover handover; /* what other threads see, from here on */
    atomic_int order;
    atomic_bool over;
    atomic_uint_fast64_t running_now;
};

static void nudge(struct timer *t, nanos now)
{
    (void)t, (void)now; /* the turn that follows does the work */
}

static uint64_t running(const struct worker *w)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < w->flow_count; i++)
        sum += w->flows[i].running;
    return sum;
}

static bool all_flows_over(const struct worker *w)
{
    for (unsigned i = 0; i < w->flow_count; i++)
        if (!w->flows[i].over)
            return false;
    return true;
}

/* What runs, and what users do when they leave, may take until the grace has passed since `from`;
 * the strictest word counts. */
static void stop_beginning(struct worker *w, nanos from, nanos grace)
{
    nanos ends = from == NANOS_NEVER || grace == NANOS_NEVER ? NANOS_NEVER : from + grace;

    if (!w->stopping || ends < w->grace_ends)
        w->grace_ends = ends;
    if (from < w->script.ends)
        w->script.ends = from;
    w->stopping = w->ground.closing = true;
    loop_timer(w->loop, &w->wake, w->grace_ends);
}

static void stop_flows(struct worker *w, nanos now, nanos grace)
{
    for (unsigned i = 0; i < w->flow_count; i++)
        flow_stop(&w->flows[i], now);
    stop_beginning(w, now, grace);
}

static void follow_orders(struct worker *w, nanos now)
{
    int order = atomic_load_explicit(&w->order, memory_order_relaxed);

    if (order == w->order_followed)
        return;
    w->order_followed = order;
    timeline_cut(&w->recorder.timeline, now);
    stop_flows(w, now, order == STOP_AT_ONCE ? 0 : w->plan->grace);
}

/* wrk's thread:stop() ends a worker at once, in the middle of what runs. */
static void follow_script(struct worker *w, nanos now)
{
    if (atomic_load_explicit(&w->script.stopped, memory_order_relaxed) && !w->stopping)
        stop_flows(w, now, 0);
}

/* When all have begun what they will: the latest decides how long what runs may take. */
static void see_the_end(struct worker *w)
{
    nanos from = 0;

    for (unsigned i = 0; i < w->flow_count; i++)
        if (w->flows[i].over_from > from)
            from = w->flows[i].over_from;
    if (!w->stopping && all_flows_over(w))
        stop_beginning(w, from, w->plan->grace);
}

/* The flows take turns in being the first to begin. True: more may be due already. */
static bool begin_due(struct worker *w)
{
    nanos now = clock_now();
    int room = BEGIN_PER_TURN;
    bool more = false;

    w->ground.freed = false;
    follow_orders(w, now);
    follow_script(w, now);
    w->first++;
    for (unsigned i = 0; i < w->flow_count; i++)
        more |= flow_begin(&w->flows[(w->first + i) % w->flow_count], now, &room);
    see_the_end(w);
    if (w->ground.hopeless)
        stop_flows(w, now, 0);
    for (unsigned i = 0; i < w->flow_count && w->stopping; i++)
        more |= flow_leave(&w->flows[i], now, &room);
    return more;
}

/* The thread. */

/* From tick to tick, where both are in a measured stage. */
static void note_cpu(struct worker *w, nanos now)
{
    bool counts = recorder_counts(&w->recorder, now);
    nanos cpu = counts ? clock_cpu() : 0;

    if (counts && w->wall_at_tick) {
        w->cpu += cpu - w->cpu_at_tick;
        w->wall += now - w->wall_at_tick;
    }
    w->cpu_at_tick = cpu;
    w->wall_at_tick = counts ? now : 0;
}

static void on_tick(struct timer *t, nanos now)
{
    struct worker *w = container_of(t, struct worker, tick);
    uint64_t done = w->recorder.done;

    if (recorder_counts(&w->recorder, now) && w->last_tick)
        metrics_rate(w->recorder.metrics,
                     (done - w->done_at_tick) * NANOS_PER_SECOND / (uint64_t)(now - w->last_tick));
    w->last_tick = now;
    w->done_at_tick = done;
    note_cpu(w, now);
    script_mind_heap(&w->script);
    handover_offer(&w->handover, &w->recorder.metrics);
    atomic_store_explicit(&w->running_now, running(w), memory_order_relaxed);
    loop_timer(w->loop, t, now + TICK);
}

static void cancel_the_rest(struct worker *w)
{
    for (unsigned i = 0; i < w->flow_count; i++)
        flow_cancel(&w->flows[i]);
    http_reap(w->http);
}

static bool is_empty(const struct worker *w)
{
    for (unsigned i = 0; i < w->flow_count; i++)
        if (w->flows[i].running || w->flows[i].leaving || !list_empty(&w->flows[i].idle))
            return false;
    return true;
}

static bool finished(const struct worker *w)
{
    return w->stopping && (is_empty(w) || clock_now() >= w->grace_ends);
}

/* The order of a turn is the whole concurrency model. Lua runs twice, so that a journey
 * that ends and the one that takes its place share a turn. */
static void turn(struct worker *w, bool *busy)
{
    nanos from;

    loop_turn(w->loop, *busy); /* sockets and timers; callbacks stamp and take note */
    from = loop_now(w->loop);
    http_reap(w->http);    /* what has ended, told outside libcurl */
    tasks_run(&w->script); /* journeys that waited for it */
    *busy = begin_due(w);  /* journeys the plan wants by now */
    *busy |= tasks_run(&w->script);
    *busy |= http_begin_queued(w->http);
    *busy |= w->ground.freed;
    probe_turn(&w->script);
    if (recorder_counts(&w->recorder, from))
        metrics_turn(w->recorder.metrics, clock_now() - from);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    bool busy = false;

    http_adopt(w->http);
    while (!finished(w))
        turn(w, &busy);
    cancel_the_rest(w);
    timeline_cut(&w->recorder.timeline, clock_now());
    atomic_store_explicit(&w->over, true, memory_order_release);
    return NULL;
}

/* From the outside. */

/* What prepare() has given: it is on top of the main state's stack. */
static int share_value(struct worker *w, struct error *err)
{
    if (script_copy(w->setup->shared, -1, w->script.L, err))
        return error_in(err, "what prepare() returned cannot be given to journeys");
    luaL_unref(w->script.L, LUA_REGISTRYINDEX, w->script.shared);
    w->script.shared = luaL_ref(w->script.L, LUA_REGISTRYINDEX);
    return 0;
}

static int prepare_script(struct worker *w, struct error *err)
{
    if (script_open(&w->script, w->plan, err))
        return -1;
    w->script.library = w->setup->library;
    w->script.share = w->share;
    w->script.loop = w->loop;
    w->script.recorder = &w->recorder;
    w->script.main = w->setup->main;
    w->script.overtime = w->setup->main ? w->setup->main->overtime : NULL;
    w->script.http = w->http;
    if (w->plan->script && script_run_file(&w->script, w->plan->script, err))
        return -1;
    if (script_find_hooks(&w->script, err))
        return -1;
    return w->setup->shared ? share_value(w, err) : 0;
}

static struct metrics *metrics_for(const struct worker *w)
{
    struct metrics *m = metrics_new(w->recorder.labels);
    unsigned measured = 0;

    for (size_t i = 0; i < w->plan->scenarios[0].stage_count; i++)
        measured += !w->plan->scenarios[0].stages[i].warmup;
    if (measured == 1)
        metrics_one_stage(m);
    return m;
}

static void prepare_recorder(struct worker *w)
{
    w->recorder.labels = labels_new();
    w->recorder.metrics = metrics_for(w);
    w->recorder.journal = w->setup->journal;
    w->recorder.trace = w->setup->trace;
    w->recorder.token_stamps = w->setup->journal && w->setup->token_stamps;
    w->recorder.slo = &w->plan->slo;
    handover_init(&w->handover, metrics_for(w));
}

struct worker *worker_new(const struct worker_setup *setup, struct share share, struct error *err)
{
    struct worker *w = mem_new(sizeof *w);

    w->setup = setup;
    w->plan = setup->plan;
    w->share = share;
    w->wake.fire = nudge;
    w->tick.fire = on_tick;
    w->flow_count = (unsigned)w->plan->scenario_count;
    w->flows = mem_new(w->flow_count * sizeof *w->flows);
    prepare_recorder(w);
    w->loop = loop_new(err);
    w->http = w->loop ? http_new(w->loop, setup->http) : NULL;
    if (w->http && w->plan->pool_size)
        http_lend(w->http, share_of(w->plan->pool_size, share));
    if (w->http && prepare_script(w, err) == 0)
        return w;
    worker_free(w);
    return NULL;
}

/* All scenarios have stages of the same lengths. */
static void lay_out(struct worker *w, nanos begins)
{
    const struct scenario *s = &w->plan->scenarios[0];

    for (size_t i = 0; i < s->stage_count; i++)
        begins =
            timeline_add(&w->recorder.timeline, begins, s->stages[i].lasts, s->stages[i].warmup);
}

/* Nobody knows how many an open load without a limit will need: those of a second, for a start. */
static uint64_t first_users(const struct scenario *s)
{
    const struct stage *first = s->stages;
    double level = first->from > first->to ? first->from : first->to;

    if (s->rate > 0 && s->users > 0)
        return s->users;
    return (uint64_t)(s->rate > 0 ? fmin(ceil(level), OPEN_AT_FIRST) : level);
}

uint64_t worker_first_connections(const struct worker *w)
{
    const struct plan *p = w->plan;
    struct share part;
    uint64_t sum = 0;

    if (p->pool_size)
        return share_of(p->pool_size, w->share);
    for (size_t i = 0; i < p->scenario_count; i++)
        if (scenario_share(&p->scenarios[i], w->share.index, w->share.count, &part))
            sum += share_of(first_users(&p->scenarios[i]), part);
    return sum;
}

int worker_preconnect(struct worker *w, opening_fn *fn, void *owner, struct error *err)
{
    return http_preconnect(w->http, w->plan->url, worker_first_connections(w), fn, owner, err);
}

int worker_start(struct worker *w, nanos begins, struct error *err)
{
    int failed;

    w->ground = (struct ground){.plan = w->plan,
                                .loop = w->loop,
                                .http = w->http,
                                .script = &w->script,
                                .recorder = &w->recorder};
    for (unsigned i = 0; i < w->flow_count; i++)
        flow_start(&w->flows[i], &w->ground, i, w->share, begins);
    lay_out(w, begins);
    loop_timer(w->loop, &w->wake, begins);
    loop_timer(w->loop, &w->tick, begins + TICK);
    w->script.away = true;
    failed = pthread_create(&w->thread, NULL, worker_main, w);
    if (failed)
        return error_set(err, "cannot start a thread: %s", strerror(failed));
    w->started = true;
    return 0;
}

void worker_stop(struct worker *w, bool at_once)
{
    atomic_store_explicit(&w->order, at_once ? STOP_AT_ONCE : STOP, memory_order_relaxed);
    loop_wake(w->loop);
}

void worker_collect(struct worker *w, struct metrics *into)
{
    handover_take(&w->handover, into);
}

bool worker_over(const struct worker *w)
{
    return atomic_load_explicit(&w->over, memory_order_acquire);
}

void worker_watch(struct worker *w, struct probe *p)
{
    probe_watch(p, &w->script);
}

nanos worker_since(struct worker *w)
{
    return script_since(&w->script);
}

void worker_ask(struct worker *w, struct probe *p, bool end, bool insist)
{
    probe_ask(p, &w->script, w->thread, end, insist);
}

void worker_peek(struct worker *w, char *out, size_t size)
{
    probe_peek(&w->script, out, size);
}

uint64_t worker_running(const struct worker *w)
{
    return atomic_load_explicit(&w->running_now, memory_order_relaxed);
}

void worker_join(struct worker *w, struct metrics *into)
{
    if (!w->started)
        return;
    pthread_join(w->thread, NULL);
    w->started = w->script.away = false;
    if (w->script.probe)
        probe_forget(w->script.probe, &w->script);
    worker_collect(w, into);
    metrics_merge(into, w->recorder.metrics);
}

nanos worker_window(const struct worker *w)
{
    return timeline_measured(&w->recorder.timeline);
}

const struct timeline *worker_timeline(const struct worker *w)
{
    return &w->recorder.timeline;
}

double worker_cpu(const struct worker *w)
{
    return w->wall > 0 ? (double)w->cpu / (double)w->wall : 0;
}

struct http_tally worker_connections(const struct worker *w)
{
    return http_tally(w->http);
}

struct ended worker_ended(const struct worker *w)
{
    const struct ground *g = &w->ground;

    return (struct ended){g->ended_well, g->failures, g->unfinished, g->hopeless};
}

void worker_counted(const struct worker *w, nanos *first, nanos *last)
{
    for (unsigned i = 0; i < w->flow_count; i++) {
        nanos at = w->flows[i].counted;

        if (at && at < *first)
            *first = at;
        if (at > *last)
            *last = at;
    }
}

void worker_free(struct worker *w)
{
    if (!w)
        return;
    for (unsigned i = 0; i < w->flow_count; i++)
        flow_release(&w->flows[i]);
    free(w->flows);
    script_close(&w->script);
    http_free(w->http);
    loop_free(w->loop);
    metrics_free(w->recorder.metrics);
    timeline_release(&w->recorder.timeline);
    handover_release(&w->handover);
    labels_free(w->recorder.labels);
    free(w);
}
