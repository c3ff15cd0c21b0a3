/* What was said of a part of some bytes holds for all of them; and a request lies
 * within the bytes it took. */
#include "base/buf.h"
#include "net/request.h"
#include "tests/fuzz/replay.h"

#include <string.h>

/* A copy of just the bytes, for a sanitizer to see who reads beyond them. */
static long read_part(const uint8_t *bytes, size_t n)
{
    char *copy = malloc(n ? n : 1);
    struct request r;
    long taken;

    memcpy(copy, bytes, n);
    taken = request_read(&r, copy, n);
    free(copy);
    return taken;
}

static bool lies_in(const char *part, size_t len, const char *from, size_t n)
{
    return part >= from && len <= n && (size_t)(part - from) <= n - len;
}

static void check_parts(const struct request *r, const char *text, size_t taken)
{
    size_t len = 0;
    const char *value = request_header(r, "host", &len);
    struct buf body = {0};

    must(lies_in(r->method, r->method_len, text, taken) && r->method_len);
    must(lies_in(r->target, r->target_len, text, taken) && r->target_len);
    must(lies_in(r->headers, r->headers_len, text, taken));
    must(lies_in(r->body, r->body_len, text, taken));
    must(r->body + r->body_len == text + taken);
    must(!value || lies_in(value, len, r->headers, r->headers_len));
    if (r->chunked)
        request_unchunk(r, &body);
    must(body.len <= r->body_len);
    buf_release(&body);
}

static void check_cut(const uint8_t *bytes, size_t cut, long whole)
{
    long part = read_part(bytes, cut);

    must(part == 0 || part == whole);
    must(whole <= 0 || part == ((size_t)whole <= cut ? whole : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    long whole = read_part(bytes, n);
    struct request r;

    must(whole >= -1 && whole <= (long)n);
    for (size_t cut = 0; cut < n; cut += 1 + n / 256)
        check_cut(bytes, cut, whole);
    if (whole <= 0)
        return 0;
    must(request_read(&r, (const char *)bytes, n) == whole);
    check_parts(&r, (const char *)bytes, (size_t)whole);
    return 0;
}

REPLAY("request");
