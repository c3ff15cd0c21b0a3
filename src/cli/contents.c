#include "cli/contents.h"

#include "base/error.h"
#include "cli/prepare.h"
#include "data/records.h"

#include <string.h>

/* Only some formats have conversations, and not all of those what was answered. */
static int check_conversations(const struct run *r, const char *path, struct error *err)
{
    const char *how = r->wish.plan.conversations, *format = records_format(r->records);
    bool sharegpt = !strcmp(format, "sharegpt"), multi = !strcmp(format, "aiperf-multi");

    if (how && !sharegpt && !multi)
        return error_set(err, "--conversations: there are none in %s, which was read as %s", path,
                         format);
    if (how && multi && !strcmp(how, "recorded"))
        return error_set(err,
                         "--conversations recorded: no answers are recorded in %s, which was "
                         "read as %s: expected first or live",
                         path, format);
    return 0;
}

/* Whole requests go out as they are. */
static int check_whole(const struct run *r, const char *path, struct error *err)
{
    const struct plan *p = &r->wish.plan;
    const char *in_vain = p->output_tokens.count ? "--output-tokens"
                          : p->prefix_tokens     ? "--prefix-tokens"
                                                 : NULL;

    if (!in_vain || strncmp(records_format(r->records), "openai", 6) != 0)
        return 0;
    return error_set(err, "%s: what is in %s are whole requests, which are sent as they are",
                     in_vain, path);
}

int contents_open(struct run *r, const char *path, struct error *err)
{
    struct wish *w = &r->wish;

    w->records.seed = w->plan.seed;
    w->plan.shuffle = w->records.shuffle;
    r->records = records_open(r->library, path, &w->records, err);
    w->plan.records = r->records;
    w->plan.wants_lengths = r->records && records_has_lengths(r->records);
    if (!r->records || check_conversations(r, path, err) || check_whole(r, path, err))
        return -1;
    return 0;
}
