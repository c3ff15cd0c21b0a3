#ifndef MEASURE_TURN_H
#define MEASURE_TURN_H

#include <stdint.h>

/* Turns of conversations as a few ranges, however long one is: 1, 2, ... 8, then 9-16, 17-32
 * and so on, each as long as all before it. A range is a small number from 0. */
enum { TURN_RANGES = 37 };

unsigned turn_range(uint32_t turn); /* turn > 0 */
uint32_t turn_first(unsigned range);
uint32_t turn_last(unsigned range);

#endif
