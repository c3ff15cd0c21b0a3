#include "llm/exchange.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "llm/outcome.h"
#include "llm/shape.h"
#include "measure/recorder.h"
#include "measure/trace.h"
#include "net/decoder.h"

#include <stdlib.h>
#include <string.h>

/* So much of what explains a fault is kept. */
enum { WORDS_MAX = 4096, REQUEST_ID_MAX = 64 };

/* What a reply says can be read; the fragments of a tool call are the protocol's to join. */
enum { SAID_COUNT = MEANS_REFUSAL + 1 };

struct exchange {
    struct sample sample;
    struct transfer *transfer;
    struct recorder *recorder;
    const struct shape *shape;
    struct exchange_watch watch;
    void *owner;
    struct decoder decoder;
    struct buf said[SAID_COUNT], kept, words, body, headers;
    nanos *tokens_at; /* only when the journal wants them */
    size_t tokens_cap;
    nanos at; /* of the read whose bytes are being decoded */
    bool fresh_read;
    bool keep, keep_body;
    bool opened, refused; /* its first bytes are here; its status is bad */
    bool over;            /* its body has ended */
    struct heard heard;
    char id[REQUEST_ID_MAX];
};

static void keep_words(struct exchange *x, const char *text, size_t len)
{
    size_t room = WORDS_MAX - (x->words.len < WORDS_MAX ? x->words.len : WORDS_MAX);

    buf_add(&x->words, text, len < room ? len : room);
}

static void note_token_time(struct exchange *x)
{
    if (x->sample.token_events == x->tokens_cap) {
        x->tokens_cap = x->tokens_cap ? x->tokens_cap * 2 : 128;
        x->tokens_at = mem_resize(x->tokens_at, x->tokens_cap * sizeof *x->tokens_at);
    }
    x->tokens_at[x->sample.token_events] = x->at;
}

static void on_token(struct exchange *x, const struct finding *f)
{
    struct sample *s = &x->sample;

    if (x->recorder->token_stamps)
        note_token_time(x);
    recorder_token(x->recorder, s, x->at);
    if (s->token_events++ == 0)
        s->first_token = x->at;
    s->coalesced += !x->fresh_read;
    x->fresh_read = false;
    s->last_token = x->at;
    if (!s->first_answer && f->output & ~(unsigned)SAYS_REASONING)
        s->first_answer = x->at;
}

/* For whoever watches. */

static nanos since_sent(const struct exchange *x)
{
    nanos sent = http_sent(x->transfer);

    return sent && x->at > sent ? x->at - sent : 0;
}

static void trace_token(struct exchange *x, enum meaning kind, const char *text, size_t len)
{
    static const char *const names[SAID_COUNT] = {
        [MEANS_TEXT] = "text", [MEANS_REASONING] = "reasoning", [MEANS_REFUSAL] = "refusal"};
    const char *name = names[kind] ? names[kind] : "";

    recorder_tell(x->recorder, &(struct trace_line){.kind = TRACE_TOKEN,
                                                    .text = text,
                                                    .len = len,
                                                    .body = name,
                                                    .body_len = strlen(name),
                                                    .sample = &x->sample,
                                                    .span = since_sent(x)});
}

static void trace_event(struct exchange *x, const struct event *e)
{
    recorder_tell(x->recorder, &(struct trace_line){.kind = TRACE_EVENT,
                                                    .text = e->data,
                                                    .len = e->data_len,
                                                    .sample = &x->sample,
                                                    .span = since_sent(x)});
}

static void trace_request(struct exchange *x, const struct http_request *r)
{
    struct buf head = {0};

    http_describe(r, &head);
    recorder_tell(x->recorder, &(struct trace_line){.kind = TRACE_REQUEST,
                                                    .text = head.data,
                                                    .len = head.len,
                                                    .body = r->body,
                                                    .body_len = r->body_len,
                                                    .sample = &x->sample});
    buf_release(&head);
}

static void trace_end(struct exchange *x)
{
    recorder_tell(x->recorder, &(struct trace_line){.kind = TRACE_END,
                                                    .text = x->words.data,
                                                    .len = x->words.len,
                                                    .body = x->heard.finish,
                                                    .body_len = strlen(x->heard.finish),
                                                    .sample = &x->sample});
}

static void say(struct exchange *x, unsigned kind, const struct span *text)
{
    struct json j = {.text = text->text, .len = text->len};
    struct buf *said = &x->said[kind];
    size_t from;

    if (!x->keep)
        buf_clear(said);
    from = said->len;
    json_unescape(&j, said);
    if (x->recorder->trace)
        trace_token(x, (enum meaning)kind, said->data + from, said->len - from);
    if (x->watch.on_token)
        x->watch.on_token(x->owner, (enum meaning)kind,
                          (struct span){said->data + from, said->len - from});
}

