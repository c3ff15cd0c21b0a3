#include "data/prose.h"

#include "base/buf.h"
#include "base/mark.h"
#include "base/mem.h"
#include "base/rng.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 32, IN_A_ROW = 6 };

/* Every sentence ends in a space, and the last is followed by all again, so that some in a row are
 * one piece wherever they begin. */
struct prose {
    char *text;
    size_t len;                  /* of all sentences once */
    size_t *starts;              /* of sentences, in both rounds */
    size_t count;                /* of them in one */
    const char *words[WORD_MAX]; /* one of each length; NULL: there is none */
};

/* Letters of other languages count bytes differently, and some characters JSON escapes. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static bool ends_sentence(const char *text, size_t at)
{
    return at > 0 && text[at] == ' ' && strchr(".?!", text[at - 1]);
}

/* The text with single spaces, without what is not plain, and a space at its end. */
static void take_text(struct prose *p, const char *text, size_t len)
{
    p->text = mem_new(2 * (len + 1) + 1);
    for (size_t i = 0; i <= len; i++) {
        char c = i == len || isspace((unsigned char)text[i]) ? ' ' : text[i];

        if (is_plain(c) && !(c == ' ' && (!p->len || p->text[p->len - 1] == ' ')))
            p->text[p->len++] = c;
    }
    memcpy(p->text + p->len, p->text, p->len);
}

static void find_sentences(struct prose *p)
{
    size_t start = 0, most = p->len / 2 + 2;

    p->starts = mem_new(2 * most * sizeof *p->starts);
    for (size_t i = 0; i < p->len; i++) {
        if (!ends_sentence(p->text, i))
            continue;
        p->starts[p->count++] = start;
        start = i + 1;
    }
    p->len = start;
    for (size_t i = 0; i <= p->count; i++)
        p->starts[p->count + i] = p->len + (i < p->count ? p->starts[i] : p->len);
}

static void find_words(struct prose *p)
{
    for (size_t i = 0, len; i < p->len; i += len + 1) {
        for (len = 0; islower((unsigned char)p->text[i + len]);)
            len++;
        if (len && len < WORD_MAX && p->text[i + len] == ' ' && (!i || p->text[i - 1] == ' '))
            p->words[len] = p->text + i;
    }
}

struct prose *prose_new(const char *text, size_t len)
{
    struct prose *p = mem_new(sizeof *p);

    take_text(p, text, len);
    find_sentences(p);
    find_words(p);
    if (p->count)
        return p;
    prose_free(p);
    return NULL;
}

void prose_free(struct prose *p)
{
    if (!p)
        return;
    free(p->text);
    free(p->starts);
    free(p);
}

/* A word that was cut is replaced by a whole one as long as what is left of it. */
static void mend_end(const struct prose *p, char *from, size_t len)
{
    size_t word = 0;

    from[--len] = '.';
    while (word < len && from[len - word - 1] != ' ')
        word++;
    if (word && word < WORD_MAX && p->words[word])
        memcpy(from + len - word, p->words[word], word);
}

void prose_add(const struct prose *p, struct rng *dice, size_t bytes, struct buf *out)
{
    size_t begin = out->len, left = bytes;

    while (left) {
        size_t first = rng_below(dice, p->count), past = first + 1 + rng_below(dice, IN_A_ROW);
        size_t len;

        past = past < 2 * p->count ? past : 2 * p->count;
        len = p->starts[past] - p->starts[first];
        len = len < left ? len : left;
        buf_add(out, p->text + p->starts[first], len);
        left -= len;
    }
    if (bytes)
        mend_end(p, out->data + begin, bytes);
}

static void add_mark(struct rng dice, struct buf *out)
{
    char mark[MARK_LETTERS];

    mark_write(mark, rng_next(&dice));
    buf_addf(out, "[%.*s] ", MARK_LETTERS, mark);
}

void prose_add_marked(const struct prose *p, uint64_t seed, uint64_t stream, size_t bytes,
                      struct buf *out)
{
    size_t begin = out->len;
    struct rng dice;

    rng_seed(&dice, seed, stream);
    if (bytes >= PROSE_MARKED)
        add_mark(dice, out);
    prose_add(p, &dice, bytes - (out->len - begin), out);
}
