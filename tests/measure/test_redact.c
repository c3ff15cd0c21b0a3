#include "measure/redact.h"

#include "base/buf.h"
#include "tests/tap.h"

#include <stdbool.h>

static const char *const secrets[] = {"sk-abcdefghij", "", "sk-abcdef", "pass", NULL};

static bool becomes(const char *text, const char *want)
{
    struct buf out = {0};
    bool same;

    redact(&out, text, strlen(text), secrets);
    same = strcmp(out.data ? out.data : "", want) == 0;
    if (!same)
        note("'%s' became '%s', not '%s'", text, out.data, want);
    buf_release(&out);
    return same;
}

int main(void)
{
    struct buf out = {0};

    ok(becomes("", ""));
    ok(becomes("nothing here", "nothing here"));
    ok(becomes("key sk-abcdef is wrong", "key *** is wrong"));
    ok(becomes("sk-abcdefsk-abcdef", "******"));
    ok(becomes("key=sk-abcdefghij!", "key=***!"));
    ok(becomes("user:pass@host", "user:***@host"));
    ok(becomes("cut off: sk-abcde", "cut off: ***"));
    ok(becomes("cut off: sk-a", "cut off: ***"));
    ok(becomes("too short to tell: sk-", "too short to tell: sk-"));
    ok(becomes("sk-abc in the middle", "sk-abc in the middle"));
    ok(becomes("cut off: sk-abcdefgh", "cut off: ***"));
    redact(&out, "as it is", 8, NULL);
    ok(strcmp(out.data, "as it is") == 0);
    buf_release(&out);
    return tap_done();
}
