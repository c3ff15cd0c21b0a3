/* What does a data set cost? Writes a file of JSON lines, opens it as a run does, once for each of
 * so many Lua states, and picks rows:
 *
 *   data MEGABYTES FILE        (default 300, a file that is deleted after it)
 *
 * Memory is that of this process: anonymous, which is ours, and the most that was resident at any
 * time, with the mapped pages that the kernel may take back. */
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include "data/library.h"
#include "data/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATES = 16, PICKS = 1000000 };

static void write_file(const char *path, double megabytes)
{
    FILE *f = fopen(path, "wb");
    double written = 0;

    for (int i = 0; f && written < megabytes * 1e6; i++)
        written += fprintf(f,
                           "{\"id\":%d,\"prompt\":\"Question %d: %0*d?\",\"max_tokens\":%d,"
                           "\"tags\":[\"a\",\"b\"]}\n",
                           i, i, 20 + i * 7919 % 500, i, i % 100);
    if (!f || fclose(f)) {
        perror(path);
        exit(1);
    }
}

static double megabytes_of(const char *name)
{
    char line[128];
    double kilobytes = 0;
    FILE *f = fopen("/proc/self/status", "r");

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            kilobytes = strtod(line + strlen(name), NULL);
    if (f)
        fclose(f);
    return kilobytes / 1024;
}

static double seconds_since(nanos from)
{
    return (double)(clock_now() - from) / NANOS_PER_SECOND;
}

static const struct dataset *open_it(struct library *l, const char *path)
{
    struct dataset_wish wish = {.kind = DATASET_JSONL};
    struct error err;
    const struct dataset *d = library_open(l, path, &wish, &err);

    if (!d) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return d;
}

static double pick(const struct dataset *d)
{
    nanos from = clock_now();
    struct rng r;
    size_t len, sum = 0;

    rng_seed(&r, 1, 1);
    for (int i = 0; i < PICKS; i++) {
        const char *text = dataset_at(d, rng_below(&r, dataset_count(d)), &len);

        sum += len + (unsigned char)text[len - 1];
    }
    return sum ? seconds_since(from) / PICKS * 1e9 : 0;
}

/* As --prompts does: every row looked into once. */
static void open_records(struct library *l, const char *path, double size)
{
    struct records_wish wish = RECORDS_ANY;
    double before = megabytes_of("RssAnon:");
    nanos from = clock_now();
    struct error err;
    struct records *r = records_open(l, path, &wish, &err);

    if (!r) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    printf("records   %zu of %s: %.2f s (%.0f MB/s), %.1f MB more, %.1f MB resident at most\n",
           records_count(r), records_format(r), seconds_since(from), size / seconds_since(from),
           megabytes_of("RssAnon:") - before, megabytes_of("VmHWM:"));
    records_free(r);
}

int main(int argc, char **argv)
{
    double size = argc > 1 ? strtod(argv[1], NULL) : 300, before;
    const char *path = argc > 2 ? argv[2] : "/tmp/stoke-bench-data.jsonl";
    struct library *l = library_new();
    const struct dataset *d;
    nanos from;

    write_file(path, size);
    before = megabytes_of("RssAnon:");
    from = clock_now();
    d = open_it(l, path);
    printf("open      %.0f MB of JSON lines, %zu rows: %.2f s (%.0f MB/s)\n", size,
           dataset_count(d), seconds_since(from), size / seconds_since(from));
    printf("memory    %.1f MB ours, %.1f MB resident at most\n", megabytes_of("RssAnon:") - before,
           megabytes_of("VmHWM:"));
    from = clock_now();
    for (int i = 0; i < STATES; i++)
        open_it(l, path);
    printf("again     %.1f us each, %.1f MB more\n", seconds_since(from) / STATES * 1e6,
           megabytes_of("RssAnon:") - before - (double)dataset_count(d) * 8 / 1048576);
    open_records(l, path, size);
    printf("row       %.0f ns\n", pick(d));
    library_free(l);
    unlink(path);
    return 0;
}
