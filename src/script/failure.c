#include "script/failure.h"

#include "base/buf.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "script/user.h"

#include <inttypes.h>
#include <string.h>

/* "(user 5, scenario chat, step look)" */
static void put_whose(struct buf *out, const struct recorder *r, const struct user *u, label step)
{
    buf_addf(out, "\n(user %" PRIu64, u->id);
    if (u->scenario)
        buf_addf(out, ", scenario %s", labels_name(r->labels, u->scenario));
    if (step)
        buf_addf(out, ", step %s", labels_name(r->labels, step));
    buf_put(out, ")");
}

void failure_note(const struct recorder *r, const struct user *u, label step, const char *what)
{
    const char *trace = strstr(what, "\nstack traceback:");
    size_t message = trace ? (size_t)(trace - what) : strlen(what);
    struct buf text = {0};

    buf_add(&text, what, message);
    if (u)
        put_whose(&text, r, u, step);
    buf_put(&text, what + message);
    metrics_script_fault(r->metrics, text.data);
    buf_release(&text);
}
