#ifndef CLI_ASK_FOR_MODEL_H
#define CLI_ASK_FOR_MODEL_H

struct buf;
struct error;
struct script;
struct wish;

/* The first model that the service says it has: one request, before the load. The caller
 * frees it. NULL: err says why there is none, in the service's own words if it had any, without the
 * secrets in them. */
char *ask_for_model(struct script *s, const struct wish *w, const char *const *secrets,
                    struct error *err);

/* One request before the load, with the headers and the key of all: a GET, or a POST of `what`. -1
 * when no reply came. */
int ask_service(const struct wish *w, const char *url, const struct buf *what, struct buf *body,
                unsigned *status, struct error *err);

#endif
