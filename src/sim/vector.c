#include "sim/vector.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* All of a character beyond ASCII belongs to a word. */
static bool in_word(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static uint64_t hash_of(const char *word, size_t len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; len; word++, len--)
        hash = (hash ^ (unsigned char)lower(*word)) * UINT64_C(0x100000001b3);
    return hash;
}

/* splitmix64 */
static uint64_t next_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static float weight_of(size_t len)
{
    return len <= 3 ? 0.2f : len == 4 ? 0.5f : 1;
}

static void add_word(float *v, unsigned size, const char *word, size_t len)
{
    float weight = weight_of(len);
    uint64_t state, bits = 0;

    if (len > 3 && lower(word[len - 1]) == 's')
        len--;
    state = hash_of(word, len);
    for (unsigned i = 0; i < size; i++, bits >>= 1) {
        if (i % 64 == 0)
            bits = next_bits(&state);
        v[i] += bits & 1 ? weight : -weight;
    }
}

static void normalise(float *v, unsigned size)
{
    float norm = sqrtf(vector_cosine(v, v, size));

    for (unsigned i = 0; i < size && norm > 0; i++)
        v[i] /= norm;
}

void vector_of_text(float *v, unsigned size, const char *text, size_t len)
{
    memset(v, 0, size * sizeof *v);
    for (size_t from = 0, to; from < len; from = to + 1) {
        for (to = from; to < len && in_word(text[to]);)
            to++;
        if (to > from)
            add_word(v, size, text + from, to - from);
    }
    normalise(v, size);
}

float vector_cosine(const float *a, const float *b, unsigned size)
{
    float sum = 0;

    for (unsigned i = 0; i < size; i++)
        sum += a[i] * b[i];
    return sum;
}
