#include "sim/outage.h"

#include "base/error.h"
#include "sim/answer.h"
#include "sim/conn.h"
#include "sim/fleet.h"
#include "sim/service.h"

#define TRY_AGAIN (20 * NANOS_PER_MS)

static void close_all(struct sim *s)
{
    while (!list_empty(&s->conns)) {
        struct conn *c = container_of(s->conns.next, struct conn, link);

        c->reset = true;
        conn_close(c);
    }
}

static bool is_gone(const struct sim *s)
{
    return s->listener.fd < 0;
}

/* Somebody else may have taken the port: then it is waited for. */
static void come_back(struct sim *s)
{
    struct error unused;

    if (sim_open_door(s, &unused))
        loop_timer(s->loop, &s->crash, clock_now() + TRY_AGAIN);
}

static void on_crash(struct timer *t, nanos now)
{
    struct sim *s = container_of(t, struct sim, crash);
    const struct stretch *crash = &s->options.crash;

    (void)now;
    if (is_gone(s)) {
        come_back(s);
        return;
    }
    sim_close_door(s);
    close_all(s);
    loop_timer(s->loop, t, s->first_request + crash->to);
}

void outage_begin(struct sim *s)
{
    s->crash.fire = on_crash;
    s->ready = s->options.ready_after ? clock_now() + s->options.ready_after : 0;
}

void outage_first_request(struct sim *s, nanos at)
{
    const struct sim_options *o = &s->options;

    s->first_request = at;
    s->pause = stretch_after(o->pause, at);
    if (s->fleet)
        fleet_pause(s->fleet, s->pause);
    if (o->crash.to)
        loop_timer(s->loop, &s->crash, at + o->crash.from);
}

void outage_end(struct sim *s)
{
    loop_timer_stop(s->loop, &s->crash);
}

bool outage_answer(struct conn *c, const struct request *r)
{
    nanos left = c->sim->ready ? c->sim->ready - clock_now() : 0;

    if (left <= 0)
        return false;
    c->retry_after = (unsigned)(left / NANOS_PER_SECOND) + 1;
    answer_error(c, r, 503, "The simulated service is loading its model.");
    c->retry_after = 0;
    return true;
}
