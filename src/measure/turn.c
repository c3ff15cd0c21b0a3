#include "measure/turn.h"

enum { SINGLE_BITS = 3, SINGLE = 1 << SINGLE_BITS };

unsigned turn_range(uint32_t turn)
{
    uint32_t before = turn - 1;

    if (before < SINGLE)
        return before;
    return SINGLE + (unsigned)(31 - __builtin_clz(before)) - SINGLE_BITS;
}

uint32_t turn_first(unsigned range)
{
    return range ? turn_last(range - 1) + 1 : 1;
}

uint32_t turn_last(unsigned range)
{
    if (range < SINGLE)
        return range + 1;
    if (range == TURN_RANGES - 1)
        return UINT32_MAX;
    return (uint32_t)2 * SINGLE << (range - SINGLE);
}
