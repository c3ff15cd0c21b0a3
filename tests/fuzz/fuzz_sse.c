/* Whatever comes: fed whole or in pieces, a stream gives the events that a reader
 * gives which is too simple to be wrong, and too slow to be used. */
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/replay.h"

struct model {
    struct buf name, data, note;
    bool has_data;
    struct transcript told;
};

static void append(struct buf *b, bool first, const char *text, size_t len)
{
    if (!first)
        buf_put(b, "\n");
    buf_add(b, text, len);
}

static bool is(const char *text, size_t len, const char *word)
{
    return len == strlen(word) && !memcmp(text, word, len);
}

static void model_tell(struct model *m, bool wanted)
{
    const struct event e = {
        .name = m->name.len ? m->name.data : NULL,
        .name_len = m->name.len,
        .data = m->data.len ? m->data.data : "",
        .data_len = m->data.len,
        .note = m->note.len ? m->note.data : NULL,
        .note_len = m->note.len,
    };

    if (wanted || is(m->name.data ? m->name.data : "", m->name.len, "error"))
        cuts_write(&m->told, &e);
    buf_clear(&m->name);
    buf_clear(&m->data);
    buf_clear(&m->note);
    m->has_data = false;
}

static void model_line(struct model *m, const char *line, size_t len)
{
    size_t field = 0, value;

    while (field < len && line[field] != ':')
        field++;
    value = field + (field < len);
    value += value < len && line[value] == ' ';
    if (is(line, field, "event") || is(line, field, "error")) {
        buf_clear(&m->name);
        buf_add(&m->name, is(line, field, "error") ? line : line + value,
                is(line, field, "error") ? field : len - value);
    }
    if (is(line, field, "data") || is(line, field, "error")) {
        append(&m->data, !m->has_data, line + value, len - value);
        m->has_data = true;
    }
    if (!field && value < len)
        append(&m->note, !m->note.len, line + value, len - value);
}

static struct buf model_events(const char *at, const char *end)
{
    struct model m = {0};

    if (end - at >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3))
        at += 3;
    while (at < end) {
        size_t len = 0;

        while (at + len < end && at[len] != '\n' && at[len] != '\r')
            len++;
        if (len)
            model_line(&m, at, len);
        else
            model_tell(&m, m.has_data);
        at += len;
        at += end - at >= 2 && at[0] == '\r' && at[1] == '\n' ? 2 : at < end;
    }
    model_tell(&m, m.data.len);
    buf_release(&m.name);
    buf_release(&m.data);
    buf_release(&m.note);
    buf_put(&m.told.text, "");
    return m.told.text;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *text = (const char *)bytes;
    struct buf model, whole, pieces;

    if (n > GUARD_SIZE)
        return 0;
    model = model_events(text, text + n);
    whole = pieces_events(&decoding_sse, text, n, true);
    pieces = pieces_events(&decoding_sse, text, n, false);
    pieces_agree(&model, &whole);
    pieces_agree(&whole, &pieces);
    buf_release(&model);
    buf_release(&whole);
    buf_release(&pieces);
    return 0;
}

REPLAY("sse");
