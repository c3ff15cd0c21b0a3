#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include "tests/net/cuts.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Requests that are nearly right. A request is changed a little, mostly in its body, and then
 * told its true length again, so that what reads bodies has something to read. */
struct mutant {
    char *text; /* with room for `room` bytes */
    size_t len, room;
    uint64_t *dice;
};

static inline size_t mutant_draw(struct mutant *m, size_t below)
{
    return below ? cuts_draw(m->dice) % below : 0;
}

/* Puts n bytes in the place of `cut` of them; does nothing when there is no room. */
static inline void mutant_put(struct mutant *m, size_t at, size_t cut, const char *bytes, size_t n)
{
    if (m->len - cut + n > m->room)
        return;
    memmove(m->text + at + n, m->text + at + cut, m->len - at - cut);
    memcpy(m->text + at, bytes, n);
    m->len += n - cut;
}

static inline size_t mutant_body(const struct mutant *m)
{
    const char *blank = memmem(m->text, m->len, "\n\n", 2),
               *crlf = memmem(m->text, m->len, "\r\n\r\n", 4);

    return crlf ? (size_t)(crlf - m->text) + 4 : blank ? (size_t)(blank - m->text) + 2 : m->len;
}

static inline const char *mutant_word(struct mutant *m)
{
    static const char *const words[] = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "-1",
        "0",
        "1e9",
        "1e999",
        "2.5",
        "1000000",
        "\"m\"",
        "[null]",
        "[[1,2],[3]]",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\xff\xc3\"",
        "\"\\\"\\n%s%n\"",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\"n\":3,",
        "\"stream\":true,",
        "\"stream\":\"true\",",
        "\"logprobs\":5,",
        "\"stop\":[\"a\"],",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],",
        "\"max_tokens\":7,",
        "\"ignore_eos\":true,",
        "\"stream_options\":{\"include_usage\":true},",
        "\"tool_choice\":\"required\",",
        "\"messages\":[],",
        "\"prompt\":[1,2],",
        "\"input\":[\"a\"],",
        "\"system\":\"x\",",
        "X-Sim-Tool-Calls: 3\n",
        "X-Sim-Reasoning: 2\n",
        "Expect: 100-continue\n",
        "Connection: close\n",
        "Transfer-Encoding: chunked\n",
        "X-Request-Id: \xe9\"\n",
        " HTTP/1.0\n",
        "HEAD / HTTP/1.1\n\n",
        "GET /v1/models HTTP/1.1\n\n",
    };

    return words[mutant_draw(m, sizeof words / sizeof *words)];
}

/* A place behind a colon, a comma or a bracket, where a value or a member may begin. */
static inline size_t mutant_joint(struct mutant *m, size_t from)
{
    size_t at = from + mutant_draw(m, m->len - from);

    while (at < m->len && !strchr(":,[{", m->text[at]))
        at++;
    return at < m->len ? at + 1 : at;
}

static inline void mutant_change(struct mutant *m, size_t from)
{
    size_t at = from + mutant_draw(m, m->len - from), most = m->len - at, joint;
    size_t n = mutant_draw(m, most < 40 ? most + 1 : 40);
    char copy[40], byte = (char)cuts_draw(m->dice);
    const char *word = mutant_word(m);

    switch (mutant_draw(m, 6)) {
    case 0: mutant_put(m, at, most > 0, &byte, 1); break;
    case 1: mutant_put(m, at, n, "", 0); break;
    case 2:
        memcpy(copy, m->text + at, n);
        mutant_put(m, from + mutant_draw(m, m->len - from), 0, copy, n);
        break;
    case 3: mutant_put(m, at, 0, word, strlen(word)); break;
    default:
        joint = mutant_joint(m, from);
        n = strcspn(m->text + joint, ",]}\n");
        mutant_put(m, joint, mutant_draw(m, 2) ? n : 0, word, strlen(word));
    }
}

/* Says again how long the body is, where a length is said. */
static inline void mutant_tell_length(struct mutant *m)
{
    static const char name[] = "Content-Length: ";
    char *at = memmem(m->text, m->len, name, sizeof name - 1), digits[24];
    size_t from, old;

    if (!at || (size_t)(at - m->text) > mutant_body(m))
        return;
    from = (size_t)(at - m->text) + sizeof name - 1;
    old = strspn(m->text + from, "0123456789");
    snprintf(digits, sizeof digits, "%zu", m->len - mutant_body(m));
    mutant_put(m, from, old, digits, strlen(digits));
}

/* Returns its new length. There must be a byte of room behind `room`. */
static inline size_t mutate(uint8_t *bytes, size_t n, size_t room, uint64_t *dice)
{
    struct mutant m = {(char *)bytes, n < room ? n : room, room, dice};

    for (size_t times = 1 + mutant_draw(&m, 4); times; times--) {
        m.text[m.len] = '\0';
        mutant_change(&m, mutant_draw(&m, 8) ? mutant_body(&m) : 0);
    }
    m.text[m.len] = '\0';
    if (mutant_draw(&m, 16))
        mutant_tell_length(&m);
    return m.len;
}

#endif
