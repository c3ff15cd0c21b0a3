#ifndef TESTS_LOAD_SERVICE_H
#define TESTS_LOAD_SERVICE_H

/* What the tests of workers and crews share: the simulated service in a thread of its own,
 * a plan for it, and a script in a file. */

#include "base/error.h"
#include "load/worker.h"
#include "measure/metrics.h"
#include "net/http.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "sim/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MS NANOS_PER_MS

/* The service, in a thread of its own. */
static struct {
    struct loop *loop;
    struct sim *sim;
    pthread_t thread;
    atomic_bool over;
    char url[64];
    uint16_t port;
} service;

static struct plan plan;
static struct http_options http;

static inline void bail_out(const struct error *err)
{
    printf("Bail out! %s\n", err->text);
    exit(1);
}

static inline void *serve(void *arg)
{
    (void)arg;
    while (!atomic_load(&service.over))
        loop_turn(service.loop, false);
    return NULL;
}

static inline void begin_service(nanos ttft)
{
    struct sim_options o;
    struct error err;

    sim_options_init(&o);
    o.port = 0;
    o.model.ttft = (struct spread){(double)ttft, (double)ttft, 0};
    o.model.gap = (struct spread){5e5, 5e5, 0};
    o.model.tokens = (struct spread){4, 4, 0};
    service.loop = loop_new(&err);
    service.sim = service.loop ? sim_new(service.loop, &o, &err) : NULL;
    if (!service.sim)
        bail_out(&err);
    service.port = sim_port(service.sim);
    atomic_store(&service.over, false);
    pthread_create(&service.thread, NULL, serve, NULL);
}

static inline struct sim_count end_service(void)
{
    struct sim_count count;

    atomic_store(&service.over, true);
    loop_wake(service.loop);
    pthread_join(service.thread, NULL);
    count = sim_count(service.sim);
    sim_free(service.sim);
    loop_free(service.loop);
    return count;
}

/* A closed load of so many users for so long; what the test wants otherwise is set after it. */
static inline void want(uint64_t users, nanos lasts)
{
    plan_release(&plan);
    plan_init(&plan);
    snprintf(service.url, sizeof service.url, "http://127.0.0.1:%u", service.port);
    plan.url = service.url;
    plan.api = "chat";
    plan.model = "sim";
    plan.prompt = "Hi";
    plan.users = users;
    plan.lasts = lasts;
    plan.threads = 1;
    http = (struct http_options){.host = "127.0.0.1",
                                 .port = service.port,
                                 .address = "127.0.0.1",
                                 .address_port = service.port};
}

static inline struct worker_setup setup(void)
{
    struct error err;

    if (plan_check(&plan, &err))
        bail_out(&err);
    return (struct worker_setup){.plan = &plan, .http = &http};
}

/* A script in a file that is there as long as the test. */
static char script_path[] = "/tmp/stoke-test-XXXXXX";

static inline void write_script(const char *code)
{
    FILE *f = fopen(script_path, "w");

    if (!f || fputs(code, f) < 0 || fclose(f))
        printf("Bail out! cannot write %s\n", script_path);
    plan.script = script_path;
}

static inline void begin_tests(void)
{
    struct error err;
    int fd = mkstemp(script_path);

    signal(SIGPIPE, SIG_IGN);
    if (http_start_up(&err) || fd < 0)
        printf("Bail out! cannot begin\n");
    close(fd);
}

static inline void end_tests(void)
{
    plan_release(&plan);
    unlink(script_path);
}

#endif
