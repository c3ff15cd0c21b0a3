#ifndef LLM_PATHS_H
#define LLM_PATHS_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct json;

/* Paths into JSON, laid over one another: those that begin the same share their beginning, so
 * a reader that walks a value and this tree side by side looks at each member once, however
 * many paths there are. What is not in the tree can be skipped. */
struct path {
    char *name; /* of the member, NULL at the root and at an item */
    size_t len;
    struct path *members, *item; /* below this: the first named one, and `*` */
    struct path *next;           /* beside this */
    struct mark *marks;          /* what a value here means; NULL: nothing */
};

struct mark {
    unsigned meaning, event; /* the caller's own numbers */
    char *literal;           /* only a string that is this; NULL: any value */
    struct mark *next;
};

/* The text is as llm/shape.h describes it: `choices.*.delta.content`, `object=error`.
 * `more`: a member's name to be added at its end, or NULL. */
int paths_add(struct path *root, const char *text, const char *more, struct mark mark,
              struct error *err);
void paths_release(struct path *at);

/* The member of `at` whose name the cursor has just read; NULL when there is none. */
const struct path *paths_member(const struct path *at, const struct json *j);

#endif
