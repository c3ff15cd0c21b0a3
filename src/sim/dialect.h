#ifndef SIM_DIALECT_H
#define SIM_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

struct ask;
struct ask_field;
struct buf;
struct error;
struct part;
struct speech;

/* How the messages of a stream are told apart. */
enum framing {
    FRAMING_SSE,   /* lines of fields, then an empty one */
    FRAMING_LINES, /* an object a line */
    FRAMING_ARRAY, /* one array, an object after the other */
};

/* A protocol that the service speaks: what its requests say, how a reply is put into words, and
 * how it tells an error. All that a protocol has of its own is in its file, behind this table;
 * what is said, and when, is not for it to decide.
 *
 * Functions that are NULL have nothing to say. Of those that speak, role, tokens and finish are
 * called once for each choice of the reply. */
struct dialect {
    /* Requests. */
    const struct ask_field *fields;                       /* see walk.h */
    const char *needs;                                    /* the field that none may lack */
    bool streams;                                         /* unless one says something else */
    enum framing framing;                                 /* the same */
    void (*aim)(struct ask *a, struct part target);       /* what the path says */
    int (*check)(const struct ask *a, struct error *err); /* what is wrong with it, for clients */

    /* Its service. */
    const char *key;       /* a header for the API key, beside Authorization */
    const char *key_query; /* what it may be called in the query, with the equals sign */
    const char *counted;   /* what it calls the tokens of a prompt, asked to count them */
    int bad_request;       /* the status for one; 0: 400 */

    /* Replies. */
    bool talks;       /* about messages, with thoughts, tools and refusals */
    bool parted;      /* a part is over before the next begins: calls are not mingled */
    bool timed;       /* one tells how long it took */
    unsigned at_once; /* tokens that an event can hold; 0: any number */

    void (*begin)(struct speech *s); /* prepares what events begin with */
    void (*role)(struct speech *s, struct buf *out);
    void (*part)(struct speech *s, struct buf *out); /* thoughts, the answer or a call begin */
    void (*part_end)(struct speech *s, struct buf *out);
    void (*tokens)(struct speech *s, struct buf *out, unsigned n); /* of one sort, an event */
    void (*finish)(struct speech *s, struct buf *out);
    void (*usage)(struct speech *s, struct buf *out); /* in an event of its own */
    void (*done)(struct speech *s, struct buf *out);
    void (*whole)(struct speech *s, struct buf *out); /* as one object */

    /* An error instead of a reply; and one in mid-stream, where that is not the same in an event.
     */
    void (*error)(struct buf *out, int status, const char *message);
    void (*failed)(struct speech *s, struct buf *out, int status, const char *message);
};

extern const struct dialect dialect_chat, dialect_completions, dialect_anthropic, dialect_responses,
    dialect_gemini, dialect_ollama_chat, dialect_ollama_generate, dialect_tgi, dialect_tgi_root,
    dialect_llamacpp;

#endif
