#include "data/format.h"

#include <string.h>

/* What is said of a data set to people. */

static void put_place(const struct dataset *d, size_t number, struct buf *out)
{
    buf_addf(out, "%s %zu", d->layout->place, number);
}

/* Lines are not remembered: whoever complains about one may count. */
static size_t line_of(const struct dataset *d, size_t row, const struct dataset_mark *from)
{
    bool behind = from->line && from->row <= row;
    const char *at = d->source.text + (behind ? d->starts[from->row] : 0);
    const char *end = d->source.text + d->starts[row];
    size_t line = behind ? from->line : 1;

    for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        line++;
    return line;
}

size_t dataset_number_on(const struct dataset *d, size_t row, struct dataset_mark *mark)
{
    if (d->layout == &layout_array)
        return row + 1;
    *mark = (struct dataset_mark){row, line_of(d, row, mark)};
    return mark->line;
}

size_t dataset_number(const struct dataset *d, size_t row)
{
    struct dataset_mark none = {0};

    return dataset_number_on(d, row, &none);
}

const char *dataset_counts(const struct dataset *d)
{
    return d->layout->place;
}

void dataset_place(const struct dataset *d, size_t row, struct buf *out)
{
    put_place(d, dataset_number(d, row), out);
}

const char *dataset_misfit(const struct dataset *d, size_t nth, struct buf *place)
{
    put_place(d, d->misfits.first[nth].number, place);
    return d->misfits.first[nth].why;
}

static void list(const struct dataset *d, struct buf *out)
{
    for (size_t i = 0; i < d->misfits.count && i < MISFITS; i++) {
        buf_put(out, i ? "; " : "");
        put_place(d, d->misfits.first[i].number, out);
        buf_addf(out, ": %s", d->misfits.first[i].why);
    }
    if (d->misfits.count > MISFITS)
        buf_addf(out, "; and %zu more", d->misfits.count - MISFITS);
}

void dataset_misfits(const struct dataset *d, struct buf *out)
{
    buf_addf(out, "%s: %zu of %zu rows %s left out: ", d->path, d->misfits.count,
             d->count + d->misfits.count, d->misfits.count == 1 ? "is" : "are");
    list(d, out);
}

void dataset_none(const struct dataset *d, struct buf *out)
{
    buf_addf(out, "%s has no row in it: ", d->path);
    if (d->misfits.count) {
        list(d, out);
        buf_put(out, "; ");
    }
    buf_addf(out, "expected %s", dataset_expected(d->wish.kind));
}
