#include "measure/journal.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "measure/field.h"
#include "measure/label.h"
#include "measure/sample.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 1 << 20 }; /* bytes gathered before the file is bothered */

struct journal {
    pthread_mutex_t lock;
    struct buf pending;
    char *path;
    int fd;
    int failure; /* the first errno; nothing is written after it */
};

struct journal *journal_open(const char *path, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    struct journal *j;

    if (fd < 0) {
        error_set(err, "cannot write the journal '%s': %s", path, strerror(errno));
        return NULL;
    }
    j = mem_new(sizeof *j);
    pthread_mutex_init(&j->lock, NULL);
    j->path = mem_text(path);
    j->fd = fd;
    return j;
}

static void write_out(struct journal *j)
{
    const char *at = j->pending.data;
    size_t left = j->pending.len;

    while (left && !j->failure) {
        ssize_t n = write(j->fd, at, left);

        if (n >= 0) {
            at += n;
            left -= (size_t)n;
        } else if (errno != EINTR)
            j->failure = errno;
    }
    buf_clear(&j->pending);
}

static void put_moments(struct json_writer *w, const struct sample *s)
{
    field_moment(w, "due", s->due);
    field_moment(w, "ready", s->ready);
    if (s->borrowed)
        field_count(w, "waited", (uint64_t)s->waited);
    field_moment(w, "begun", s->begun);
    field_moment(w, "connected", s->connected);
    field_moment(w, "tls_done", s->tls_done);
    field_moment(w, "sent", s->sent);
    field_moment(w, "first_byte", s->first_byte);
    field_moment(w, "first_event", s->first_event);
    field_moment(w, "first_token", s->first_token);
    field_moment(w, "first_answer", s->first_answer);
    field_moment(w, "last_token", s->last_token);
    field_moment(w, "ended", s->ended);
}

static void put_counts(struct json_writer *w, const struct sample *s)
{
    if (s->has_input)
        field_count(w, "tokens_in", s->tokens_in);
    if (s->has_usage)
        field_count(w, "tokens_out", s->tokens_out);
    if (s->has_cached)
        field_count(w, "tokens_cached", s->tokens_cached);
    if (s->asked_in)
        field_count(w, "asked_in", s->asked_in);
    if (s->asked_out)
        field_count(w, "asked_out", s->asked_out);
    if (s->shared)
        field_count(w, "tokens_shared", s->shared);
    field_count(w, "events", s->events);
    field_count(w, "token_events", s->token_events);
    field_count(w, "coalesced", s->coalesced);
    field_count(w, "bytes_up", s->bytes_up);
    field_count(w, "bytes_down", s->bytes_down);
}

static void put_stamps(struct json_writer *w, const nanos *at, size_t n)
{
    json_put_key(w, "tokens_at");
    json_open(w, '[');
    for (size_t i = 0; i < n; i++)
        json_put_int(w, at[i]);
    json_close(w, ']');
}

static void put_sample(struct json_writer *w, const struct sample *s, const struct labels *labels,
                       const char *request_id)
{
    field_string(w, "outcome", fault_name((enum fault)s->outcome));
    field_count(w, "status", s->status);
    field_count(w, "user", s->user);
    field_count(w, "turn", s->turn);
    field_count(w, "stage", s->stage);
    field_string(w, "scenario", labels_name(labels, s->scenario));
    field_string(w, "step", labels_name(labels, s->step));
    field_string(w, "request_id", request_id);
    put_moments(w, s);
    put_counts(w, s);
    field_flag(w, "warmup", s->warmup);
    field_flag(w, "good", s->good);
    field_flag(w, "reused", s->reused);
    field_flag(w, "retried", s->retried);
    field_flag(w, "llm", s->llm);
    field_flag(w, "streamed", s->streamed);
    field_flag(w, "kernel", s->kernel);
}

/* Only the copying of a finished line is done under the lock. */
void journal_add(struct journal *j, const struct sample *s, const struct labels *labels,
                 const char *request_id, const nanos *tokens_at, size_t tokens)
{
    struct buf line = {0};
    struct json_writer w = {.out = &line};

    json_open(&w, '{');
    put_sample(&w, s, labels, request_id);
    if (tokens_at)
        put_stamps(&w, tokens_at, tokens);
    json_close(&w, '}');
    buf_add(&line, "\n", 1);

    pthread_mutex_lock(&j->lock);
    buf_add(&j->pending, line.data, line.len);
    if (j->pending.len >= BUFFER)
        write_out(j);
    pthread_mutex_unlock(&j->lock);
    buf_release(&line);
}

int journal_close(struct journal *j, struct error *err)
{
    int result = 0;

    if (!j)
        return 0;
    write_out(j);
    if (close(j->fd) != 0 && !j->failure)
        j->failure = errno;
    if (j->failure)
        result =
            error_set(err, "the journal '%s' is not complete: %s", j->path, strerror(j->failure));
    pthread_mutex_destroy(&j->lock);
    buf_release(&j->pending);
    free(j->path);
    free(j);
    return result;
}
