#include "llm/shape.h"

#include "base/json.h"
#include "base/mem.h"
#include "llm/paths.h"
#include "net/decoder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Beside the meanings that protocols know there are places where words about a failure may be
 * found: whether there is a failure at all, others decide. */
enum { MEANS_MESSAGE = MEANING_COUNT, MEANS_DETAIL };

/* Words found in several places of an event: the higher wins, and the first of equals. */
enum rank {
    RANK_NONE,
    RANK_LITERAL, /* the text that a path ending in "=text" found */
    RANK_MESSAGE, /* "message" beside it */
    RANK_WHOLE,   /* the object or number that is the failure, as it stands */
    RANK_WORDS,   /* the string that is the failure, or the object's own "message" */
};

enum { EVENT_ANY, EVENT_ERROR };

struct shape {
    struct path root;
    char *done;
    char **events; /* names that paths asked for: EVENT_ERROR is events[0] */
    unsigned event_count;
    bool has_output;
};

struct reader {
    struct json json;
    struct finding *finding;
    struct span words;
    enum rank rank;
    unsigned event;
};

static const char *const names[MEANING_COUNT] = {
    [MEANS_TEXT] = "text",
    [MEANS_REASONING] = "reasoning",
    [MEANS_REFUSAL] = "refusal",
    [MEANS_TOOL_CALL] = "tool_call",
    [MEANS_TOKENS_IN] = "tokens_in",
    [MEANS_TOKENS_OUT] = "tokens_out",
    [MEANS_TOKENS_CACHED] = "tokens_cached",
    [MEANS_CHOICE] = "choice",
    [MEANS_FINISH] = "finish",
    [MEANS_FAILURE] = "failure",
    [MEANS_KEEP] = "keep",
};

static const struct finding nothing = {.tokens_in = -1, .tokens_out = -1, .tokens_cached = -1};

static void say(struct reader *r, enum rank rank)
{
    if (rank <= r->rank)
        return;
    r->rank = rank;
    r->words = (struct span){r->json.text, r->json.len};
}

static void found_output(struct reader *r, unsigned meaning)
{
    struct finding *f = r->finding;

    f->output |= 1u << meaning;
    if (!f->output_of[meaning].text)
        f->output_of[meaning] = (struct span){r->json.text, r->json.len};
}

/* Numbers that no reply can have cost are nonsense, and left out like text would be. */
static void found_tokens(struct reader *r, unsigned meaning)
{
    struct finding *f = r->finding;
    double n = json_number(&r->json);

    if (n < 0 || n > UINT32_MAX)
        return;
    if (meaning == MEANS_TOKENS_IN)
        f->tokens_in = (int64_t)n;
    else if (meaning == MEANS_TOKENS_OUT)
        f->tokens_out = (int64_t)n;
    else
        f->tokens_cached = (int64_t)n;
}

static void found_choice(struct reader *r)
{
    double n = json_number(&r->json);

    if (n >= 0 && n < 64)
        r->finding->choices |= (uint64_t)1 << (unsigned)n;
}

static void found_finish(struct reader *r, const struct mark *m, enum json_kind kind)
{
    struct finding *f = r->finding;

    f->finished = true;
    if (kind == JSON_STRING && !m->literal && !f->finish.text)
        f->finish = (struct span){r->json.text, r->json.len};
}

static void found_failure(struct reader *r, const struct mark *m, enum json_kind kind)
{
    r->finding->failed = true;
    say(r, m->literal ? RANK_LITERAL : kind == JSON_STRING ? RANK_WORDS : RANK_WHOLE);
}

/* json.text is a string's inside, or all of any other value. */
static void found(struct reader *r, const struct mark *m, enum json_kind kind)
{
    bool words = kind == JSON_STRING && r->json.len;

    switch (m->meaning) {
    case MEANS_TEXT:
    case MEANS_REASONING:
    case MEANS_REFUSAL:
    case MEANS_TOOL_CALL:
        if (words)
            found_output(r, m->meaning);
        break;
    case MEANS_TOKENS_IN:
    case MEANS_TOKENS_OUT:
    case MEANS_TOKENS_CACHED:
        if (kind == JSON_NUMBER)
            found_tokens(r, m->meaning);
        break;
    case MEANS_CHOICE:
        if (kind == JSON_NUMBER)
            found_choice(r);
        break;
    case MEANS_FINISH:
        if (words || kind == JSON_TRUE)
            found_finish(r, m, kind);
        break;
    case MEANS_FAILURE:
        if (words || (kind != JSON_STRING && kind != JSON_NULL && kind != JSON_FALSE))
            found_failure(r, m, kind);
        break;
    case MEANS_KEEP: r->finding->keep |= kind != JSON_NULL; break;
    default:
        if (words)
            say(r, m->meaning == MEANS_DETAIL ? RANK_WORDS : RANK_MESSAGE);
    }
}

