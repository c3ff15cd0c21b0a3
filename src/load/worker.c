#include "load/worker.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/timers.h"
#include "load/handover.h"
#include "load/pace.h"
#include "load/vuser.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "script/script.h"
#include "script/task.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* So many journeys begin in a turn; so many may fail, with none that ends well, before
 * the script is taken to be broken. */
enum { BEGIN_PER_TURN = 32, HOPELESS = 100 };

#define TICK (100 * NANOS_PER_MS)

/* A user whose journey could not even connect rests this long before the next: a service
 * that is down is not to be hammered. */
#define REST (50 * NANOS_PER_MS)

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

    struct pace pace;
    struct timer wake, tick;
    struct list idle, busy; /* users */
    uint64_t users, running;
    nanos free_since; /* when a user became free after the cap was reached */
    nanos grace_ends;
    uint64_t ended_well, script_failures;
    bool freed; /* a user, since the pace was last asked */
    bool stopping, failed;
    int order_followed;

    uint64_t done_at_tick;
    nanos last_tick;
    nanos cpu_from, cpu_to, wall_from, wall_to;

    struct handover handover; /* what other threads see, from here on */
    atomic_int order;
    atomic_bool over;
    atomic_uint_fast64_t running_now;
};

static void nudge(struct timer *t, nanos now)
{
    (void)t, (void)now; /* the turn that follows does the work */
}

/* What runs may end until grace has passed since `from`; the strictest word counts. */
static void stop_beginning(struct worker *w, nanos from, nanos grace)
{
    nanos ends = from == NANOS_NEVER ? NANOS_NEVER : from + grace;

    if (!w->stopping || ends < w->grace_ends)
        w->grace_ends = ends;
    w->stopping = true;
    loop_timer(w->loop, &w->wake, w->grace_ends);
}

static void time_is_over(struct worker *w, nanos now)
{
    if (!w->stopping)
        metrics_missed(w->recorder.metrics, 0, pace_missed(&w->pace, now, w->running));
    stop_beginning(w, now, w->plan->grace);
}

static void follow_orders(struct worker *w, nanos now)
{
    int order = atomic_load_explicit(&w->order, memory_order_relaxed);

    if (order == w->order_followed)
        return;
    w->order_followed = order;
    if (w->recorder.to > now)
        w->recorder.to = now > w->recorder.from ? now : w->recorder.from;
    time_is_over(w, now);
    if (order == STOP_AT_ONCE)
        w->grace_ends = now;
}

/* Journeys. */

static void script_failed(struct worker *w, const char *failure)
{
    metrics_script_fault(w->recorder.metrics, failure);
    w->failed = ++w->script_failures >= HOPELESS && !w->ended_well;
    if (w->failed)
        stop_beginning(w, clock_now(), 0);
}

static void free_user(struct worker *w, struct vuser *u, nanos now)
{
    if (pace_capped(&w->pace, w->running))
        w->free_since = now;
    w->running--;
    w->freed = true;
    list_take(&u->node);
    list_add(&w->idle, &u->node);
}

static void rest_over(struct timer *t, nanos now)
{
    struct vuser *u = container_of(t, struct vuser, rest);

    free_user(u->owner, u, now);
}

static void record_journey(struct worker *w, const struct vuser *u, nanos now, bool failed)
{
    struct journey j = {
        .scenario = u->user.scenario,
        .begun = u->begun,
        .ended = now,
        .exchanges = u->user.exchanges - u->before,
        .failed = failed,
        .good = !u->user.fell_short,
    };

    recorder_journey(&w->recorder, &j);
}

static void on_journey_end(struct vuser *u, const char *failure)
{
    struct worker *w = u->owner;
    nanos now = clock_now();

    if (failure && failure != task_gave_up)
        script_failed(w, failure);
    else
        w->ended_well++;
    record_journey(w, u, now, failure != NULL);
    if (u->user.unreachable && !w->plan->arrival->open && !w->stopping)
        loop_timer(w->loop, &u->rest, now + REST);
    else
        free_user(w, u, now);
}

/* Ids are dealt like cards, so that a user is the same one however many workers there are. */
static struct vuser *new_user(struct worker *w)
{
    uint64_t id = w->users * w->share.count + w->share.index + 1;
    struct error err;
    struct vuser *u = vuser_new(&w->script, w->http, id, &err);

    if (!u) {
        script_failed(w, err.text);
        return NULL;
    }
    w->users++;
    u->owner = w;
    u->on_end = on_journey_end;
    u->rest.fire = rest_over;
    return u;
}

/* The user that has been idle longest, or a new one. */
static void begin_journey(struct worker *w, nanos due, nanos now)
{
    struct vuser *u =
        list_empty(&w->idle) ? new_user(w) : container_of(w->idle.next, struct vuser, node);

    if (!u)
        return;
    list_take(&u->node);
    list_add(&w->busy, &u->node);
    w->running++;
    vuser_begin(u, due, due > w->free_since ? due : w->free_since, now);
}

