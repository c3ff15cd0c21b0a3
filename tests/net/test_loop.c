/* What a loop promises: who is told, of what, in which order, and who no more. Batches of
 * several ready descriptors are the interesting ones: their callbacks undo one another. */

#include "base/error.h"
#include "base/mem.h"
#include "base/timers.h"
#include "net/loop.h"
#include "tests/tap.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CROWD = 300 }; /* more than one batch of the loop's */

static struct loop *loop;

/* A watch that counts what it is told, and one end of a pair of sockets; `far` is the other. */
struct ear {
    struct watch watch;
    int far;
    unsigned calls, told;
    struct ear *victim; /* is unwatched and freed when this one is told */
};

static void listen_only(struct watch *w, unsigned events)
{
    struct ear *e = (struct ear *)w;

    e->calls++;
    e->told |= events;
}

static struct ear *ear_new(void (*ready)(struct watch *w, unsigned events))
{
    struct ear *e = mem_new(sizeof *e);
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        printf("Bail out! no sockets\n");
    e->watch = (struct watch){.ready = ready, .fd = pair[0]};
    e->far = pair[1];
    return e;
}

static void ear_free(struct ear *e)
{
    loop_unwatch(loop, &e->watch);
    close(e->watch.fd);
    close(e->far);
    free(e);
}

static void speak_to(const struct ear *e)
{
    if (write(e->far, "x", 1) != 1)
        printf("Bail out! cannot write\n");
}

static unsigned calls_in_a_turn(struct ear *e)
{
    unsigned before = e->calls;

    e->told = 0;
    loop_turn(loop, true);
    return e->calls - before;
}

static void test_watch(void)
{
    struct ear *e = ear_new(listen_only);
    char byte;

    ok(loop_watch(loop, &e->watch, LOOP_READ) == 0);
    ok(calls_in_a_turn(e) == 0);
    speak_to(e);
    ok(calls_in_a_turn(e) == 1 && e->told == LOOP_READ);
    note("level-triggered: told again until it is read");
    ok(calls_in_a_turn(e) == 1);
    ok(read(e->watch.fd, &byte, 1) == 1);
    ok(calls_in_a_turn(e) == 0);
    note("other events for the same watch, and back again");
    ok(loop_watch(loop, &e->watch, LOOP_READ | LOOP_WRITE) == 0);
    ok(calls_in_a_turn(e) == 1 && e->told == LOOP_WRITE);
    ok(loop_watch(loop, &e->watch, LOOP_READ) == 0);
    ok(calls_in_a_turn(e) == 0);
    speak_to(e);
    loop_unwatch(loop, &e->watch);
    ok(calls_in_a_turn(e) == 0 && e->watch.events == 0);
    loop_unwatch(loop, &e->watch);
    ok(loop_watch(loop, &e->watch, LOOP_READ) == 0);
    ok(calls_in_a_turn(e) == 1);
    ear_free(e);
}

static void test_hang_up(void)
{
    struct ear *e = ear_new(listen_only);
    struct watch bad = {.ready = listen_only, .fd = open("/dev/null", O_RDONLY | O_CLOEXEC)};

    loop_watch(loop, &e->watch, LOOP_READ);
    shutdown(e->far, SHUT_WR);
    ok(calls_in_a_turn(e) == 1 && e->told == LOOP_READ);
    shutdown(e->far, SHUT_RD);
    ok(calls_in_a_turn(e) == 1 && e->told == (LOOP_READ | LOOP_WRITE));
    note("what epoll cannot wait for is refused, and not watched");
    ok(loop_watch(loop, &bad, LOOP_READ) == -1 && bad.events == 0);
    close(bad.fd);
    ear_free(e);
}

/* Whichever of two is told first frees the other: nobody knows the kernel's order. */
static void free_victim(struct watch *w, unsigned events)
{
    struct ear *e = (struct ear *)w;

    listen_only(w, events);
    if (e->victim)
        ear_free(e->victim);
    e->victim = NULL;
}

/* Two that are each other's victim, both with something to read in the same turn. */
static void tell_both(struct ear *a, struct ear *b)
{
    a->victim = b;
    b->victim = a;
    loop_watch(loop, &a->watch, LOOP_READ);
    loop_watch(loop, &b->watch, LOOP_READ);
    speak_to(a);
    speak_to(b);
    loop_turn(loop, false);
}

static unsigned survivor_calls;

static void count_survivor(struct watch *w, unsigned events)
{
    survivor_calls++;
    free_victim(w, events);
    ear_free((struct ear *)w); /* and itself too */
}

static void test_free_in_batch(void)
{
    struct ear *a = ear_new(count_survivor), *b = ear_new(count_survivor);

    survivor_calls = 0;
    tell_both(a, b);
    loop_turn(loop, true);
    ok(survivor_calls == 1);
}

/* The number of a closed descriptor comes back with its next owner, before the event that
 * was for the first one has been told. */
static struct ear *reborn, *survivor;
static int reborn_by_forgetting;

