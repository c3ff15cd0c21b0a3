#include "base/buf.h"

#include "base/rng.h"
#include "tests/tap.h"

#include <stdlib.h>

static void starting_empty(void)
{
    struct buf b = {0};
    size_t len = 7;
    char *taken;

    ok(b.data == NULL && b.len == 0);
    buf_clear(&b);
    buf_drop(&b, 3);
    buf_release(&b);
    taken = buf_take(&b, &len);
    ok(len == 0 && taken[0] == '\0');
    free(taken);
    buf_add(&b, NULL, 0);
    ok(b.len == 0 && b.data[0] == '\0');
    buf_release(&b);
    ok(b.data == NULL && b.cap == 0);
}

static void writing(void)
{
    struct buf b = {0};
    size_t len;
    char *taken;

    buf_put(&b, "one");
    buf_addf(&b, " %d %s", 2, "three");
    ok(b.len == 11 && strcmp(b.data, "one 2 three") == 0);
    buf_add(&b, "\0x", 2);
    ok(b.len == 13 && b.data[12] == 'x' && b.data[13] == '\0');
    buf_drop(&b, 4);
    ok(b.len == 9 && memcmp(b.data, "2 three\0x", 10) == 0);
    buf_drop(&b, 0);
    ok(b.len == 9);
    buf_drop(&b, 9);
    ok(b.len == 0 && b.data[0] == '\0');
    buf_addf(&b, "%s", "");
    ok(b.len == 0);
    buf_put(&b, "kept");
    buf_clear(&b);
    ok(b.len == 0 && b.cap > 0 && b.data[0] == '\0');
    buf_put(&b, "taken");
    taken = buf_take(&b, &len);
    ok(len == 5 && strcmp(taken, "taken") == 0 && b.data == NULL && b.len == 0);
    free(taken);
}

/* A format longer than what is left, exactly as long, and one byte longer. */
static void formats_of_every_length(void)
{
    int wrong = 0;

    for (int n = 0; n < 300; n++) {
        struct buf b = {0};

        buf_put(&b, "x");
        buf_addf(&b, "%*d", n ? n : 1, 7);
        wrong +=
            b.len != (size_t)(n ? n : 1) + 1 || b.data[b.len] != '\0' || b.data[b.len - 1] != '7';
        buf_release(&b);
    }
    ok(wrong == 0);
}

/* Against plain memory: the same bytes, whatever was added and dropped. */
static void against_an_array(struct rng *dice)
{
    static char model[1 << 20];
    char part[700];
    struct buf b = {0};
    size_t len = 0;
    int wrong = 0;

    for (int round = 0; round < 3000; round++) {
        size_t n = (size_t)rng_below(dice, sizeof part);

        if (rng_below(dice, 3) && len + n < sizeof model) {
            memset(part, (int)rng_below(dice, 256), n);
            buf_add(&b, part, n);
            memcpy(model + len, part, n);
            len += n;
        } else {
            buf_drop(&b, n);
            n = n < len ? n : len;
            memmove(model, model + n, len - n);
            len -= n;
        }
        wrong += b.len != len || (len && memcmp(b.data, model, len) != 0) ||
                 (b.data && b.data[len] != '\0');
    }
    ok(wrong == 0);
    buf_release(&b);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    starting_empty();
    writing();
    formats_of_every_length();
    against_an_array(&dice);
    return tap_done();
}