static void found_all(struct reader *r, const struct path *at, enum json_kind kind)
{
    for (const struct mark *m = at->marks; m; m = m->next)
        if ((m->event == EVENT_ANY || m->event == r->event) &&
            (!m->literal || (kind == JSON_STRING && json_is(&r->json, m->literal))))
            found(r, m, kind);
}

/* Goes down the value and the tree of paths together; as deep as the longest path. */
static void read_value(struct reader *r, const struct path *at)
{
    struct json *j = &r->json;
    enum json_kind kind = json_peek(j);
    const char *from = j->at;

    json_value(j);
    if (kind == JSON_OBJECT) {
        while (json_key(j)) {
            const struct path *member = paths_member(at, j);

            if (member)
                read_value(r, member);
            else
                json_skip(j);
        }
    } else if (kind == JSON_ARRAY) {
        while (json_item(j))
            if (at->item)
                read_value(r, at->item);
            else
                json_skip(j);
    }
    if (!at->marks || j->bad)
        return;
    if (kind == JSON_OBJECT || kind == JSON_ARRAY) {
        j->text = from;
        j->len = (size_t)(j->at - from);
    }
    found_all(r, at, kind);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trimmed(const char *text, size_t len)
{
    while (len && is_space(text[len - 1]))
        len--;
    while (len && is_space(*text)) {
        text++;
        len--;
    }
    return (struct span){text, len};
}

static bool same(struct span s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.text, text, s.len) == 0;
}

static bool begins(const char *whole, struct span s)
{
    return whole && strncmp(whole, s.text, s.len) == 0;
}

static unsigned event_of(const struct shape *s, const struct event *e)
{
    struct span name = {e->name, e->name_len};

    for (unsigned i = 0; e->name && i < s->event_count; i++)
        if (same(name, s->events[i]))
            return i + 1;
    return EVENT_ANY;
}

static unsigned add_event(struct shape *s, const char *name)
{
    for (unsigned i = 0; i < s->event_count; i++)
        if (strcmp(s->events[i], name) == 0)
            return i + 1;
    s->events = mem_resize(s->events, (s->event_count + 1) * sizeof *s->events);
    s->events[s->event_count++] = mem_text(name);
    return s->event_count;
}

static void read_json(const struct shape *s, struct span text, unsigned event, struct finding *f)
{
    struct reader r = {.finding = f, .event = event};

    json_begin(&r.json, text.text, text.len);
    read_value(&r, &s->root);
    if (!json_over(&r.json)) {
        *f = nothing; /* a half of an event is not to be believed */
        f->malformed = true;
        f->cut = r.json.cut || begins(s->done, text);
        return;
    }
    if (f->failed || event == EVENT_ERROR)
        f->failure = r.words;
}

const char *meaning_name(enum meaning m)
{
    return names[m];
}

struct shape *shape_new(const char *done_text)
{
    struct shape *s = mem_new(sizeof *s);
    struct mark message = {.meaning = MEANS_MESSAGE, .event = EVENT_ERROR};
    struct error *never = NULL;

    s->done = done_text ? mem_text(done_text) : NULL;
    shape_path(s, MEANS_FAILURE, "error", "error", never);
    paths_add(&s->root, "message", NULL, message, never);
    return s;
}

void shape_free(struct shape *s)
{
    if (!s)
        return;
    for (unsigned i = 0; i < s->event_count; i++)
        free(s->events[i]);
    free(s->events);
    free(s->done);
    paths_release(&s->root);
    free(s);
}

int shape_path(struct shape *s, enum meaning m, const char *event, const char *path,
               struct error *err)
{
    struct mark mark = {.meaning = m, .event = event ? add_event(s, event) : EVENT_ANY};

    assert(m < MEANING_COUNT);
    if (paths_add(&s->root, path, NULL, mark, err))
        return -1;
    s->has_output |= (unsigned)m < OUTPUT_COUNT;
    if (m != MEANS_FAILURE)
        return 0;
    if (strchr(path, '=')) {
        mark.meaning = MEANS_MESSAGE;
        return paths_add(&s->root, "message", NULL, mark, err);
    }
    mark.meaning = MEANS_DETAIL;
    return paths_add(&s->root, path, "message", mark, err);
}

bool shape_has_output(const struct shape *s)
{
    return s->has_output;
}

void shape_read(const struct shape *s, const struct event *e, struct finding *f)
{
    struct span data = trimmed(e->data, e->data_len);
    unsigned event = event_of(s, e);

    *f = nothing;
    if (s->done && same(data, s->done)) {
        f->done = true;
        return;
    }
    if (data.len)
        read_json(s, data, event, f);
    if (event != EVENT_ERROR)
        return;
    f->failed = true;
    f->malformed = f->cut = false;
    if (!f->failure.text)
        f->failure = data.len ? data : trimmed(e->note, e->note_len);
}
