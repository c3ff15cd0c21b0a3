#include "load/watch.h"

#include "base/error.h"
#include "base/mem.h"
#include "load/worker.h"

#include <stdio.h>
#include <stdlib.h>

#define TOO_LONG NANOS_PER_SECOND
#define FAR_TOO_LONG (5 * NANOS_PER_SECOND)
#define SOON (300 * NANOS_PER_MS)
#define HOPELESS (3 * NANOS_PER_SECOND) /* from being ended to being given up */

struct guard {
    nanos since;     /* of what it was last asked about */
    nanos asked;     /* when */
    nanos ended;     /* when it was first told to end; 0: it was not */
    bool insisted;   /* and when that did not help */
    bool waited_for; /* an answer is to come */
    bool said;       /* somebody was told */
    bool gave_up;
};

int watch_open(struct watch *w, struct worker **workers, unsigned count, struct error *err)
{
    *w = (struct watch){.workers = workers, .count = count};
    if (probe_open(&w->probe, err))
        return -1;
    w->guards = mem_new(count * sizeof *w->guards);
    for (unsigned i = 0; i < count; i++)
        worker_watch(workers[i], &w->probe);
    return 0;
}

bool watch_close(struct watch *w)
{
    for (unsigned i = 0; w->guards && i < w->count; i++)
        if (w->guards[i].gave_up)
            return false;
    probe_close(&w->probe);
    free(w->guards);
    w->guards = NULL;
    return true;
}

static bool is_stuck(struct watch *w, unsigned i, nanos now)
{
    nanos since = worker_over(w->workers[i]) ? 0 : worker_since(w->workers[i]);

    if (since != w->guards[i].since && !w->guards[i].waited_for)
        w->guards[i] = (struct guard){.since = since};
    return since && now - since > TOO_LONG;
}

static void ask(struct watch *w, unsigned i, nanos now, bool ending)
{
    struct guard *g = &w->guards[i];
    bool end = ending || now - g->since > FAR_TOO_LONG;

    g->insisted = g->ended != 0;
    if (end && !g->ended)
        g->ended = now;
    g->asked = now;
    g->waited_for = true;
    worker_ask(w->workers[i], &w->probe, end, g->insisted);
}

/* A question that is not answered is asked no second time, and no other can be asked then. */
static bool may_ask(const struct watch *w, unsigned i, nanos now, bool ending)
{
    const struct guard *g = &w->guards[i];
    bool end = ending || now - g->since > FAR_TOO_LONG;

    for (unsigned k = 0; k < w->count; k++)
        if (w->guards[k].waited_for)
            return false;
    return !g->asked || now - g->asked > TOO_LONG || (end && !g->ended);
}

static void say(struct watch *w, const char *text)
{
    snprintf(w->news, sizeof w->news, "%s", text);
}

/* All that is known of the one that was asked is said once. */
static void hear(struct watch *w)
{
    const char *text = probe_answer(&w->probe);

    for (unsigned i = 0; text && i < w->count; i++) {
        struct guard *g = &w->guards[i];

        if (!g->waited_for)
            continue;
        if (!g->said)
            say(w, text);
        g->said = true;
        g->waited_for = false;
    }
}

static void peek(struct watch *w, unsigned i, nanos now)
{
    struct guard *g = &w->guards[i];

    if (!g->waited_for || g->said || now - g->asked < SOON ||
        worker_since(w->workers[i]) != g->since)
        return;
    worker_peek(w->workers[i], w->news, sizeof w->news);
    g->said = true;
}

static void give_up(struct watch *w, unsigned i, nanos now, bool ending)
{
    struct guard *g = &w->guards[i];

    if (g->gave_up || !ending || !g->waited_for || worker_over(w->workers[i]) ||
        now - g->asked < HOPELESS)
        return;
    g->gave_up = true;
    worker_peek(w->workers[i], w->stuck, sizeof w->stuck);
    say(w, "a journey is stuck in C code, as in os.execute() or io.read(), where nothing can end "
           "it: its worker is given up, with what it measured last");
}

const char *watch_look(struct watch *w, nanos now, bool ending)
{
    w->news[0] = '\0';
    hear(w);
    for (unsigned i = 0; i < w->count; i++) {
        if (is_stuck(w, i, now) && may_ask(w, i, now, ending))
            ask(w, i, now, ending);
        peek(w, i, now);
        give_up(w, i, now, ending);
    }
    return w->news[0] ? w->news : NULL;
}

const char *watch_stuck(const struct watch *w)
{
    return w->stuck[0] ? w->stuck : NULL;
}

bool watch_gave_up(const struct watch *w, unsigned worker)
{
    return w->guards && w->guards[worker].gave_up;
}
