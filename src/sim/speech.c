#include "sim/speech.h"

#include "base/mem.h"
#include "sim/ask.h"
#include "sim/event.h"
#include "sim/voice.h"
#include "sim/words.h"

#include <stdlib.h>

/* As they are in the end, more or less. */
enum { TOKEN_BYTES = 6, TOLD_BYTES = 70, CHOICE_BYTES = 200 };

static const char failure[] = "The simulated engine failed while speaking.";

void speech_init(struct speech *s, const struct ask *a, uint64_t id, int64_t created,
                 const char *model, size_t model_len)
{
    *s = (struct speech){
        .dialect = a->dialect,
        .framing = a->framing,
        .id = id,
        .created = created,
        .model = mem_copy(model, model_len),
        .prompt_tokens = a->prompt_tokens,
        .cached_tokens = a->cached_tokens,
        .choices = a->prompts && a->n ? a->prompts * a->n : 1,
        .details = a->details,
        .logprobs = a->logprobs,
        .top_logprobs = a->top_logprobs,
        .dice = a->hash,
        .first_dice = a->hash,
        .newline = "\n",
        .words = words,
    };
    if (a->dialect->begin)
        a->dialect->begin(s);
}

void speech_release(struct speech *s)
{
    free(s->model);
    buf_release(&s->start);
    buf_release(&s->quote);
    calls_release(&s->calls);
    s->model = NULL;
}

const char *speech_type(const struct speech *s)
{
    switch (s->framing) {
    case FRAMING_LINES: return "application/x-ndjson";
    case FRAMING_ARRAY: return "application/json; charset=utf-8";
    default: return "text/event-stream; charset=utf-8";
    }
}

static void each_choice(struct speech *s, struct buf *out,
                        void (*say)(struct speech *s, struct buf *out))
{
    for (s->choice = 0; say && s->choice < s->choices; s->choice++)
        say(s, out);
    s->choice = 0;
}

void speech_role(struct speech *s, struct buf *out)
{
    each_choice(s, out, s->dialect->role);
}

/* How many of the next n tokens are of one sort. */
static unsigned together(const struct speech *s, unsigned n)
{
    unsigned at_once = s->dialect->at_once;

    if (at_once && n > at_once)
        n = at_once;
    if (s->said < s->reasoning)
        return n < s->reasoning - s->said ? n : s->reasoning - s->said;
    return voice_calling(s) ? calls_together(&s->calls, n) : n;
}

static bool part_begins(const struct speech *s)
{
    return s->said == 0 || s->said == s->reasoning ||
           (voice_calling(s) && !calls_now(&s->calls)->named);
}

static void end_part(struct speech *s, struct buf *out)
{
    s->part.to = s->said;
    if (s->parts && s->dialect->part_end)
        s->dialect->part_end(s, out);
}

static void begin_part(struct speech *s, struct buf *out)
{
    enum sort sort = voice_sort(s);

    end_part(s, out);
    s->parts++;
    s->part = (struct spoken){sort, s->said, s->said, sort == CALL ? calls_now(&s->calls) : NULL};
    if (s->dialect->part)
        s->dialect->part(s, out);
}

/* Each choice begins where the one before it began. */
static void say_choices(struct speech *s, struct buf *out, unsigned n)
{
    const struct place begin = voice_place(s);

    for (s->choice = 0; s->choice < s->choices; s->choice++) {
        voice_return(s, begin);
        s->dialect->tokens(s, out, n);
    }
    s->choice = 0;
}

void speech_tokens(struct speech *s, struct buf *out, unsigned n)
{
    while (n) {
        unsigned now = together(s, n);
        bool calling = voice_calling(s);

        if (part_begins(s))
            begin_part(s, out);
        say_choices(s, out, now);
        if (calling)
            calls_pass(&s->calls, now);
        n -= now;
    }
}

void speech_finish(struct speech *s, struct buf *out)
{
    end_part(s, out);
    each_choice(s, out, s->dialect->finish);
}

void speech_usage(struct speech *s, struct buf *out)
{
    if (s->dialect->usage)
        s->dialect->usage(s, out);
}

void speech_done(struct speech *s, struct buf *out)
{
    if (s->dialect->done)
        s->dialect->done(s, out);
}

void speech_end(const struct speech *s, struct buf *out)
{
    if (s->framing == FRAMING_ARRAY)
        event_end_array(s, out);
    PUT(out, "0\r\n\r\n");
}

void speech_comment(const struct speech *s, struct buf *out)
{
    if (s->framing == FRAMING_SSE)
        event_plain(s, out, ": still here", NULL);
}

void speech_failed(struct speech *s, struct buf *out, int status, const char *message)
{
    if (s->dialect->failed) {
        s->dialect->failed(s, out, status, message);
        return;
    }
    event_open(s, out);
    s->dialect->error(out, status, message);
    event_close(s, out);
}

void speech_error(struct speech *s, struct buf *out)
{
    speech_failed(s, out, 500, failure);
}

void speech_error_event(struct speech *s, struct buf *out)
{
    if (s->framing == FRAMING_SSE)
        event_plain(s, out, "event: error", ": The simulated engine failed while speaking.");
    else
        speech_error(s, out);
}

/* Some protocols say nothing of a call until they can say all of it. */
static bool say_an_event(struct speech *s, struct buf *out, unsigned n)
{
    unsigned events = s->events;

    while (n-- && s->events == events)
        speech_tokens(s, out, 1);
    return s->events > events;
}

bool speech_cut_json(struct speech *s, struct buf *out, unsigned n)
{
    size_t len;

    if (!say_an_event(s, out, n))
        return false;
    len = event_end(s, out) - s->event;
    out->len = s->event + len - len / 4;
    event_close(s, out);
    return true;
}

bool speech_cut_bytes(struct speech *s, struct buf *out, unsigned n)
{
    if (!say_an_event(s, out, n))
        return false;
    out->len = s->event + (out->len - s->event) / 2;
    return true;
}

/* A token with all that is told of it. */
static size_t token_size(const struct speech *s)
{
    return TOKEN_BYTES + (s->logprobs || s->details ? TOLD_BYTES * (1 + s->top_logprobs) : 0);
}

size_t speech_size(const struct speech *s)
{
    size_t each = CHOICE_BYTES + s->tokens * token_size(s) + s->quote.len;

    for (unsigned i = 0; i < s->calls.count; i++)
        each += s->calls.list[i].arguments.len;
    return each * s->choices;
}

void speech_whole(struct speech *s, struct buf *out)
{
    s->dialect->whole(s, out);
}
