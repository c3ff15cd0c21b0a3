#ifndef TESTS_TAP_H
#define TESTS_TAP_H
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int tap_count, tap_failures;
__attribute__((format(printf, 4, 5))) static inline void tap_report(int passed, const char *file,
                                                                    int line, const char *what, ...)
{
    va_list args;
    printf("%s %d - ", passed ? "ok" : "not ok", ++tap_count);
    va_start(args, what);
    vprintf(what, args);
    va_end(args);
    printf("\n");
    if (!passed) {
        tap_failures++;
        printf("#   at %s:%d\n", file, line);
    }
}
#define ok(cond) tap_report(!!(cond), __FILE__, __LINE__, "%s", #cond)
#define note(...) (printf("# "), printf(__VA_ARGS__), printf("\n"))
/* What a test draws its random cases from: SEED of the environment repeats a run. */
static inline uint64_t tap_seed(uint64_t otherwise)
{
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : otherwise;

    note("SEED=%llu", (unsigned long long)seed);
    return seed;
}
static inline int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failures != 0;
}
#endif
