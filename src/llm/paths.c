#include "llm/paths.h"

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static int complain(const char *text, const char *what, struct error *err)
{
    return error_set(err,
                     "path \"%.100s\" %s: write it like choices.*.delta.content or object=error",
                     text, what);
}

static int check(const char *text, struct error *err)
{
    size_t all = strcspn(text, "="), n;

    if (text[all] && !text[all + 1])
        return complain(text, "has nothing behind its \"=\"", err);
    for (size_t at = 0; at <= all; at += n + 1) {
        n = strcspn(text + at, ".=");
        if (n == 0)
            return complain(text, "has an empty name in it", err);
        if (n > 1 && memchr(text + at, '*', n))
            return complain(text, "has a \"*\" that does not stand alone", err);
    }
    return 0;
}

static struct path *below(struct path *at, const char *name, size_t len)
{
    struct path **link = &at->members;

    if (len == 1 && *name == '*') {
        if (!at->item)
            at->item = mem_new(sizeof *at->item);
        return at->item;
    }
    for (; *link; link = &(*link)->next)
        if ((*link)->len == len && memcmp((*link)->name, name, len) == 0)
            return *link;
    *link = mem_new(sizeof **link);
    (*link)->name = mem_copy(name, len);
    (*link)->len = len;
    return *link;
}

static void add_mark(struct path *at, struct mark mark, const char *literal)
{
    struct mark **link = &at->marks;

    while (*link)
        link = &(*link)->next;
    *link = mem_copy(&mark, sizeof mark);
    (*link)->literal = literal ? mem_text(literal) : NULL;
    (*link)->next = NULL;
}

int paths_add(struct path *root, const char *text, const char *more, struct mark mark,
              struct error *err)
{
    struct path *at = root;
    const char *name = text;

    if (check(text, err))
        return -1;
    for (;;) {
        size_t n = strcspn(name, ".=");

        at = below(at, name, n);
        name += n;
        if (*name != '.')
            break;
        name++;
    }
    if (more)
        at = below(at, more, strlen(more));
    add_mark(at, mark, *name ? name + 1 : NULL);
    return 0;
}

static void free_marks(struct mark *m)
{
    while (m) {
        struct mark *next = m->next;

        free(m->literal);
        free(m);
        m = next;
    }
}

static void free_path(struct path *at)
{
    while (at) {
        struct path *next = at->next;

        paths_release(at);
        free(at);
        at = next;
    }
}

void paths_release(struct path *at)
{
    free_path(at->members);
    free_path(at->item);
    free_marks(at->marks);
    free(at->name);
}

/* Hardly any service escapes the names of members, but they may. */
static const struct path *escaped_member(const struct path *at, const struct json *j)
{
    const struct path *m = at->members;

    while (m && !json_is(j, m->name))
        m = m->next;
    return m;
}

const struct path *paths_member(const struct path *at, const struct json *j)
{
    if (j->escaped)
        return escaped_member(at, j);
    for (const struct path *m = at->members; m; m = m->next)
        if (m->len == j->len && m->name[0] == j->text[0] && memcmp(m->name, j->text, j->len) == 0)
            return m;
    return NULL;
}
