#include "measure/label.h"

#include "tests/tap.h"

static void many_names_keep_their_numbers(void)
{
    struct labels *ls = labels_new();
    const char *early = NULL;
    int wrong = 0;
    char name[16];

    for (unsigned i = 1; i <= 300; i++) {
        snprintf(name, sizeof name, "step %u", i);
        wrong += labels_add(ls, name) != i;
        if (i == 1)
            early = labels_name(ls, 1);
    }
    ok(wrong == 0);
    ok(labels_count(ls) == 301);
    ok(labels_add(ls, "step 7") == 7 && labels_count(ls) == 301);
    ok(strcmp(labels_name(ls, 300), "step 300") == 0);
    ok(early == labels_name(ls, 1));
    labels_free(ls);
}

int main(void)
{
    struct labels *ls = labels_new();

    ok(labels_count(ls) == 1 && strcmp(labels_name(ls, 0), "") == 0);
    ok(labels_add(ls, "") == 0);
    labels_free(ls);
    labels_free(NULL);
    many_names_keep_their_numbers();
    return tap_done();
}
