#ifndef DATA_SOURCE_H
#define DATA_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of a file, which nobody changes. A large file is mapped, so that one of many
 * gigabytes costs addresses and no memory; it must not be cut short while it is. A small one,
 * which somebody may be editing, and what has no size, such as a pipe, is read. */
struct source {
    const char *text; /* no '\0' follows; a byte order mark at the start is left out */
    size_t len;
    void *memory; /* mapped or allocated */
    size_t size;
    size_t behind; /* of a mapped one: given back so far */
    bool mapped;
};

int source_open(struct source *s, const char *path);              /* 0, or what errno says */
void source_copy(struct source *s, const char *text, size_t len); /* of memory, for a file */
void source_release(struct source *s);

/* Who reads from front to back says how far it has come: the memory before it goes back. What
 * was given back is read from the file again when it is looked at. */
void source_reached(struct source *s, const char *at);
void source_rest(const struct source *s); /* all of it goes back; rows are picked from now on */

#endif
