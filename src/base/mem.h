#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

enum { MEM_LINE = 64 };

/* Memory for a program that is better off ending than limping: none of these
 * returns NULL. What they give is released with free(3). */
void *mem_new(size_t size);        /* zeroed */
void *mem_new_lines(size_t lines); /* zeroed: so many cache lines of MEM_LINE bytes, whole ones */
void *mem_resize(void *old, size_t size);
void *mem_copy(const void *bytes, size_t size); /* with a '\0' after the last byte */
char *mem_text(const char *text);

#endif
