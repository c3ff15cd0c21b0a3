#include "load/flow.h"

#include "base/error.h"
#include "load/vuser.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "script/failure.h"
#include "script/script.h"
#include "script/task.h"

/* So many journeys may fail, with none that ends well, before the script is taken to be broken. */
enum { HOPELESS = 100 };

/* A user whose journey could not even connect rests this long before the next: a service
 * that is down is not to be hammered. Others who rest are those of needs_rest(). */
#define REST (50 * NANOS_PER_MS)

/* While the load goes down and journeys are to be given up, it is looked at so often which. */
#define LOOK (20 * NANOS_PER_MS)

static void nudge(struct timer *t, nanos now)
{
    (void)t, (void)now; /* the turn that follows does the work */
}

void flow_start(struct flow *f, struct ground *g, unsigned number, struct share share, nanos begins)
{
    const struct scenario *s = &g->plan->scenarios[number];
    struct share part;

    *f = (struct flow){.ground = g, .scenario = s, .number = number, .wake.fire = nudge};
    f->of = (unsigned)g->plan->scenario_count;
    f->journey = g->script->journeys[number];
    f->label = labels_add(g->recorder->labels, s->name);
    list_init(&f->idle);
    list_init(&f->busy);
    list_init(&f->gone);
    f->over = !scenario_share(s, share.index, share.count, &part);
    f->over_from = begins;
    pace_start(&f->pace, g->plan, s, part, begins);
    loop_timer(g->loop, &f->wake, begins);
}

static void stop_beginning(struct flow *f, nanos from)
{
    f->over = true;
    f->over_from = from;
    loop_timer_stop(f->ground->loop, &f->wake);
}

void flow_stop(struct flow *f, nanos now)
{
    nanos due;

    while (!f->over && pace_missed(&f->pace, now, &due))
        recorder_missed(f->ground->recorder, f->label, due);
    stop_beginning(f, now);
}

/* Journeys that fail. */

/* One user who always fails is not all of them: some may be in their first journey still. */
static void count_failure(struct ground *g, struct vuser *u)
{
    g->failures++;
    g->users_failed += !u->failed;
    u->failed = true;
    if (g->failures >= HOPELESS && !g->ended_well && g->users_failed == g->users)
        g->hopeless = true;
}

/* An error before anything was sent would come again at once, and keep the worker from all others.
 * A script that may yet prove to be hopeless is not slowed down. */
static bool fell_at_once(const struct ground *g, const struct vuser *u, const char *failure)
{
    return failure && failure != task_gave_up && u->user.exchanges == u->before &&
           (g->ended_well || g->failures >= HOPELESS);
}

/* So does a user who cannot even start, or whose journey falls at once. */
static bool needs_rest(const struct flow *f, const struct vuser *u, const char *failure)
{
    return (u->user.unreachable || u->starting || fell_at_once(f->ground, u, failure)) &&
           !f->scenario->arrival->open && !f->ground->closing;
}

static void free_user(struct flow *f, struct vuser *u, nanos now)
{
    pace_free(&f->pace, now, f->running);
    f->running--;
    f->ground->freed = true;
    list_take(&u->node);
    list_add(&f->idle, &u->node);
}

static void rest_over(struct timer *t, nanos now)
{
    struct vuser *u = container_of(t, struct vuser, rest);

    free_user(u->owner, u, now);
}

static void put_away(struct flow *f, struct vuser *u)
{
    vuser_away(u);
    list_take(&u->node);
    list_add(&f->gone, &u->node);
}

static void has_left(struct flow *f, struct vuser *u)
{
    f->leaving--;
    put_away(f, u);
}

static void record_journey(struct flow *f, const struct vuser *u, nanos now, bool failed,
                           bool unfinished)
{
    struct journey j = {
        .scenario = f->label,
        .begun = u->begun,
        .ended = now,
        .exchanges = u->user.exchanges - u->before,
        .failed = failed,
        .unfinished = unfinished,
        .good = !u->user.fell_short,
    };

    recorder_journey(f->ground->recorder, &j);
}

static void on_end(struct vuser *u, const char *failure)
{
    struct flow *f = u->owner;
    struct ground *g = f->ground;
    nanos now = clock_now();

    if (failure && failure != task_gave_up)
        failure_note(g->recorder, &u->user, u->step, failure);
    if (u->leaving) {
        has_left(f, u);
        return;
    }
    if (failure && failure != task_gave_up)
        count_failure(g, u);
    else
        g->ended_well++;
    record_journey(f, u, now, failure != NULL, false);
    if (needs_rest(f, u, failure))
        loop_timer(g->loop, &u->rest, now + REST);
    else
        free_user(f, u, now);
}

/* Journeys that begin. */

/* Ids are dealt like cards to the scenarios, and within one to the workers, so that a user is the
 * same one however many workers there are. */
static uint64_t next_id(const struct flow *f)
{
    uint64_t nth = f->users * f->pace.share.count + f->pace.share.index;

    return nth * f->of + f->number + 1;
}

static struct vuser *new_user(struct flow *f)
{
    struct ground *g = f->ground;
    struct error err;
    struct vuser *u = vuser_new(g->script, g->http, next_id(f), f->scenario->name, &err);

