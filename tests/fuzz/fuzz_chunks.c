#include "base/buf.h"
#include "net/chunks.h"
#include "tests/fuzz/replay.h"

#include <string.h>

struct told {
    const char *from, *end;
    struct buf again; /* the same chunks, written anew */
    unsigned chunks;
};

static bool tell(void *owner, const char *data, size_t n)
{
    struct told *t = owner;

    must(n > 0 && data > t->from && data + n < t->end);
    buf_addf(&t->again, "%zx\r\n", n);
    buf_add(&t->again, data, n);
    buf_put(&t->again, "\r\n");
    t->chunks++;
    return true;
}

static bool count(void *owner, const char *data, size_t n)
{
    (void)data, (void)n;
    ++*(unsigned *)owner;
    return true;
}

/* What was taken is chunks and nothing else: written anew it is taken whole, as many of them, and
 * of the rest there is none. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "";
    struct told t = {.from = bytes, .end = bytes + size};
    size_t taken = chunks_whole(bytes, size, tell, &t);
    unsigned again = 0, more = 0;

    must(taken <= size && (taken > 0) == (t.chunks > 0));
    buf_put(&t.again, "");
    must(chunks_whole(t.again.data, t.again.len, count, &again) == t.again.len);
    must(again == t.chunks);
    must(chunks_whole(bytes + taken, size - taken, count, &more) == 0 && more == 0);
    buf_release(&t.again);
    return 0;
}

REPLAY("chunks");
