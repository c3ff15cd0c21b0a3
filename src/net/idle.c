#include "net/idle.h"

#include "net/loop.h"

/* What became idle in this turn did so after the turn began: to be a little early does no harm. */
static nanos ends(const struct idles *s, const struct idle *i)
{
    return i->since + s->age;
}

static struct idle *oldest(const struct idles *s)
{
    return container_of(s->waiting.next, struct idle, node);
}

/* Set for whoever was the oldest then, it may find that nobody is too old yet. */
static void on_timer(struct timer *t, nanos now)
{
    struct idles *s = container_of(t, struct idles, timer);

    while (!list_empty(&s->waiting) && ends(s, oldest(s)) <= now) {
        struct idle *i = oldest(s);

        list_take(&i->node);
        s->too_old(s->owner, i->fd);
    }
    if (!list_empty(&s->waiting))
        loop_timer(s->loop, t, ends(s, oldest(s)));
}

void idles_init(struct idles *s, struct loop *l, nanos age, idle_fn *too_old, void *owner)
{
    *s = (struct idles){.loop = l, .age = age, .too_old = too_old, .owner = owner};
    s->timer.fire = on_timer;
    list_init(&s->waiting);
}

void idles_release(struct idles *s)
{
    loop_timer_stop(s->loop, &s->timer);
}

void idle_begin(struct idles *s, struct idle *i, int fd)
{
    bool first = list_empty(&s->waiting);

    idle_end(i);
    if (!s->age)
        return;
    i->fd = fd;
    i->since = loop_now(s->loop);
    list_add(&s->waiting, &i->node);
    if (first)
        loop_timer(s->loop, &s->timer, ends(s, i));
}

void idle_end(struct idle *i)
{
    if (i->node.next)
        list_take(&i->node);
}
