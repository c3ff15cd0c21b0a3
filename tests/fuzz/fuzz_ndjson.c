/* Fed whole or in pieces, lines give the same events; so does a body that is one event. */
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/replay.h"

static void check(const struct decoding *kind, const char *text, size_t n)
{
    struct buf whole = pieces_events(kind, text, n, true);
    struct buf pieces = pieces_events(kind, text, n, false);

    pieces_agree(&whole, &pieces);
    buf_release(&whole);
    buf_release(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *text = (const char *)bytes;

    if (n > GUARD_SIZE)
        return 0;
    check(&decoding_ndjson, text, n);
    check(&decoding_whole, text, n);
    return 0;
}

REPLAY("ndjson");
