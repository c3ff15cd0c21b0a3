#include "sim/fleet.h"

#include "base/error.h"
#include "base/hist.h"
#include "base/mem.h"
#include "base/timers.h"
#include "net/loop.h"

#include <stdlib.h>
#include <string.h>

/* An engine and what wakes it. */
struct replica {
    struct timer timer;
    struct engine *engine;
    struct fleet *fleet;
};

struct fleet {
    struct fleet_options options;
    struct loop *loop;
    nanos born;           /* when the engines' time began, at 1 */
    struct stretch pause; /* in which it stands still */
    unsigned turn;
    void (*on_change)(void *data, unsigned engine, bool stepped);
    void *data;
    struct hist *late; /* ends of steps */
    struct replica replicas[FLEET_MAX];
};

static const char *const balances[] = {
    [BALANCE_ROUND_ROBIN] = "round-robin",
    [BALANCE_LEAST_LOADED] = "least-loaded",
    [BALANCE_PREFIX_AWARE] = "prefix-aware",
};

int balance_read(const char *name, enum balance *b, struct error *err)
{
    for (unsigned i = 0; i < sizeof balances / sizeof *balances; i++) {
        if (strcmp(name, balances[i]) == 0) {
            *b = (enum balance)i;
            return 0;
        }
    }
    return error_set(err, "\"%s\" is none of round-robin, least-loaded, prefix-aware", name);
}

static nanos to_engine(const struct fleet *f, nanos moment)
{
    nanos age = stretch_inside(&f->pause, moment) - f->born;

    return (nanos)((double)age / f->options.scale) + 1;
}

/* Rounded up, so that what is due is due when the timer fires. */
static nanos to_ours(const struct fleet *f, nanos of_engine)
{
    nanos age = (nanos)((double)(of_engine - 1) * f->options.scale) + 1;

    return stretch_outside(&f->pause, f->born + age);
}

nanos fleet_moment(const struct fleet *f, nanos of_engine)
{
    return of_engine ? to_ours(f, of_engine) : 0;
}

static void wake_when_due(struct replica *r)
{
    nanos due = engine_due(r->engine);

    if (due == NANOS_NEVER)
        loop_timer_stop(r->fleet->loop, &r->timer);
    else
        loop_timer(r->fleet->loop, &r->timer, to_ours(r->fleet, due));
}

static void tell(struct replica *r, bool stepped)
{
    struct fleet *f = r->fleet;

    if (f->on_change)
        f->on_change(f->data, (unsigned)(r - f->replicas), stepped);
}

static void let_speak(struct replica *r)
{
    struct seq *s;

    while ((s = engine_told(r->engine))) {
        struct job *j = container_of(s, struct job, seq);

        j->on_step(j);
    }
}

/* False when there was none to end. */
static bool end_step(struct replica *r, nanos moment)
{
    nanos due = to_ours(r->fleet, engine_due(r->engine));
    uint64_t steps = engine_gauges(r->engine).steps;

    engine_step(r->engine, moment);
    if (engine_gauges(r->engine).steps == steps)
        return false;
    let_speak(r);
    hist_record(r->fleet->late, clock_now() - due);
    return true;
}

/* One step at a time, and none past the moment at which the sockets were last looked at: whoever
 * came before a step begins is to take part in it, however late we are. */
static void on_due(struct timer *t, nanos now)
{
    struct replica *r = container_of(t, struct replica, timer);
    nanos moment = to_engine(r->fleet, loop_now(r->fleet->loop));
    bool stepped = end_step(r, moment);

    if (stepped) /* and the next one begins */
        engine_step(r->engine, moment);
    tell(r, stepped);
    wake_when_due(r);
    if (r->timer.slot && r->timer.due <= now)
        loop_timer(r->fleet->loop, t, now + 1);
}

struct fleet *fleet_new(struct loop *l, const struct fleet_options *o)
{
    struct fleet *f = mem_new(sizeof *f);