static void say_all(struct exchange *x, const struct finding *f)
{
    if (!x->keep && !x->watch.on_token && !x->recorder->trace)
        return;
    for (unsigned kind = 0; kind < SAID_COUNT; kind++)
        if (f->output & 1u << kind)
            say(x, kind, &f->output_of[kind]);
}

static void keep_event(struct exchange *x, const struct event *e)
{
    x->heard.kept = true;
    if (!x->keep)
        return;
    buf_add(&x->kept, e->data, e->data_len);
    buf_add(&x->kept, "", 1);
}

static void note_usage(struct sample *s, const struct finding *f)
{
    if (f->tokens_in >= 0) {
        s->tokens_in = (uint32_t)f->tokens_in;
        s->has_input = true;
    }
    if (f->tokens_cached >= 0) {
        s->tokens_cached = (uint32_t)f->tokens_cached;
        s->has_cached = true;
    }
    if (f->tokens_out >= 0) {
        s->tokens_out = (uint32_t)f->tokens_out;
        s->has_usage = true;
    }
}

/* Unescaped, so that a key which the service echoes looks as it was given, and is found. */
static void note_failure(struct exchange *x, const struct finding *f)
{
    size_t len = f->failure.len < WORDS_MAX ? f->failure.len : WORDS_MAX;
    struct json j = {.text = f->failure.text, .len = len};

    if (!x->heard.failed) {
        buf_clear(&x->words); /* of malformed events before it, which matter less */
        json_unescape(&j, &x->words);
    }
    x->heard.failed = true;
}

static void note_malformed(struct exchange *x, const struct event *e)
{
    if (!x->heard.malformed && !x->heard.failed)
        keep_words(x, e->data, e->data_len);
    x->heard.malformed = true;
}

static void note_too_large(struct exchange *x)
{
    buf_addf(&x->words, "an event is larger than %d MB", DECODER_MAX >> 20);
    x->heard.malformed = true;
}

static void note_event(struct exchange *x, const struct event *e, const struct finding *f)
{
    x->sample.events++;
    if (!x->sample.first_event)
        x->sample.first_event = x->at;
    if (f->output)
        on_token(x, f);
    if (f->output)
        say_all(x, f);
    else if (x->recorder->trace)
        trace_event(x, e);
    if (f->keep)
        keep_event(x, e);
    note_usage(&x->sample, f);
    x->heard.choices |= f->choices;
    if (f->finished)
        heard_finish(&x->heard, f->finish.text, f->finish.len, f->choices);
    if (f->failed)
        note_failure(x, f);
    if (f->malformed)
        note_malformed(x, e);
}

/* Half an event at the end of the body is none: whether it is missed outcome_of() knows. After
 * the stream's done text there is nothing that counts. */
static bool on_event(void *owner, const struct event *e)
{
    struct exchange *x = owner;
    struct finding f;

    shape_read(x->shape, e, &f);
    x->heard.cut = x->over && f.cut;
    if (!x->heard.cut)
        note_event(x, e, &f);
    return !f.done;
}

/* The first bytes of a reply decide how it is read: an error's body as it is, else by
 * what the service says it sends, else by how it looks. */
static void choose_decoding(struct exchange *x, const char *bytes, size_t n)
{
    const char *type = http_content_type(x->transfer);
    const struct decoding *kind = decoding_sniff(type, type ? strlen(type) : 0, bytes, n);

    if (!kind)
        return;
    decoder_begin(&x->decoder, kind);
    x->sample.streamed = kind != &decoding_whole;
}

static void decode(struct exchange *x, const char *bytes, size_t n)
{
    if (!x->sample.events)
        heard_opening(&x->heard, bytes, n);
    if (!x->decoder.kind)
        choose_decoding(x, bytes, n);
    if (x->decoder.kind)
        decoder_feed(&x->decoder, bytes, n, on_event, x);
}

static bool on_bytes(void *owner, const char *bytes, size_t n, nanos at, bool kernel)
{
    struct exchange *x = owner;

    x->fresh_read = x->fresh_read || at != x->at;
    x->at = at;
    x->sample.kernel = x->sample.kernel && kernel;
    if (!x->opened)
        x->refused = outcome_bad_status(x->shape, http_status(x->transfer));
    x->opened = true;
    if (x->keep_body)
        buf_add(&x->body, bytes, n);
    if (x->keep && !x->shape)
        buf_add(&x->said[MEANS_TEXT], bytes, n);
    if (x->refused)
        keep_words(x, bytes, n);
    else if (x->shape)
        decode(x, bytes, n);
    return true;
}