    if (!u) {
        metrics_script_fault(g->recorder->metrics, err.text);
        g->failures++;
        g->hopeless = true; /* no other will be made either */
        return NULL;
    }
    f->users++;
    g->users++;
    u->user.scenario = f->label;
    u->journey = f->journey;
    u->owner = f;
    u->on_end = on_end;
    u->rest.fire = rest_over;
    return u;
}

/* What was due of an open load, and how long it has waited for a user. */
static void record_due(struct flow *f, nanos due, nanos ready, nanos now)
{
    bool limited = f->pace.cap != UINT64_MAX;

    if (f->scenario->arrival->open)
        recorder_arrival(f->ground->recorder, f->label, due, limited ? ready - due : -1, now);
}

/* The user that has been idle longest, one who had left when there was no room, or a new one. */
static struct vuser *find_user(struct flow *f)
{
    struct list *from = list_empty(&f->idle) ? &f->gone : &f->idle;

    return list_empty(from) ? new_user(f) : container_of(from->next, struct vuser, node);
}

/* A closed load's journey is due when its user is ready for it, on_start() and all. */
static void begin_journey(struct flow *f, nanos due, nanos now)
{
    nanos ready = due > f->pace.free_since ? due : f->pace.free_since;
    struct vuser *u = find_user(f);

    if (!u)
        return;
    list_take(&u->node);
    list_add(&f->busy, &u->node);
    f->running++;
    record_due(f, due, ready, now);
    vuser_begin(u, pace_number(&f->pace), f->scenario->arrival->open ? due : 0, ready, now);
}

/* Users whom the line, on its way down, has no room for. */

/* Whoever goes through on_stop() is told by has_left(). */
static bool leave(struct flow *f, struct vuser *u, nanos now)
{
    bool leaves = vuser_leave(u, now);

    if (!leaves) {
        put_away(f, u);
        return false;
    }
    f->leaving++;
    list_take(&u->node);
    list_add(&f->busy, &u->node);
    return true;
}

static void give_up(struct flow *f, struct vuser *u, nanos now)
{
    bool unfinished = u->task && !u->leaving;

    f->ground->unfinished += unfinished;
    if (unfinished && !u->starting)
        record_journey(f, u, now, false, true);
    loop_timer_stop(f->ground->loop, &u->rest);
    vuser_cancel(u);
}

/* Those who began last have least to lose. */
static void let_go(struct flow *f, nanos now)
{
    uint64_t room = pace_wanted(&f->pace, now - f->ground->plan->let_go, now);
    struct list *n = f->busy.prev;

    while (f->running > room && n != &f->busy) {
        struct vuser *u = container_of(n, struct vuser, node);

        n = n->prev;
        if (u->leaving)
            continue;
        give_up(f, u, now);
        f->running--;
        list_take(&u->node);
        list_add(&f->idle, &u->node);
    }
}

/* When nobody more is wanted, who is idle is one too many. The moment to look again, `due` if that
 * is soon enough. */
static nanos shrink(struct flow *f, nanos now, nanos due)
{
    nanos patience = f->ground->plan->let_go;
    bool many;

    if (f->scenario->arrival->open)
        return due;
    many = f->running > pace_wanted(&f->pace, now, now);
    if (many && patience != NANOS_NEVER)
        let_go(f, now);
    while (!list_empty(&f->idle))
        leave(f, container_of(f->idle.next, struct vuser, node), now);
    return many && patience != NANOS_NEVER && due > now + LOOK ? now + LOOK : due;
}

static enum pace_says ask(struct flow *f, nanos now, nanos *due)
{
    enum pace_says says = pace_next(&f->pace, now, f->running, due);
    nanos dropped_at;
    uint64_t dropped = pace_take_dropped(&f->pace, &dropped_at);

    recorder_dropped(f->ground->recorder, f->label, dropped, dropped_at);
    return says;
}

/* What has begun may still take as long as it would without a count. */
static void end_by_count(struct flow *f, nanos now)
{
    f->counted = f->pace.begun ? now : 0;
    stop_beginning(f, f->pace.all_ends);
}

bool flow_begin(struct flow *f, nanos now, int *room)
{
    nanos due;

    while (!f->over) {
        if (*room == 0 || f->ground->hopeless)
            return true;
        switch (ask(f, now, &due)) {
        case PACE_BEGIN:
            begin_journey(f, due, now);
            --*room;
            break;
        case PACE_TIME: flow_stop(f, now); break;
        case PACE_COUNT: end_by_count(f, now); break;
        case PACE_WAIT: loop_timer(f->ground->loop, &f->wake, shrink(f, now, due)); return false;
        }
    }
    return false;
}

/* The end. */

bool flow_leave(struct flow *f, nanos now, int *room)
{
    while (!list_empty(&f->idle)) {
        if (*room == 0)
            return true;
        *room -= leave(f, container_of(f->idle.next, struct vuser, node), now);
    }
    return false;
}

void flow_cancel(struct flow *f)
{
    nanos now = clock_now();

    while (!list_empty(&f->busy)) {
        struct vuser *u = container_of(f->busy.next, struct vuser, node);

        give_up(f, u, now);
        list_take(&u->node);
        list_add(&f->gone, &u->node);
    }
}

static void free_users(struct list *users)
{
    while (!list_empty(users))
        vuser_free(container_of(users->next, struct vuser, node));
}

void flow_release(struct flow *f)
{
    if (!f->ground)
        return;
    free_users(&f->idle);
    free_users(&f->gone);
}
