#ifndef CLI_NAMES_H
#define CLI_NAMES_H

struct error;
struct script;

/* What a module of the prelude that keeps a list has in it, as one text for people: "chat,
 * completions, http". A protocol or a report is one file and one line of Lua, so C has no list of
 * its own. The caller's; NULL: err says why. */
char *names_of_module(struct script *s, const char *module, struct error *err);

#endif
