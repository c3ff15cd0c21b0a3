#include "data/library.h"

#include "base/error.h"
#include "base/mem.h"
#include "data/source.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    char *path;               /* the real one */
    struct dataset_wish wish; /* as it was settled */
    enum dataset_kind asked;
    struct dataset *set;
};

struct library {
    pthread_mutex_t guard;
    struct entry **entries;
    size_t count;
};

struct library *library_new(void)
{
    struct library *l = mem_new(sizeof *l);

    pthread_mutex_init(&l->guard, NULL);
    return l;
}

static void entry_free(struct entry *e)
{
    dataset_free(e->set);
    free(e->path);
    free(e);
}

void library_free(struct library *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->count; i++)
        entry_free(l->entries[i]);
    free(l->entries);
    pthread_mutex_destroy(&l->guard);
    free(l);
}

/* An open delimiter is settled by the path, which is the same. */
static bool fits(const struct entry *e, const char *path, const struct dataset_wish *w)
{
    return (w->kind == e->wish.kind || w->kind == e->asked) && w->headless == e->wish.headless &&
           (!w->delimiter || w->delimiter == e->wish.delimiter) && strcmp(path, e->path) == 0;
}

static struct dataset *find(const struct library *l, const char *path, const struct dataset_wish *w)
{
    for (size_t i = 0; i < l->count; i++)
        if (fits(l->entries[i], path, w))
            return l->entries[i]->set;
    return NULL;
}

static void keep(struct library *l, const char *real, const struct dataset_wish *settled,
                 enum dataset_kind asked, struct dataset *set)
{
    struct entry *e = mem_new(sizeof *e);

    *e = (struct entry){.path = mem_text(real), .wish = *settled, .asked = asked, .set = set};
    l->entries = mem_resize(l->entries, (l->count + 1) * sizeof *l->entries);
    l->entries[l->count++] = e;
}

static int check_any(const struct dataset *set, struct error *err)
{
    struct buf why = {0};

    if (dataset_count(set))
        return 0;
    dataset_none(set, &why);
    error_set(err, "%s", why.data);
    buf_release(&why);
    return -1;
}

/* What was asked for by its looks may turn out to be here already under its kind's name. */
static struct dataset *read_new(struct library *l, const char *path, const char *real,
                                const struct dataset_wish *wish, struct error *err)
{
    struct dataset_wish settled = *wish;
    struct source source;
    struct dataset *set;
    int failed = source_open(&source, path);

    if (failed) {
        error_set(err, "cannot read %s: %s", path, strerror(failed));
        return NULL;
    }
    dataset_settle(&settled, path, &source);
    set = find(l, real, &settled);
    if (set) {
        source_release(&source);
        return set;
    }
    set = dataset_new(path, &settled, &source);
    if (check_any(set, err) == 0) {
        keep(l, real, &settled, wish->kind, set);
        return set;
    }
    dataset_free(set);
    return NULL;
}

const struct dataset *library_open(struct library *l, const char *path,
                                   const struct dataset_wish *wish, struct error *err)
{
    char *real = realpath(path, NULL); /* NULL for a pipe: its path must do */
    struct dataset *set;

    pthread_mutex_lock(&l->guard);
    set = find(l, real ? real : path, wish);
    if (!set)
        set = read_new(l, path, real ? real : path, wish, err);
    pthread_mutex_unlock(&l->guard);
    free(real);
    return set;
}

const struct dataset *library_at(struct library *l, size_t nth)
{
    const struct dataset *set;

    pthread_mutex_lock(&l->guard);
    set = nth < l->count ? l->entries[nth]->set : NULL;
    pthread_mutex_unlock(&l->guard);
    return set;
}
