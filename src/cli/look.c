#include "cli/look.h"

#include "base/buf.h"
#include "base/units.h"
#include "cli/invent.h"
#include "cli/prepare.h"
#include "cli/secrets.h"
#include "measure/label.h"
#include "measure/redact.h"
#include "measure/sample.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_OF_EVENT = 160 };

static void put_clean(const struct look *l, struct buf *out, const char *text, size_t len)
{
    redact(out, text, len, (const char *const *)l->secrets);
}

/* Lines of text, each with this in front; keys in headers do not show. */
static void put_lines(const struct look *l, struct buf *out, const char *margin, const char *text,
                      size_t len)
{
    for (const char *end = text + len, *line = text; line < end;) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        size_t n = (size_t)((next ? next : end) - line);
        struct buf copy = {0};
        const char *secret;

        buf_add(&copy, line, n);
        buf_add(&copy, "", 1);
        secret = secrets_in_header(copy.data);
        buf_put(out, margin);
        put_clean(l, out, copy.data, secret ? (size_t)(secret - copy.data) : n);
        buf_put(out, secret ? "***\n" : "\n");
        buf_release(&copy);
        line += n + 1;
    }
}

static void put_out(FILE *to, struct buf *text)
{
    fwrite(text->data, 1, text->len, to);
    fflush(to);
    buf_release(text);
}

/* A script may make names of anything, of its keys as well. */
static void put_name(const struct look *l, struct buf *out, const char *what, const char *name)
{
    buf_put(out, what);
    put_clean(l, out, name, strlen(name));
}

static void put_whose(const struct look *l, struct buf *out, const struct labels *names,
                      const struct sample *s)
{
    buf_addf(out, "user %llu", (unsigned long long)s->user);
    if (s->scenario)
        put_name(l, out, ", scenario ", labels_name(names, s->scenario));
    if (s->step)
        put_name(l, out, ", step ", labels_name(names, s->step));
    if (s->turn)
        buf_addf(out, ", turn %u", s->turn);
}

/* Of --dry-run, on stdout. */
static void show_request(void *owner, const struct labels *names, const struct trace_line *line)
{
    struct look *l = owner;
    struct buf out = {0};
    unsigned long number = atomic_load(&l->shown) + 1;

    if (line->kind != TRACE_REQUEST || number > l->most)
        return;
    buf_addf(&out, "# request %lu: ", number);
    put_whose(l, &out, names, line->sample);
    buf_put(&out, "\n");
    put_lines(l, &out, "", line->text, line->len);
    buf_put(&out, "\n");
    if (line->body_len) {
        put_clean(l, &out, line->body, line->body_len);
        buf_put(&out, "\n\n");
    }
    put_out(stdout, &out);
    atomic_store(&l->shown, number);
}

/* Of --debug, on stderr. */

static void put_margin(const struct look *l, struct buf *out)
{
    for (unsigned i = 0; i < l->depth; i++)
        buf_put(out, "  ");
}

static void put_quoted(const struct look *l, struct buf *out, const char *text, size_t len)
{
    struct buf clean = {0};

    put_clean(l, &clean, text, len < SHOWN_OF_EVENT ? len : SHOWN_OF_EVENT);
    for (size_t i = 0; i < clean.len; i++) {
        char c = clean.data[i];

        if (c == '\n')
            buf_put(out, "\\n");
        else
            buf_add(out, (unsigned char)c < ' ' ? " " : &clean.data[i], 1);
    }
    if (len > SHOWN_OF_EVENT)
        buf_addf(out, "... (%zu bytes)", len);
    buf_release(&clean);
}

static void put_span(struct buf *out, const char *name, nanos span)
{
    char text[UNITS_TEXT];

    if (span >= 0)
        buf_addf(out, ", %s %s", name, units_span(text, span));
}

