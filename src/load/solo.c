#include "load/solo.h"

#include "base/error.h"
#include "base/mem.h"
#include "load/vuser.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "net/loop.h"
#include "script/script.h"
#include "script/task.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#define LISTEN_EVERY (100 * NANOS_PER_MS)

struct solo {
    struct script *script;
    struct loop *loop;
    struct http *http;
    struct recorder recorder; /* of what it measures only errors are looked at */
    struct vuser *user;
    struct timer listen;
    bool over, failed, interrupted;
    struct error *err;
};

static void on_end(struct vuser *u, const char *failure)
{
    struct solo *o = u->owner;

    o->over = true;
    o->failed = failure != NULL;
    if (failure == task_gave_up)
        error_set(o->err, "it was given up: %s", labels_name(o->recorder.labels, u->user.given_up));
    else if (failure)
        error_set(o->err, "%s", failure);
}

static void listen(struct timer *t, nanos now)
{
    struct solo *o = container_of(t, struct solo, listen);
    struct timespec none = {0, 0};
    sigset_t wanted, blocked;

    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    if (sigismember(&blocked, SIGINT) && sigtimedwait(&wanted, NULL, &none) > 0)
        o->interrupted = true;
    loop_timer(o->loop, t, now + LISTEN_EVERY);
}

static void record_for_nobody(struct recorder *r)
{
    r->labels = labels_new();
    r->metrics = metrics_new(r->labels);
}

struct solo *solo_new(struct script *s, const struct http_options *http, struct error *err)
{
    struct solo *o = mem_new(sizeof *o);

    o->script = s;
    o->listen.fire = listen;
    record_for_nobody(&o->recorder);
    o->loop = loop_new(err);
    o->http = o->loop ? http_new(o->loop, http) : NULL;
    s->loop = o->loop;
    s->recorder = &o->recorder;
    o->user = o->http ? vuser_new(s, o->http, 0, "", err) : NULL;
    if (!o->user) {
        solo_free(o);
        return NULL;
    }
    http_adopt(o->http);
    o->user->started = true; /* on_start() is not for it */
    o->user->on_end = on_end;
    o->user->owner = o;
    return o;
}

static void turn(struct solo *o, bool *busy)
{
    loop_turn(o->loop, *busy);
    http_reap(o->http);
    *busy = tasks_run(o->script);
    *busy |= http_begin_queued(o->http);
}

int solo_run(struct solo *o, struct error *err)
{
    nanos now = clock_now();
    bool busy = true;

    o->over = o->failed = o->interrupted = false;
    o->err = err;
    o->user->journey = luaL_ref(o->script->L, LUA_REGISTRYINDEX);
    vuser_begin(o->user, 0, 0, now, now);
    loop_timer(o->loop, &o->listen, now + LISTEN_EVERY);
    while (!o->over && !o->interrupted)
        turn(o, &busy);
    loop_timer_stop(o->loop, &o->listen);
    vuser_cancel(o->user);
    http_reap(o->http);
    luaL_unref(o->script->L, LUA_REGISTRYINDEX, o->user->journey);
    if (o->interrupted && !o->over)
        return error_set(err, "interrupted");
    return o->failed ? -1 : 0;
}

const struct complaints *solo_complaints(const struct solo *o)
{
    return metrics_complaints(o->recorder.metrics);
}

void solo_free(struct solo *o)
{
    if (!o)
        return;
    if (o->user)
        vuser_free(o->user);
    o->script->loop = NULL;
    o->script->recorder = NULL;
    http_free(o->http);
    loop_free(o->loop);
    metrics_free(o->recorder.metrics);
    labels_free(o->recorder.labels);
    free(o);
}
