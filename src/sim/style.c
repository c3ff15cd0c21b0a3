#include "sim/style.h"

#include "base/buf.h"

#include <string.h>

/* String constants, with their length known to the compiler. */
#define PUT(out, text) buf_add(out, text, sizeof(text) - 1)

bool style_odd(const struct sim_given *g)
{
    return g->by[SIM_CRLF] || g->by[SIM_CR] || g->by[SIM_BOM] || g->by[SIM_NO_SPACE] ||
           g->by[SIM_MULTILINE] || g->by[SIM_FIELDS] || g->by[SIM_NO_NEWLINE];
}

/* Ends a line in its own way, if it has one, unless another is wanted. */
static void put_end(const struct sim_given *g, struct buf *out, bool had_cr)
{
    if (g->by[SIM_CR])
        PUT(out, "\r");
    else if (g->by[SIM_CRLF] || had_cr)
        PUT(out, "\r\n");
    else
        PUT(out, "\n");
}

static void put_field(const struct sim_given *g, struct buf *out)
{
    buf_put(out, g->by[SIM_NO_SPACE] ? "data:" : "data: ");
}

/* How much of an object's JSON stands before the place where white space changes nothing: behind
 * the first comma between its members. */
static size_t first_members(const char *json, size_t len)
{
    int depth = 0;
    bool text = false;

    for (size_t i = 0; i < len; i++) {
        if (text && json[i] == '\\')
            i++;
        else if (json[i] == '"')
            text = !text;
        else if (!text && (json[i] == '{' || json[i] == '['))
            depth++;
        else if (!text && (json[i] == '}' || json[i] == ']'))
            depth--;
        else if (!text && depth == 1 && json[i] == ',')
            return i + 1;
    }
    return len;
}

static void put_data(const struct sim_given *g, struct buf *out, const char *text, size_t len,
                     bool cr)
{
    size_t front = g->by[SIM_MULTILINE] && *text == '{' ? first_members(text, len) : len;

    put_field(g, out);
    buf_add(out, text, front);
    if (front == len)
        return;
    put_end(g, out, cr);
    put_field(g, out);
    buf_add(out, text + front, len - front);
}

static void put_line(const struct sim_given *g, struct buf *out, const char *line, size_t len,
                     bool cr)
{
    if (len > 6 && !memcmp(line, "data: ", 6))
        put_data(g, out, line + 6, len - 6, cr);
    else
        buf_add(out, line, len);
}

/* What nobody has to know. */
static void put_fields(const struct sim_given *g, struct buf *out)
{
    static const char *const fields[] = {"id: 7", "retry: 3000", "mood: fair", "lonely"};

    for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++) {
        buf_put(out, fields[i]);
        put_end(g, out, false);
    }
}

/* Lines of JSON have no fields to be beside. */
static bool has_fields(const char *text, size_t len)
{
    return len > 5 && (!memcmp(text, "data:", 5) || !memcmp(text, "event", 5));
}

static void put_lines(const struct sim_given *g, struct buf *out, const char *text, size_t len)
{
    const char *end = text + len, *over;

    for (; (over = memchr(text, '\n', (size_t)(end - text))); text = over + 1) {
        bool cr = over > text && over[-1] == '\r';

        put_line(g, out, text, (size_t)(over - text) - cr, cr);
        put_end(g, out, cr);
    }
    put_line(g, out, text, (size_t)(end - text), false);
}

void style_event(const struct sim_given *g, struct buf *out, const char *text, size_t len,
                 bool first, bool last)
{
    if (first && g->by[SIM_BOM])
        PUT(out, "\xef\xbb\xbf");
    if (g->by[SIM_FIELDS] && has_fields(text, len))
        put_fields(g, out);
    put_lines(g, out, text, len);
    if (last && g->by[SIM_NO_NEWLINE])
        while (out->len && (out->data[out->len - 1] == '\n' || out->data[out->len - 1] == '\r'))
            out->len--;
}
