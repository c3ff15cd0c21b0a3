/* The first line is a list of faults: a good one or one sentence. What follows is said as an event
 * a line, and must come out of the wire as it went in, unless the lines are to be others. */

#include "base/buf.h"
#include "base/error.h"
#include "base/rng.h"
#include "sim/rule.h"
#include "sim/style.h"
#include "sim/wire.h"
#include "tests/fuzz/replay.h"

#include <math.h>
#include <string.h>

static void check_rule(const struct sim_rule *r, const char *list)
{
    const struct sim_trait *t = sim_fault_trait(r->fault);

    must(r->fault < SIM_FAULTS && r->share >= 0 && r->share <= 1 && r->at >= -1);
    must(r->argument >= 0 && (t->kind != SIM_NOTHING || r->argument == t->otherwise));
    if (r->text)
        must(r->text_len > 0 && r->text > list && r->text + r->text_len < list + strlen(list));
}

static void hear(void *to, const char *bytes, size_t n)
{
    must(n > 0);
    buf_add(to, bytes, n);
}

/* The body of a message in chunks, which must end in the last of them. */
static void unchunk(const struct buf *in, struct buf *body)
{
    const char *at = in->data, *end = at + in->len;
    char *after;
    size_t size;

    while ((size = strtoul(at, &after, 16))) {
        must((size_t)(end - after) >= size + 4 && !memcmp(after, "\r\n", 2));
        buf_add(body, after + 2, size);
        at = after + 2 + size + 2;
        must(!memcmp(at - 2, "\r\n", 2));
    }
    must(end - after >= 4 && !memcmp(end - 4, "\r\n\r\n", 4));
}

static void put_events(struct buf *said, struct buf *plain, const char *text, const char *end)
{
    while (text < end) {
        const char *over = memchr(text, '\n', (size_t)(end - text));
        size_t len = (size_t)((over ? over + 1 : end) - text);

        buf_addf(said, "%zx\r\n", len);
        buf_add(said, text, len);
        buf_put(said, "\r\n");
        buf_add(plain, text, len);
        text += len;
    }
    buf_put(said, "0\r\n\r\n");
}

static void send(const struct sim_given *g, const char *text, size_t len)
{
    struct buf said = {0}, plain = {0}, heard = {0}, body = {0};
    struct wire w;

    put_events(&said, &plain, text, text + len);
    wire_begin(&w, g, false);
    wire_send(&w, &said, &(struct wire_out){hear, &heard});
    if (w.chunked)
        unchunk(&heard, &body);
    else
        buf_add(&body, heard.data, heard.len);
    if (!style_odd(g) && !g->by[SIM_GZIP])
        must(body.len == plain.len && (!len || !memcmp(body.data, plain.data, len)));
    buf_release(&said);
    buf_release(&plain);
    buf_release(&heard);
    buf_release(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t len = line ? (size_t)(line - data) : size, rest = line ? size - len - 1 : 0;
    struct sim_rules *rules = calloc(1, sizeof *rules);
    char *list = malloc(len + 1);
    struct error err;
    struct rng dice;

    if (len)
        memcpy(list, data, len);
    list[len] = '\0';
    rng_seed(&dice, 1, 1);
    if (sim_rules_read(rules, list, &err)) {
        must(rules->count == 0 && strlen(err.text) > 0);
    } else {
        struct sim_given g = sim_given_draw(rules->list, rules->count, &dice);

        for (unsigned i = 0; i < rules->count; i++)
            check_rule(&rules->list[i], list);
        send(&g, rest ? (const char *)line + 1 : "", rest);
    }
    free(list);
    free(rules);
    return 0;
}

REPLAY("faults");