static void put_end(const struct look *l, struct buf *out, const struct trace_line *line)
{
    const struct sample *s = line->sample;
    enum fault f = s->outcome;

    buf_addf(out, "%s%s", f != FAULT_NONE && f < FAULT_COUNT ? "fault " : "", fault_name(f));
    if (s->status)
        buf_addf(out, ", status %u", s->status);
    if (line->body_len)
        buf_addf(out, ", finish %.*s", (int)line->body_len, line->body);
    if (s->llm && sample_tokens(s))
        buf_addf(out, ", %u tokens", sample_tokens(s));
    put_span(out, "ttft", sample_ttft(s));
    put_span(out, "tpot", sample_tpot(s));
    put_span(out, "latency", sample_latency(s));
    if (line->len) {
        buf_put(out, ": ");
        put_quoted(l, out, line->text, line->len);
    }
}

static void put_request(const struct look *l, struct buf *out, const struct labels *names,
                        const struct trace_line *line)
{
    char margin[32];

    snprintf(margin, sizeof margin, "%*s", (int)(2 * l->depth % 20) + 4, "");
    buf_put(out, "request of ");
    put_whose(l, out, names, line->sample);
    buf_put(out, "\n");
    put_lines(l, out, margin, line->text, line->len);
    if (line->body_len)
        put_lines(l, out, margin, line->body, line->body_len);
    out->len--; /* the last line's end */
}

static void put_words(const struct look *l, struct buf *out, const struct labels *names,
                      const struct trace_line *line)
{
    char text[UNITS_TEXT];

    switch (line->kind) {
    case TRACE_JOURNEY: buf_addf(out, "%s begins", line->text); break;
    case TRACE_OVER: buf_put(out, line->len ? "failed: " : "it is over"); break;
    case TRACE_STEP: put_name(l, out, "step ", line->text); break;
    case TRACE_CHECK:
        put_name(l, out, "check ", line->text);
        buf_put(out, line->good ? ": ok" : ": no");
        break;
    case TRACE_WAIT: buf_addf(out, "waits %s", units_span(text, line->span)); break;
    case TRACE_REQUEST: put_request(l, out, names, line); break;
    case TRACE_TOKEN:
        buf_addf(out, "  +%s %.*s \"", units_span(text, line->span), (int)line->body_len,
                 line->body);
        put_quoted(l, out, line->text, line->len);
        buf_put(out, "\"");
        break;
    case TRACE_EVENT:
        buf_addf(out, "  +%s event ", units_span(text, line->span));
        put_quoted(l, out, line->text, line->len);
        break;
    case TRACE_END: put_end(l, out, line); break;
    }
    if (line->kind == TRACE_OVER && line->len)
        put_clean(l, out, line->text, line->len);
}

static void show_all(void *owner, const struct labels *names, const struct trace_line *line)
{
    struct look *l = owner;
    struct buf out = {0};
    bool deeper = line->kind == TRACE_JOURNEY || (line->kind == TRACE_STEP && line->len);

    if (line->kind == TRACE_STEP)
        l->depth = 1;
    if (line->kind == TRACE_OVER)
        l->depth = 0;
    if (line->kind != TRACE_STEP || line->len) {
        put_margin(l, &out);
        put_words(l, &out, names, line);
        buf_put(&out, "\n");
        put_out(stderr, &out);
    }
    l->depth += deeper;
}

bool look_wanted(const struct wish *w)
{
    return w->plan.dry_run || w->plan.debug;
}

/* As many users as the load has, so that requests of several are seen. */
void look_fit(struct wish *w)
{
    struct plan *p = &w->plan;

    if (!p->dry_run || p->users == 0 || p->users > p->dry_run)
        p->users = p->dry_run ? p->dry_run : 1;
    p->requests = p->dry_run ? p->dry_run : 1;
    p->threads = 1;
    p->rate = 0;
    p->arrival = NULL;
    p->burstiness = 0;
    p->max_in_flight = 0;
    p->on_full = ON_FULL_UNSAID;
    p->warmup = 0;
    w->stages_by = NULL;
    w->users_given = w->duration_given = false;
    w->quiet = true;
    if (p->dry_run)
        w->http.invent = invent_reply;
}

bool look_seen(const struct look *l)
{
    return l->most && atomic_load(&l->shown) >= l->most;
}

void look_init(struct look *l, const struct run *r)
{
    const struct plan *p = &r->wish.plan;

    *l = (struct look){.secrets = r->secrets, .most = p->dry_run};
    l->trace.tell = p->dry_run ? show_request : show_all;
    l->trace.owner = l;
}