/* True: more may be due already. */
static bool begin_due(struct worker *w)
{
    nanos now = clock_now(), due;

    w->freed = false;
    follow_orders(w, now);
    for (int i = 0; i < BEGIN_PER_TURN && !w->stopping; i++) {
        switch (pace_next(&w->pace, now, w->running, &due)) {
        case PACE_BEGIN: begin_journey(w, due, now); break;
        case PACE_TIME: time_is_over(w, now); break;
        case PACE_COUNT: stop_beginning(w, w->pace.stage_ends, w->plan->grace); break;
        case PACE_WAIT: loop_timer(w->loop, &w->wake, due); return false;
        }
    }
    return !w->stopping;
}

/* The thread. */

static void note_cpu(struct worker *w, nanos now)
{
    if (now < w->recorder.from || (w->wall_from && now > w->recorder.to))
        return;
    w->cpu_to = clock_cpu();
    w->wall_to = now;
    if (!w->wall_from) {
        w->cpu_from = w->cpu_to;
        w->wall_from = now;
    }
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
    handover_offer(&w->handover, &w->recorder.metrics);
    atomic_store_explicit(&w->running_now, w->running, memory_order_relaxed);
    loop_timer(w->loop, t, now + TICK);
}

static void cancel_the_rest(struct worker *w)
{
    while (!list_empty(&w->busy)) {
        struct vuser *u = container_of(w->busy.next, struct vuser, node);

        loop_timer_stop(w->loop, &u->rest);
        vuser_cancel(u);
        list_take(&u->node);
        list_add(&w->idle, &u->node);
    }
    http_reap(w->http);
}

static bool finished(const struct worker *w)
{
    return w->stopping && (w->running == 0 || clock_now() >= w->grace_ends);
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
    *busy |= w->freed;
    if (recorder_counts(&w->recorder, from))
        metrics_turn(w->recorder.metrics, clock_now() - from);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    bool busy = false;
    nanos now;

    http_adopt(w->http);
    while (!finished(w))
        turn(w, &busy);
    cancel_the_rest(w);
    now = clock_now();
    if (w->recorder.to > now)
        w->recorder.to = now;
    atomic_store_explicit(&w->over, true, memory_order_release);
    return NULL;
}

/* From the outside. */

static int prepare_script(struct worker *w, struct error *err)
{
    if (script_open(&w->script, w->plan, err))
        return -1;
    w->script.loop = w->loop;
    w->script.recorder = &w->recorder;
    if (w->plan->script && script_run_file(&w->script, w->plan->script, err))
        return -1;
    return script_find_journey(&w->script, err);
}

static void prepare_recorder(struct worker *w)
{
    w->recorder.labels = labels_new();
    w->recorder.metrics = metrics_new(w->recorder.labels);
    w->recorder.journal = w->setup->journal;
    w->recorder.token_stamps = w->setup->journal && w->setup->token_stamps;
    w->recorder.from = w->recorder.to = NANOS_NEVER;
    w->recorder.slo = &w->plan->slo;
    handover_init(&w->handover, metrics_new(w->recorder.labels));
}

struct worker *worker_new(const struct worker_setup *setup, struct share share, struct error *err)
{
    struct worker *w = mem_new(sizeof *w);

    w->setup = setup;
    w->plan = setup->plan;
    w->share = share;
    w->wake.fire = nudge;
    w->tick.fire = on_tick;
    list_init(&w->idle);
    list_init(&w->busy);
    prepare_recorder(w);
    w->loop = loop_new(err);
    w->http = w->loop ? http_new(w->loop, setup->http) : NULL;
    if (w->http && prepare_script(w, err) == 0)
        return w;
    worker_free(w);
    return NULL;
}

int worker_start(struct worker *w, nanos begins, struct error *err)
{
    int failed;

    pace_start(&w->pace, w->plan, w->share, begins);
    w->recorder.from = begins + w->plan->warmup;
    w->recorder.to =
        w->plan->lasts == NANOS_NEVER ? NANOS_NEVER : w->recorder.from + w->plan->lasts;
    loop_timer(w->loop, &w->wake, begins);
    loop_timer(w->loop, &w->tick, begins + TICK);
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

uint64_t worker_running(const struct worker *w)
{
    return atomic_load_explicit(&w->running_now, memory_order_relaxed);
}

void worker_join(struct worker *w, struct metrics *into)
{
    if (!w->started)
        return;
    pthread_join(w->thread, NULL);
    w->started = false;
    worker_collect(w, into);
    metrics_merge(into, w->recorder.metrics);
}

nanos worker_window(const struct worker *w)
{
    if (w->recorder.from == NANOS_NEVER || w->recorder.to < w->recorder.from)
        return 0;
    return w->recorder.to - w->recorder.from;
}

double worker_cpu(const struct worker *w)
{
    nanos wall = w->wall_to - w->wall_from;

    return wall > 0 ? (double)(w->cpu_to - w->cpu_from) / (double)wall : 0;
}

uint64_t worker_out_of_files(const struct worker *w)
{
    return http_out_of_files(w->http);
}

bool worker_script_failed(const struct worker *w)
{
    return w->failed;
}

void worker_free(struct worker *w)
{
    if (!w)
        return;
    while (!list_empty(&w->idle))
        vuser_free(container_of(w->idle.next, struct vuser, node));
    script_close(&w->script);
    http_free(w->http);
    loop_free(w->loop);
    metrics_free(w->recorder.metrics);
    handover_release(&w->handover);
    labels_free(w->recorder.labels);
    free(w);
}
