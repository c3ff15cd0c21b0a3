#ifndef LLM_SHAPE_H
#define LLM_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;
struct event;

/* Where a protocol keeps the things we look for in the events of a reply: paths
 * into their JSON, for events of one name or of any. Several paths may mean the same.
 * Protocols are written in Lua (lua/protocols/) and compiled to this once; an event is
 * read in one pass that stops at nothing and builds nothing, so no Lua runs per token.
 *
 * A path is member names joined by dots; `*` is every item of an array. It may end in
 * `=text`: then it matches only a string that is this text:
 *     choices.*.delta.content      error.message      object=error
 */
struct shape;

enum meaning {
    MEANS_TEXT, /* the first four are output, when they are strings with at least a byte */
    MEANS_REASONING,
    MEANS_REFUSAL,
    MEANS_TOOL_CALL,
    MEANS_TOKENS_IN, /* numbers; the last one wins */
    MEANS_TOKENS_OUT,
    MEANS_TOKENS_CACHED,
    MEANS_CHOICE,  /* a number: which of several answers the event is about */
    MEANS_FINISH,  /* any non-empty string, or true: the protocol's own end */
    MEANS_FAILURE, /* anything but null and false: the service failed, and here is why */
    MEANS_KEEP,    /* anything but null: whoever reads the reply wants this event whole */
    MEANING_COUNT,
};

const char *meaning_name(enum meaning m); /* "text", "tool_call", as protocols write them */

enum { OUTPUT_COUNT = MEANS_TOOL_CALL + 1 };

enum {
    SAYS_TEXT = 1 << MEANS_TEXT,
    SAYS_REASONING = 1 << MEANS_REASONING,
    SAYS_REFUSAL = 1 << MEANS_REFUSAL,
    SAYS_TOOL_CALL = 1 << MEANS_TOOL_CALL
};

/* Text that an event holds, still escaped as it stands in the event's data: until the
 * event is gone. json_unescape() reads it. */
struct span {
    const char *text;
    size_t len;
};

struct finding {     /* what one event said */
    unsigned output; /* SAYS_*: which kinds of output are in it */
    bool finished, failed, keep;
    bool done;        /* its data is the stream's done text, "[DONE]": not JSON */
    bool malformed;   /* neither that nor JSON, or cut: nothing else is said of it */
    bool cut;         /* malformed, but only because it ends too early */
    uint64_t choices; /* a bit for each of the first 64 that it is about */
    int64_t tokens_in, tokens_out, tokens_cached; /* -1: it does not say; at most UINT32_MAX */
    struct span output_of[OUTPUT_COUNT];          /* the first of each kind with a byte in it */
    struct span finish;  /* why it ended: "stop", "length"; not what a `=text` path matched */
    struct span failure; /* the service's words: a string, or the "message" of an object, or
                            that object as it stands; of a `=text` path the "message" at the
                            top, or that text. Of an event named "error" any of these, or all
                            of its data, or its note. No text: there are no words */
};

struct shape *shape_new(const char *done_text); /* "[DONE]", or NULL */
void shape_free(struct shape *s);
int shape_path(struct shape *s, enum meaning m, const char *event, const char *path,
               struct error *err); /* event NULL: any */

/* Whether its replies are generated text at all, and not vectors or scores. */
bool shape_has_output(const struct shape *s);

/* Events named "error" are failures whatever their shape, even with no data at all. Empty
 * data says nothing. Never reads beyond the event. */
void shape_read(const struct shape *s, const struct event *e, struct finding *f);

#endif
