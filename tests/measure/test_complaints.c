/* What scripts fail with: each once, by its first line, with its count. */

#include "measure/complaints.h"

#include "measure/metrics.h"
#include "tests/tap.h"

int main(void)
{
    struct complaints a = {.count = 0}, b = {.count = 0};
    struct labels *labels = labels_new();
    struct metrics *one = metrics_new(labels), *all = metrics_new(NULL);
    char text[16], large[6001];

    complaints_add(&a, "x.lua:1: boom\n(user 1)\ntrace", 1);
    complaints_add(&a, "x.lua:1: boom\n(user 2)\nother", 1);
    complaints_add(&a, "x.lua:1: boo", 1);
    complaints_add(&a, "x.lua:2: boom", 1);
    ok(a.count == 3 && a.at[0].count == 2 && a.at[1].count == 1);
    ok(!strcmp(a.at[0].text, "x.lua:1: boom\n(user 1)\ntrace"));
    complaints_add(&b, "x.lua:1: boom", 5);
    complaints_add(&b, "", 1);
    complaints_add(&b, "", 1);
    complaints_merge(&a, &b);
    ok(a.count == 4 && a.at[0].count == 7 && a.at[3].count == 2);
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "y:%d", i);
        complaints_add(&a, text, 1);
    }
    note("more than a few are not kept, but those that are go on being counted");
    complaints_add(&a, "x.lua:2: boom\nagain", 3);
    ok(a.count == COMPLAINTS_KEPT && a.at[2].count == 4);
    complaints_clear(&a);
    complaints_clear(&a);
    ok(a.count == 0);
    note("what differs only in numbers and quoted values is one, as the first says it");
    complaints_add(&a, "x.lua:1: user 17 got \"red\", not 2.5", 1);
    complaints_add(&a, "x.lua:1: user 4 got \"a \", not 30", 1);
    ok(a.count == 1 && a.at[0].count == 2 && strstr(a.at[0].text, "user 17 got \"red\""));
    note("but not of another line, nor with other words");
    complaints_add(&a, "x.lua:2: user 17 got \"red\", not 2.5", 1);
    complaints_add(&a, "x.lua:1: user 17 got \"red\", not 2.5 s", 1);
    complaints_add(&a, "x.lua:1: user 17 got \"red", 1);
    complaints_add(&a, "x.lua:1: user got \"red\", not 2.5", 1);
    complaints_add(&a, "x.lua:1: user 17 got", 1);
    ok(a.count == 6);
    complaints_clear(&a);
    memset(large, 'x', 6000);
    large[6000] = '\0';
    complaints_add(&a, large, 1);
    complaints_add(&a, large, 1);
    ok(a.count == 1 && a.at[0].count == 2 && strlen(a.at[0].text) == 4096);
    complaints_clear(&a);
    complaints_clear(&b);

    metrics_script_fault(one, "m:1");
    metrics_script_fault(one, "m:1");
    metrics_merge(all, one);
    metrics_clear(one);
    metrics_script_fault(one, "m:1");
    metrics_merge(all, one);
    ok(metrics_complaints(all)->count == 1 && metrics_complaints(all)->at[0].count == 3);
    metrics_free(one);
    labels_free(labels);
    metrics_free(all);
    return tap_done();
}