    f->options = *o;
    f->loop = l;
    f->born = clock_now();
    f->late = hist_new();
    for (unsigned i = 0; i < o->replicas; i++) {
        struct replica *r = &f->replicas[i];

        r->timer.fire = on_due;
        r->fleet = f;
        r->engine = engine_new(&o->engine);
    }
    return f;
}

void fleet_watch(struct fleet *f, void (*on_change)(void *data, unsigned engine, bool stepped),
                 void *data)
{
    f->on_change = on_change;
    f->data = data;
}

void fleet_pause(struct fleet *f, struct stretch s)
{
    f->pause = s;
}

void fleet_free(struct fleet *f)
{
    if (!f)
        return;
    for (unsigned i = 0; i < f->options.replicas; i++) {
        loop_timer_stop(f->loop, &f->replicas[i].timer);
        engine_free(f->replicas[i].engine);
    }
    hist_free(f->late);
    free(f);
}

static unsigned load_of(const struct replica *r)
{
    struct engine_gauges g = engine_gauges(r->engine);

    return g.running + g.waiting;
}

/* From the next in turn on, so that equals share. */
static unsigned least_loaded(struct fleet *f)
{
    unsigned count = f->options.replicas, best = f->turn % count;

    for (unsigned i = 1; i < count; i++) {
        unsigned at = (f->turn + i) % count;

        if (load_of(&f->replicas[at]) < load_of(&f->replicas[best]))
            best = at;
    }
    return best;
}

/* A cache is worth a walk, not a queue: half as many again, and a few, may be before us there. */
static unsigned prefix_aware(struct fleet *f, const struct seq *s)
{
    unsigned best = least_loaded(f), most = 0;
    unsigned limit = load_of(&f->replicas[best]) * 3 / 2 + 4;

    for (unsigned i = 0; i < f->options.replicas; i++) {
        unsigned known = engine_knows(f->replicas[i].engine, s);

        if (known > most && load_of(&f->replicas[i]) <= limit) {
            best = i;
            most = known;
        }
    }
    return best;
}

static unsigned choose(struct fleet *f, const struct seq *s)
{
    unsigned chosen = f->turn % f->options.replicas;

    if (f->options.balance == BALANCE_LEAST_LOADED)
        chosen = least_loaded(f);
    else if (f->options.balance == BALANCE_PREFIX_AWARE)
        chosen = prefix_aware(f, s);
    f->turn++;
    return chosen;
}

enum engine_verdict fleet_submit(struct fleet *f, struct job *j, nanos arrived)
{
    nanos moment = to_engine(f, arrived);
    enum engine_verdict verdict;
    struct replica *r;

    j->engine = choose(f, &j->seq);
    r = &f->replicas[j->engine];
    verdict = engine_submit(r->engine, &j->seq, moment > 1 ? moment : 1);
    if (!r->timer.slot)
        wake_when_due(r);
    tell(r, false);
    return verdict;
}

void fleet_abort(struct fleet *f, struct job *j)
{
    engine_abort(f->replicas[j->engine].engine, &j->seq);
    tell(&f->replicas[j->engine], false);
}

unsigned fleet_room(const struct fleet *f)
{
    return engine_room(f->replicas[0].engine);
}

unsigned fleet_reply_room(const struct fleet *f, const struct seq *s)
{
    return engine_reply_room(f->replicas[0].engine, s);
}

nanos fleet_wait(const struct fleet *f, const struct job *j)
{
    nanos wait = engine_wait(f->replicas[j->engine].engine, to_engine(f, clock_now()));

    return (nanos)((double)wait * f->options.scale);
}

nanos fleet_lateness(const struct fleet *f)
{
    return hist_quantile(f->late, 0.99);
}

unsigned fleet_count(const struct fleet *f)
{
    return f->options.replicas;
}

struct engine_gauges fleet_gauges(const struct fleet *f, unsigned engine)
{
    return engine_gauges(f->replicas[engine].engine);
}
