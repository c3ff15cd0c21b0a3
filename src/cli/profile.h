#ifndef CLI_PROFILE_H
#define CLI_PROFILE_H

struct error;
struct script;
struct wish;

/* Shapes for the usual questions, by name (lua/profile.lua): takes what the profile says as if a
 * script's options said it. `peak` is the level the profile is built around; NULL: the usual one.
 */
int profile_take(struct script *s, struct wish *w, const char *name, const char *peak,
                 struct error *err);

/* A profile takes as long as it takes, or what -d says: then all its stages do so many times as
 * long. */
void profile_stretch(struct wish *w);

#endif
