#ifndef SIM_WALK_H
#define SIM_WALK_H

#include "base/json.h"
#include "sim/part.h"

#include <stdbool.h>
#include <stddef.h>

struct ask;
struct buf;
struct error;

/* On the way through a request's body: what has been found so far. */
struct walk {
    struct json json;
    struct ask *ask;
    struct buf *prompt;
    bool has_prompt;
    const char *bad; /* the first field of a wrong kind */
    bool failed;     /* the messages cannot be served, and err says why */
    struct error *err;
};

/* A field that a dialect knows; others are read over. Lists of them end in a field without a
 * name. `take` takes the value that stands next; what it says goes into the ask, there where
 * `into` says if it is of a plain kind. */
struct ask_field {
    const char *name;
    void (*take)(struct walk *w, const struct ask_field *f);
    size_t into;
    const struct ask_field *inside; /* for walk_inside() */
};

#define INTO(member) offsetof(struct ask, member)

void walk_flag(struct walk *w, const struct ask_field *f);   /* a bool */
void walk_count(struct walk *w, const struct ask_field *f);  /* an unsigned */
void walk_most(struct walk *w, const struct ask_field *f);   /* the same, at least 1 */
void walk_limit(struct walk *w, const struct ask_field *f);  /* the same, negative: not said */
void walk_part(struct walk *w, const struct ask_field *f);   /* a struct part: as it stands */
void walk_inside(struct walk *w, const struct ask_field *f); /* an object's fields */
void walk_model(struct walk *w, const struct ask_field *f);
void walk_prompt(struct walk *w, const struct ask_field *f);   /* text, token ids, lists of them */
void walk_messages(struct walk *w, const struct ask_field *f); /* as OpenAI has them */
/* "none", "auto", "required", or a tool by its name. */
void walk_tool_choice(struct walk *w, const struct ask_field *f);
void walk_parallel(struct walk *w, const struct ask_field *f);

void walk_fields(struct walk *w, const struct ask_field *fields); /* of the object just opened */
void walk_say(struct walk *w, struct part text); /* adds it to the prompt, if it is text */
void walk_text(struct walk *w, const struct ask_field *f); /* the same of a field */
void walk_pass(struct walk *w, enum json_kind kind);       /* reads over a value just opened */

#endif
