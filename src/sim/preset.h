#ifndef SIM_PRESET_H
#define SIM_PRESET_H

#include "sim/engine.h"

#include <stdio.h>

struct error;

/* Engines that one knows: a model, its precision, and what it runs on. */
#define PRESET_USUAL "8b-h100"

/* Sets all of them. -1: err names those there are. */
int preset_read(const char *name, struct engine_options *o, struct error *err);
void preset_list(FILE *out); /* a line each */

#endif
