#ifndef MEASURE_LABEL_H
#define MEASURE_LABEL_H

#include <stdbool.h>

/* Names that measurements go under (a step of a journey, a check), as small numbers.
 * Each worker has its own set, so a name may have another number elsewhere: metrics are
 * merged by name. Label 0 is "", what belongs to no step. */
struct labels;
typedef unsigned label;

struct labels *labels_new(void);
void labels_free(struct labels *ls);
label labels_add(struct labels *ls, const char *name); /* the same name, the same label */
bool labels_has(const struct labels *ls, const char *name);
const char *labels_name(const struct labels *ls, label l);
unsigned labels_count(const struct labels *ls);

#endif
