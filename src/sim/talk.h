#ifndef SIM_TALK_H
#define SIM_TALK_H

#include "sim/part.h"

#include <stddef.h>

struct buf;
struct error;

enum { TALK_RESULTS = 16 };

/* A request's messages: how much text there is, and where the talk stands between the model
 * and its tools. */
struct talk {
    size_t count;    /* of messages */
    unsigned rounds; /* in which tools were called, since the user's last message */
    /* What tools have just said, in their order: JSON strings, or lists of parts. */
    struct part results[TALK_RESULTS];
    unsigned result_count;
};

/* The cursor stands before the list. The messages' text is added to `prompt`. -1 when the list is
 * one that no service would take: parts of unknown types, calls without an answer, answers without
 * a call. The cursor is then anywhere. Malformed text is for the caller to notice. */
int talk_read(struct talk *t, struct json *j, struct buf *prompt, struct error *err);

#endif
