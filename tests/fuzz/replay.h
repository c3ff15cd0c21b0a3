#ifndef TESTS_FUZZ_REPLAY_H
#define TESTS_FUZZ_REPLAY_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* A fuzz target is a function that must survive any bytes, and REPLAY("name") behind it. Built
 * with -DFUZZER it belongs to libFuzzer (tests/fuzz/run.sh). Built as any test it reads the files
 * given as arguments, such as a crash that was found, or all of tests/fuzz/corpus/name/ and
 * reports them in TAP. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. It ends the program, as both ways of running expect. */
#define must(cond)                                                             \
    do {                                                                       \
        if (!(cond)) {                                                         \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #cond); \
            abort();                                                           \
        }                                                                      \
    } while (0)

#ifdef FUZZER
#define REPLAY(name) extern int replay_is_off
#else

#include "tests/tap.h"

#include <dirent.h>

/* The memory ends where the file ends: a sanitizer sees one byte too many. */
static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data;
    long size;

    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0)
        return -1;
    rewind(file);
    data = malloc(size ? (size_t)size : 1);
    if (fread(data, 1, (size_t)size, file) != (size_t)size)
        return -1;
    fclose(file);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    return 0;
}

static int replay_corpus(const char *name)
{
    char folder[256], path[512];
    struct dirent **entries;
    int count;

    snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name);
    count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            tap_report(replay_file(path) == 0, __FILE__, __LINE__, "%s", path);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    ok(tap_count > 0); /* run from another folder than the repository's, there is nothing */
    return tap_done();
}

static int replay(int argc, char **argv, const char *name)
{
    if (argc == 1)
        return replay_corpus(name);
    for (int i = 1; i < argc; i++)
        tap_report(replay_file(argv[i]) == 0, __FILE__, __LINE__, "%s", argv[i]);
    return tap_done();
}

#define REPLAY(name)                     \
    int main(int argc, char **argv)      \
    {                                    \
        return replay(argc, argv, name); \
    }                                    \
    extern int replay_is_on

#endif
#endif