static void explain(struct exchange *x, const struct http_result *r)
{
    x->heard.type = http_content_type(x->transfer);
    if (r->detail[0])
        keep_words(x, r->detail, strlen(r->detail));
    else
        outcome_explain(&x->heard, &x->sample, &x->words);
}

/* Some services fill in a usage that they have not counted. */
static bool is_believable(const struct sample *s)
{
    return s->has_usage && (s->tokens_out || !s->token_events);
}

static void fill_in(struct exchange *x, const struct http_result *r)
{
    struct sample *s = &x->sample;

    s->borrowed = r->waited >= 0;
    s->waited = s->borrowed ? r->waited : 0;
    if (s->ready && s->ready < r->allowed)
        s->ready = r->allowed;
    s->begun = r->begun;
    s->connected = r->connected;
    s->tls_done = r->tls_done;
    s->sent = r->sent;
    s->first_byte = r->first_byte;
    s->ended = r->ended;
    s->bytes_up = r->bytes_up;
    s->bytes_down = r->bytes_down;
    s->status = r->status;
    s->reused = r->reused;
    s->retried = r->retried;
    s->target = (uint16_t)r->place;
    s->has_usage = is_believable(s);
    s->outcome = (uint8_t)outcome_of(&x->heard, x->shape, s, r);
    if (s->outcome != FAULT_NONE && !x->words.len)
        explain(x, r);
}

static void exchange_free(struct exchange *x)
{
    decoder_release(&x->decoder);
    for (unsigned kind = 0; kind < SAID_COUNT; kind++)
        buf_release(&x->said[kind]);
    buf_release(&x->kept);
    buf_release(&x->body);
    buf_release(&x->headers);
    buf_release(&x->words);
    free(x->tokens_at);
    free(x);
}

static struct span all_of(const struct buf *b)
{
    return (struct span){b->data ? b->data : "", b->len};
}

static void tell(struct exchange *x)
{
    struct exchange_result result = {
        .sample = &x->sample,
        .kept = all_of(&x->kept),
        .body = all_of(&x->body),
        .headers = all_of(&x->headers),
        .finish_reason = x->heard.finished ? x->heard.finish : NULL,
        .words = all_of(&x->words),
    };

    if (x->keep) {
        result.text = all_of(&x->said[MEANS_TEXT]);
        result.reasoning = all_of(&x->said[MEANS_REASONING]);
        result.refusal = all_of(&x->said[MEANS_REFUSAL]);
    }
    recorder_sample(x->recorder, &x->sample, result.words.text, result.words.len, x->id,
                    x->tokens_at, x->tokens_at ? x->sample.token_events : 0);
    if (x->watch.on_end)
        x->watch.on_end(x->owner, &result);
}

static void on_transfer_end(void *owner, const struct http_result *r)
{
    struct exchange *x = owner;

    x->over = true;
    if (x->decoder.kind && r->fault == FAULT_NONE)
        decoder_end(&x->decoder, on_event, x);
    if (x->decoder.too_large)
        note_too_large(x);
    fill_in(x, r);
    if (x->recorder->trace)
        trace_end(x);
    tell(x);
    exchange_free(x);
}

struct exchange *exchange_begin(struct recorder *rec, const struct exchange_spec *spec,
                                const struct exchange_watch *watch, void *owner)
{
    static const struct http_watch of_transfer = {on_bytes, on_transfer_end};
    struct exchange *x = mem_new(sizeof *x);
    struct http_request request;

    x->recorder = rec;
    x->shape = spec->shape;
    x->watch = *watch;
    x->owner = owner;
    x->keep = spec->keep_text;
    x->keep_body = spec->keep_body;
    x->heard.several = spec->several;
    x->sample.due = spec->due;
    x->sample.ready = spec->ready;
    x->sample.scenario = spec->scenario;
    x->sample.step = spec->step;
    x->sample.user = spec->user;
    x->sample.turn = spec->turn;
    x->sample.asked_in = spec->asked_in;
    x->sample.asked_out = spec->asked_out;
    x->sample.shared = spec->shared;
    x->sample.llm = spec->shape && shape_has_output(spec->shape);
    x->sample.kernel = true;
    if (spec->request.id)
        strncpy(x->id, spec->request.id, sizeof x->id - 1);
    request = spec->request;
    request.headers = spec->keep_headers ? &x->headers : NULL;
    if (rec->trace)
        trace_request(x, &request);
    recorder_begun(rec, clock_now());
    x->transfer = http_begin(spec->line, &request, &of_transfer, x);
    return x;
}

void exchange_cancel(struct exchange *x, enum fault why)
{
    http_cancel(x->transfer, why);
}

void exchange_abandon(struct exchange *x)
{
    x->watch = (struct exchange_watch){0};
}
