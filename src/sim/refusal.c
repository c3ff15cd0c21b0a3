#include "sim/refusal.h"

#include "base/buf.h"
#include "base/clock.h"
#include "net/request.h"
#include "sim/answer.h"
#include "sim/conn.h"
#include "sim/dialect.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENCE = 2 }; /* seconds from now that a date is */

static const char garbage[] = "* HELLO this is no web server, and it says so at some length *\r\n";

static const char *message_of(int status)
{
    switch (status) {
    case 200: return "The simulated engine failed, and the status does not say so.";
    case 400: return "The simulated service does not understand this.";
    case 401: return "The simulated service does not know you.";
    case 403: return "The simulated service does not let you do this.";
    case 404: return "The simulated service has no such model.";
    case 408: return "The simulated service has waited too long.";
    case 413: return "The simulated service does not take that much.";
    case 429: return "Too many requests: come back a little later.";
    case 500: return "The simulated engine failed.";
    case 502: return "Nobody answers behind the simulated gateway.";
    case 504: return "Whoever is behind the simulated gateway is too slow.";
    default: return "The service is overloaded: come back a little later.";
    }
}

/* A number as it was said, or a date in the only form that HTTP still allows to be sent. */
static void put_retry(struct buf *out, const struct sim_rule *rule)
{
    time_t at = (time_t)(clock_wall() / NANOS_PER_SECOND) + PATIENCE;
    struct tm utc;
    char date[64];

    if (*rule->text == 'n')
        return;
    if (*rule->text == 'd') {
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&at, &utc));
        buf_addf(out, "retry-after: %s\r\n", date);
        return;
    }
    buf_addf(out, "retry-after: %.*s\r\n", rule->text_len, rule->text);
    buf_addf(out, "retry-after-ms: %.0f\r\n", strtod(rule->text, NULL) * 1000);
}

/* What proxies and frameworks say, in no service's own shape. */
static const char *put_body(const struct conn *c, struct buf *out, enum sim_body body, int status)
{
    const char *why = message_of(status);

    switch (body) {
    case SIM_PLAIN: buf_addf(out, "%s\n", why); return "text/plain";
    case SIM_HTML:
        buf_addf(out,
                 "<html>\r\n<head><title>%d</title></head>\r\n<body>\r\n<h1>%s</h1>\r\n</body>\r\n"
                 "</html>\r\n",
                 status, why);
        return "text/html";
    case SIM_DETAIL: buf_addf(out, "{\"detail\":\"%s\"}", why); return "application/json";
    case SIM_NO_BODY: return "text/plain";
    default: c->dialect->error(out, status, why); return "application/json";
    }
}

static void say_status(struct conn *c, const struct request *r, const struct sim_rule *rule)
{
    int status = atoi(sim_fault_name(rule->fault));
    struct buf body = {0}, more = {0};
    const char *type = put_body(c, &body, (enum sim_body)rule->argument, status);

    if (rule->text) {
        put_retry(&more, rule);
        answer_with(c, r, status, type, more.data ? more.data : "", body.data, body.len);
    } else {
        answer(c, r, status, type, body.data, body.len);
    }
    buf_release(&body);
    buf_release(&more);
}

/* To where route.c serves the same once more. */
static void redirect(struct conn *c, const struct request *r)
{
    struct buf more = {0};

    buf_addf(&more, "location: " ANSWER_ELSEWHERE "%.*s\r\n", (int)r->target_len, r->target);
    answer_with(c, r, 307, "text/plain", more.data, "", 0);
    buf_release(&more);
}

static const struct sim_rule *status_of(const struct sim_given *g)
{
    for (unsigned f = 0; f < SIM_FAULTS; f++)
        if (g->by[f] && sim_fault_trait((enum sim_fault)f)->kind == SIM_ANSWER)
            return sim_given_rule(g, (enum sim_fault)f);
    return NULL;
}

/* In no HTTP at all. */
static bool say_nothing_of_use(struct conn *c, const struct sim_given *g)
{
    if (g->by[SIM_NO_REPLY]) {
        conn_cut(c);
    } else if (g->by[SIM_HANG] && !sim_given_argument(g, SIM_HANG, 0)) {
        c->mute = true;
    } else if (g->by[SIM_NOT_HTTP]) {
        conn_send(c, garbage, sizeof garbage - 1);
        conn_cut(c);
    } else if (sim_given_argument(g, SIM_RESET, 0) == SIM_AT_START) {
        conn_reset(c);
    } else {
        return false;
    }
    return true;
}

bool refusal_answer(struct conn *c, const struct request *r, const struct sim_given *g)
{
    const struct sim_rule failed = {.fault = SIM_200}, *status = status_of(g);

    if (say_nothing_of_use(c, g))
        return true;
    if (status)
        say_status(c, r, status);
    else if (g->by[SIM_REDIRECT] && !c->moved)
        redirect(c, r);
    else if (sim_given_argument(g, SIM_ERROR, 0) == 'j')
        say_status(c, r, &failed);
    else
        return false;
    return true;
}
