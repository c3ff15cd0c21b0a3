#include "sim/voice.h"

#include "sim/words.h"

#include <string.h>

/* The high bits of a linear congruence are good enough for prose. Other choices say other words. */
static const struct word *next_word(struct speech *s)
{
    s->dice = s->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return &s->words[(s->dice ^ s->choice * UINT64_C(0xd1b54a32d192ed03)) >> (64 - WORDS_BITS)];
}

/* A piece of the quote ends before a space, as a word does; none is within an escape. */
static size_t quote_end(const struct speech *s, size_t from)
{
    const char *space = memchr(s->quote.data + from + 1, ' ', s->quote.len - from - 1);

    return space ? (size_t)(space - s->quote.data) : s->quote.len;
}

unsigned speech_quote_tokens(const struct speech *s)
{
    unsigned n = 0;

    for (size_t at = s->quoted; at < s->quote.len; n++)
        at = quote_end(s, at);
    return n;
}

/* An answer begins with what it quotes; a reply's first word has no space in front. */
static void put_word(struct speech *s, struct buf *out)
{
    const struct word *w;
    bool space;

    if (s->quoted < s->quote.len && s->said >= s->reasoning) {
        size_t end = quote_end(s, s->quoted);

        buf_add(out, s->quote.data + s->quoted, end - s->quoted);
        s->quoted = end;
        return;
    }
    w = next_word(s);
    space = s->said == 0 && w->text[0] == ' ';
    buf_add(out, w->text + space, (size_t)w->len - space);
}

void voice_words(struct speech *s, struct buf *out, unsigned n)
{
    for (; n; n--, s->said++)
        put_word(s, out);
}

/* What comes before a part are thoughts, a word each. */
void voice_again(const struct speech *s, struct buf *out, unsigned from, unsigned to)
{
    struct speech again = *s;

    again.dice = s->first_dice;
    again.quoted = 0;
    for (again.said = 0; again.said < from; again.said++)
        next_word(&again);
    voice_words(&again, out, to - from);
}

/* An id for each text, as tokenizers have it; those below are for what is no text. */
static unsigned id_of(const char *text, size_t len)
{
    unsigned hash = 2166136261;

    for (; len; len--)
        hash = (hash ^ (unsigned char)*text++) * 16777619;
    return 256 + hash % 100000;
}

struct voiced voice_token(struct speech *s, struct buf *text)
{
    buf_clear(text);
    voice_words(s, text, 1);
    return (struct voiced){id_of(text->data, text->len), -(double)(s->dice >> 16 & 1023) / 512};
}

bool voice_part(const struct speech *s, unsigned i, struct spoken *p)
{
    if (s->reasoning && i-- == 0) {
        *p = (struct spoken){.sort = THOUGHTS, .to = s->reasoning};
        return true;
    }
    if (i < s->calls.count) {
        *p = (struct spoken){.sort = CALL, .call = &s->calls.list[i]};
        return true;
    }
    *p = (struct spoken){s->refuses ? REFUSAL : ANSWER, s->reasoning, s->tokens, NULL};
    return i == 0 && s->tokens > s->reasoning && !s->calls.count;
}
