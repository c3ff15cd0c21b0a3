#ifndef SCRIPT_FAILURE_H
#define SCRIPT_FAILURE_H

#include "measure/label.h"

struct recorder;
struct user;

/* Counts and keeps an error of the script's: `what` is the message with a traceback. Whose it was
 * goes between them, since the message is the same for all whose journey fails there. */
void failure_note(const struct recorder *r, const struct user *u, label step, const char *what);

#endif
