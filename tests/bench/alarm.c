/* How late this machine wakes anybody: a process that waits for moments of a Poisson arrival with
 * epoll_pwait2(), as our loop does, and does nothing else.
 *
 *   alarm RATE SECONDS
 *
 * prints, in the manner of `open.lua row`: timer, the rate, moments a second, and how late they
 * were in microseconds, p50, p99 and at most; then 0, where others have how well their gaps fit. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void wait_until(int epoll, double due)
{
    double left = due - now();
    struct epoll_event none;
    struct timespec t;

    if (left <= 0)
        return;
    t.tv_sec = (time_t)left;
    t.tv_nsec = (long)((left - (double)t.tv_sec) * 1e9);
    epoll_pwait2(epoll, &none, 1, &t, NULL);
}

/* Moments that have passed while we slept have come, too. */
static void wake(double *late, size_t count, double rate, int epoll)
{
    double due = now() + 0.01;
    size_t n = 0;

    while (n < count) {
        wait_until(epoll, due);
        for (double t = now(); n < count && due <= t; n++) {
            late[n] = (t - due) * 1e6;
            due -= log(1 - drand48()) / rate;
        }
    }
}

int main(int argc, char **argv)
{
    double rate = argc == 3 ? atof(argv[1]) : 0, lasts = argc == 3 ? atof(argv[2]) : 0;
    size_t count = (size_t)(rate * lasts);
    double *late = calloc(count + 1, sizeof *late), from;
    int epoll = epoll_create1(0);

    if (count < 1 || !late || epoll < 0) {
        fputs("usage: alarm RATE SECONDS\n", stderr);
        return 2;
    }
    from = now();
    wake(late, count, rate, epoll);
    lasts = now() - from;
    qsort(late, count, sizeof *late, by_size);
    printf("timer\t%s\t%g\t%g\t%g\t%g\t0\n", argv[1], (double)count / lasts, late[count / 2],
           late[count * 99 / 100], late[count - 1]);
    free(late);
    return 0;
}
