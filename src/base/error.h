#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* Why something could not be set up. A function that can fail takes one of
 * these last, returns -1 (or NULL) on failure, and leaves its other outputs
 * untouched. Failures of the service under test are not errors: they are
 * measurements, and live in a sample as its fault. */
struct error {
    char text[512];
};

/* Both give -1, so that a failing function can end in `return error_set(err, "...", ...)`.
 * error_in() puts where it happened in front of what is already there: "where: what".
 * They are macros for the sake of compilers, which then know that it is -1. */
#define error_set(err, ...) (error_write((err), __VA_ARGS__), error_fails())
#define error_in(err, ...) (error_prefix((err), __VA_ARGS__), error_fails())

static inline int error_fails(void)
{
    return -1;
}

void error_write(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
void error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
