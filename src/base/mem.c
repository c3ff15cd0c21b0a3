#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *had(void *memory, size_t size)
{
    if (memory)
        return memory;
    fprintf(stderr, "stoke: out of memory (%zu bytes wanted)\n", size);
    abort();
}

void *mem_new(size_t size)
{
    return had(calloc(1, size ? size : 1), size);
}

void *mem_new_lines(size_t lines)
{
    size_t size = (lines ? lines : 1) * MEM_LINE;

    return memset(had(aligned_alloc(MEM_LINE, size), size), 0, size);
}

void *mem_resize(void *old, size_t size)
{
    return had(realloc(old, size ? size : 1), size);
}

void *mem_copy(const void *bytes, size_t size)
{
    char *copy = had(malloc(size + 1), size);

    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *mem_text(const char *text)
{
    return mem_copy(text, strlen(text));
}