static void replace_victim(struct watch *w, unsigned events)
{
    struct ear *e = (struct ear *)w, *old = e->victim;
    int number = old ? old->watch.fd : -1;

    listen_only(w, events);
    if (!old)
        return;
    survivor = e;
    e->victim = NULL;
    if (!reborn_by_forgetting)
        loop_unwatch(loop, &old->watch);
    close(old->watch.fd);
    if (reborn_by_forgetting)
        loop_forget(loop, &old->watch);
    close(old->far);
    free(old);
    reborn = ear_new(listen_only);
    if (reborn->watch.fd != number) {
        dup3(reborn->watch.fd, number, O_CLOEXEC);
        close(reborn->watch.fd);
        reborn->watch.fd = number;
    }
    loop_watch(loop, &reborn->watch, LOOP_READ);
    loop_unwatch(loop, w);
}

static void test_number_reused(int by_forgetting)
{
    struct ear *a = ear_new(replace_victim), *b = ear_new(replace_victim);

    reborn_by_forgetting = by_forgetting;
    tell_both(a, b);
    note("the number's next owner is not told of what was for the one before");
    ok(reborn && reborn->calls == 0);
    ok(calls_in_a_turn(reborn) == 0);
    speak_to(reborn);
    ok(calls_in_a_turn(reborn) == 1);
    ear_free(survivor);
    ear_free(reborn);
}

static void test_crowd(void)
{
    struct ear *all[CROWD];
    unsigned told = 0, written = 0;

    for (int i = 0; i < CROWD; i++) {
        all[i] = ear_new(listen_only);
        loop_watch(loop, &all[i]->watch, LOOP_READ);
        written += write(all[i]->far, "x", 1) == 1;
    }
    loop_turn(loop, false);
    loop_turn(loop, false);
    for (int i = 0; i < CROWD; i++) {
        told += all[i]->calls > 0;
        ear_free(all[i]);
    }
    note("more ready descriptors than fit in a batch are all told in two turns");
    ok(written == CROWD && told == CROWD);
}

static char order[16];

struct mark {
    struct timer timer;
    char name;
    nanos fired_at;
};

static void write_down(struct timer *t, nanos now)
{
    struct mark *m = (struct mark *)t;

    strncat(order, (char[]){m->name, '\0'}, 2);
    m->fired_at = now;
}

static void hear_in_order(struct watch *w, unsigned events)
{
    (void)events;
    strcat(order, "s");
    loop_unwatch(loop, w);
}

static struct mark mark(char name)
{
    return (struct mark){.timer.fire = write_down, .name = name};
}

static void test_timers(void)
{
    struct mark a = mark('a'), b = mark('b'), c = mark('c'), never = mark('n');
    struct ear *e = ear_new(hear_in_order);
    nanos now = clock_now(), woken;

    order[0] = '\0';
    loop_timer(loop, &c.timer, now - 1);
    loop_timer(loop, &a.timer, now - 3);
    loop_timer(loop, &b.timer, now - 2);
    loop_timer(loop, &never.timer, now - 4);
    loop_timer_stop(loop, &never.timer);
    loop_watch(loop, &e->watch, LOOP_READ);
    speak_to(e);
    loop_turn(loop, false);
    note("sockets first, then timers by their time, whatever the order they were set in");
    ok(!strcmp(order, "sabc"));
    ear_free(e);

    order[0] = '\0';
    now = clock_now();
    loop_timer(loop, &a.timer, now + 3 * NANOS_PER_MS);
    loop_turn(loop, false);
    woken = loop_now(loop);
    ok(!strcmp(order, "a") && woken >= now + 3 * NANOS_PER_MS && a.fired_at >= woken);
}

static void test_busy(void)
{
    struct mark late = mark('l');
    nanos from = clock_now();

    order[0] = '\0';
    loop_timer(loop, &late.timer, from + 60 * NANOS_PER_SECOND);
    loop_turn(loop, true);
    note("a busy turn looks, but does not wait for the timer a minute away");
    ok(order[0] == '\0' && clock_now() - from < 30 * NANOS_PER_SECOND);
    loop_timer_stop(loop, &late.timer);
}

static void *wake_later(void *arg)
{
    usleep(3000);
    loop_wake(arg);
    loop_wake(arg);
    return NULL;
}

static void test_wake(void)
{
    struct mark give_up = mark('g'), soon = mark('s');
    pthread_t thread;

    order[0] = '\0';
    loop_timer(loop, &give_up.timer, clock_now() + 20 * NANOS_PER_SECOND);
    pthread_create(&thread, NULL, wake_later, loop);
    loop_turn(loop, false);
    pthread_join(thread, NULL);
    note("another thread ended the sleep long before the timer");
    ok(order[0] == '\0');
    loop_turn(loop, true); /* the second waking may have come after the first was read */
    loop_timer_stop(loop, &give_up.timer);
    note("a waking is used up: the next turn sleeps until its timer");
    loop_timer(loop, &soon.timer, clock_now() + 5 * NANOS_PER_MS);
    loop_turn(loop, false);
    ok(!strcmp(order, "s"));
}

int main(void)
{
    struct error err;

    loop = loop_new(&err);
    ok(loop != NULL);
    test_watch();
    test_hang_up();
    test_free_in_batch();
    test_number_reused(0);
    test_number_reused(1);
    test_crowd();
    test_timers();
    test_busy();
    test_wake();
    loop_free(loop);
    loop_free(NULL);
    return tap_done();
}
