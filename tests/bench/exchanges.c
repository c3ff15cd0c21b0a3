/* The least that a user of our own engine can do, to hold a user in Lua against: exchanges one
 * after another, for so many users, without a script, a plan or a report.
 *
 *   exchanges http://127.0.0.1:PORT USERS REQUESTS
 *
 * It prints how many ended well. */

#include "base/error.h"
#include "base/mem.h"
#include "llm/exchange.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "net/http.h"
#include "net/loop.h"
#include "tests/llm/chat.h"

#include <stdlib.h>

static const char question[] =
    "{\"model\":\"sim\",\"messages\":[{\"role\":\"user\",\"content\":\"How are you?\"}],"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

struct run {
    struct loop *loop;
    struct http *http;
    struct http_target *target;
    struct shape *shape;
    struct recorder recorder;
    unsigned long wanted, begun, ended, good;
};

struct asker {
    struct run *run;
    struct http_line *line;
    char id[32];
};

static void ask(struct asker *a);

static void on_end(void *owner, const struct exchange_result *result)
{
    struct asker *a = owner;

    a->run->ended++;
    a->run->good += result->sample->outcome == FAULT_NONE;
    ask(a);
}

static void ask(struct asker *a)
{
    static const struct exchange_watch watch = {.on_end = on_end};
    struct run *r = a->run;
    nanos now = loop_now(r->loop);
    struct exchange_spec spec = {
        .line = a->line,
        .request = {.target = r->target,
                    .body = question,
                    .body_len = sizeof question - 1,
                    .id = a->id,
                    .timeout = NANOS_NEVER,
                    .stall = 10 * NANOS_PER_SECOND},
        .shape = r->shape,
        .due = now,
        .ready = now,
        .keep_text = true,
    };

    if (r->begun == r->wanted)
        return;
    snprintf(a->id, sizeof a->id, "bench-%lu", r->begun++);
    exchange_begin(&r->recorder, &spec, &watch, a);
}

static void turn(struct run *r, bool *busy)
{
    loop_turn(r->loop, *busy);
    http_reap(r->http);
    *busy = http_begin_queued(r->http);
}

static int set_up(struct run *r, struct http_options *o, const char *url, struct error *err)
{
    static const char *const headers[] = {"Content-Type: application/json", NULL};
    static struct http_url parts;
    char endpoint[300];

    if (http_read_url(url, &parts, err) || http_start_up(err) || !(r->loop = loop_new(err)))
        return -1;
    *o = (struct http_options){.host = parts.host,
                               .port = parts.port,
                               .address = parts.host,
                               .address_port = parts.port,
                               .kernel_stamps = true};
    snprintf(endpoint, sizeof endpoint, "%s/v1/chat/completions", url);
    r->http = http_new(r->loop, o);
    r->target = http_target_new("POST", endpoint, headers);
    r->shape = chat_shape();
    r->recorder.labels = labels_new();
    r->recorder.metrics = metrics_new(r->recorder.labels);
    timeline_add(&r->recorder.timeline, 0, NANOS_NEVER, false);
    http_adopt(r->http);
    return 0;
}

static void tear_down(struct run *r)
{
    http_free(r->http);
    http_target_free(r->target);
    shape_free(r->shape);
    metrics_free(r->recorder.metrics);
    timeline_release(&r->recorder.timeline);
    labels_free(r->recorder.labels);
    loop_free(r->loop);
}

static void run(struct run *r, unsigned long users)
{
    struct asker *all = mem_new(users * sizeof *all);
    bool busy = true;

    for (unsigned long i = 0; i < users; i++) {
        all[i] = (struct asker){.run = r, .line = http_line_new(r->http)};
        ask(&all[i]);
    }
    while (r->ended < r->wanted)
        turn(r, &busy);
    printf("requests=%lu\n", r->good);
    tear_down(r);
    free(all);
}

int main(int argc, char **argv)
{
    struct http_options options;
    struct run r = {0};
    struct error err;

    if (argc != 4) {
        fputs("usage: exchanges http://127.0.0.1:PORT USERS REQUESTS\n", stderr);
        return 2;
    }
    r.wanted = strtoul(argv[3], NULL, 10);
    if (set_up(&r, &options, argv[1], &err)) {
        fprintf(stderr, "exchanges: %s\n", err.text);
        return 1;
    }
    run(&r, strtoul(argv[2], NULL, 10));
    return 0;
}
