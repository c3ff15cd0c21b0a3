#include "measure/turn.h"

#include "tests/tap.h"

static void ranges_follow_one_another(void)
{
    ok(turn_first(0) == 1 && turn_last(0) == 1);
    ok(turn_first(7) == 8 && turn_last(7) == 8);
    ok(turn_first(8) == 9 && turn_last(8) == 16);
    ok(turn_first(9) == 17 && turn_last(9) == 32);
    ok(turn_last(TURN_RANGES - 1) == UINT32_MAX);
    for (unsigned r = 1; r < TURN_RANGES; r++)
        ok(turn_first(r) == turn_last(r - 1) + 1 && turn_last(r) >= turn_first(r));
}

static void a_turn_is_in_its_range(void)
{
    for (unsigned r = 0; r < TURN_RANGES; r++)
        ok(turn_range(turn_first(r)) == r && turn_range(turn_last(r)) == r);
    for (uint32_t turn = 1; turn <= 8; turn++)
        ok(turn_range(turn) == turn - 1);
    ok(turn_range(12) == 8 && turn_range(1000) == turn_range(513));
}

int main(void)
{
    ranges_follow_one_another();
    a_turn_is_in_its_range();
    return tap_done();
}
