#include "sim/calls.h"

#include "base/mem.h"
#include "base/rng.h"
#include "sim/schema.h"

#include <stdlib.h>

/* A tool whose name is longer than any service allows is none. An event must not grow beyond
 * what speech.c can put into a chunk. */
enum { TOOLS_MAX = 256, NAME_MAX_LEN = 256, EVENT_BYTES = 4096 };

struct tool {
    struct part name, parameters;
};

/* Tools as the protocols have them: {"function": {"name", "parameters"}}; without the object
 * around; with an "input_schema"; or a list of them within. */
struct found {
    struct tool *list;
    unsigned count;
    struct part only;
};

static void read_tool(struct found *f, struct part text, unsigned depth);

static void read_list(struct found *f, struct part list, unsigned depth)
{
    struct json j;

    json_begin(&j, list.text, list.len);
    if (json_value(&j) != JSON_ARRAY)
        return;
    while (json_item(&j))
        read_tool(f, part_take(&j), depth);
}

static void keep(struct found *f, struct tool t)
{
    bool fits = part_is_text(t.name) && t.name.len > 2 && t.name.len <= NAME_MAX_LEN;

    if (fits && (!f->only.text || part_same(t.name, f->only)) && f->count < TOOLS_MAX)
        f->list[f->count++] = t;
}

static void read_tool(struct found *f, struct part text, unsigned depth)
{
    struct part inner = {0}, list = {0};
    struct tool t = {0};
    struct json j;

    json_begin(&j, text.text, text.len);
    if (json_value(&j) != JSON_OBJECT)
        return;
    PART_GATHER(&j, {"function", &inner}, {"functionDeclarations", &list},
                {"function_declarations", &list}, {"name", &t.name}, {"parameters", &t.parameters},
                {"input_schema", &t.parameters}, {"parametersJsonSchema", &t.parameters},
                {"parameters_json_schema", &t.parameters});
    keep(f, t);
    if (depth && inner.text)
        read_tool(f, inner, depth - 1);
    if (depth && list.text)
        read_list(f, list, depth - 1);
}

static unsigned read_tools(struct part tools, struct part only, struct tool *list)
{
    struct found f = {.list = list, .only = only};

    read_list(&f, tools, 1);
    return f.count;
}

static void plan_call(struct call *c, const struct tool *t, struct rng *dice)
{
    c->name = mem_copy(t->name.text, t->name.len);
    c->id = rng_next(dice);
    schema_fill_object(&c->arguments, t->parameters.text, t->parameters.len, dice);
}

void calls_plan(struct calls *c, struct part tools, const struct calls_wish *w)
{
    struct tool *list = mem_new(TOOLS_MAX * sizeof *list);
    unsigned known = w->count ? read_tools(tools, w->only, list) : 0;
    struct rng dice;

    *c = (struct calls){.fragment = w->fragment ? w->fragment : 1, .in_turn = w->in_turn};
    if (known) {
        rng_seed(&dice, w->dice, 0);
        c->count = w->count;
        c->list = mem_new(c->count * sizeof *c->list);
        for (unsigned i = 0; i < c->count; i++)
            plan_call(&c->list[i], &list[(w->first + i) % known], &dice);
    }
    free(list);
}

void calls_release(struct calls *c)
{
    for (unsigned i = 0; i < c->count; i++) {
        free(c->list[i].name);
        buf_release(&c->list[i].arguments);
    }
    free(c->list);
    *c = (struct calls){0};
}

/* Where the piece that begins there ends: a character is never cut. */
static size_t piece_end(const struct calls *c, const struct call *call, size_t from)
{
    const struct buf *text = &call->arguments;
    size_t at = from + c->fragment;

    if (at >= text->len)
        return text->len;
    for (int i = 0; i < 3 && (text->data[at] & 0xc0) == 0x80; i++)
        at++;
    return at < text->len ? at : text->len;
}

static unsigned pieces_left(const struct calls *c, const struct call *call, unsigned enough)
{
    unsigned n = 0;

    for (size_t at = call->said; at < call->arguments.len && n < enough; n++)
        at = piece_end(c, call, at);
    return n;
}

unsigned calls_tokens(const struct calls *c)
{
    unsigned tokens = c->count;

    for (unsigned i = 0; i < c->count; i++)
        tokens += pieces_left(c, &c->list[i], UINT32_MAX);
    return tokens;
}

unsigned calls_together(const struct calls *c, unsigned n)
{
    const struct call *call = &c->list[c->at];
    unsigned fit = EVENT_BYTES / c->fragment;

    if (!call->named || c->in_turn || fit < 1)
        return 1;
    return pieces_left(c, call, n < fit ? n : fit);
}

static bool over(const struct call *call)
{
    return call->named && call->said == call->arguments.len;
}

/* Whose turn comes after this one's piece; all being over, it does not matter. */
static void pass_on(struct calls *c)
{
    unsigned tries = c->count;

    if (!c->in_turn && !over(&c->list[c->at]))
        return;
    do
        c->at = (c->at + 1) % c->count;
    while (over(&c->list[c->at]) && --tries);
}

static void put_text(struct buf *out, const char *text, size_t len)
{
    struct json_writer w = {.out = out};

    json_put_text(&w, text, len);
}

static size_t pieces_end(const struct calls *c, const struct call *call, unsigned n)
{
    size_t at = call->said;

    while (n--)
        at = piece_end(c, call, at);
    return at;
}

void calls_say(const struct calls *c, struct buf *out, unsigned n)
{
    const struct call *call = calls_now(c);
    size_t end = call->named ? pieces_end(c, call, n) : call->said;

    put_text(out, call->arguments.data + call->said, end - call->said);
}

bool calls_last(const struct calls *c, unsigned n)
{
    const struct call *call = calls_now(c);

    return call->named && pieces_end(c, call, n) == call->arguments.len;
}

void calls_pass(struct calls *c, unsigned n)
{
    struct call *call = &c->list[c->at];

    if (call->named)
        call->said = pieces_end(c, call, n);
    call->named = true;
    pass_on(c);
}

void calls_say_all(const struct call *call, struct buf *out)
{
    put_text(out, call->arguments.data, call->arguments.len);
}
