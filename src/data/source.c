#include "data/source.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAPPED_FROM = 1 << 20, GIVE_BACK = 8 << 20 };

static void without_mark(struct source *s)
{
    if (s->len >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0) {
        s->text += 3;
        s->len -= 3;
    }
}

static bool map(struct source *s, int fd, size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

    if (memory == MAP_FAILED)
        return false;
    *s = (struct source){
        .text = memory, .len = size, .memory = memory, .size = size, .mapped = true};
    madvise(memory, size, MADV_SEQUENTIAL);
    return true;
}

static int read_all(struct source *s, int fd)
{
    struct buf all = {0};
    char chunk[65536];
    ssize_t n;

    while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            buf_add(&all, chunk, (size_t)n);
    if (n < 0) {
        int failed = errno;

        buf_release(&all);
        return failed;
    }
    *s = (struct source){.len = all.len, .size = all.len};
    s->memory = buf_take(&all, NULL);
    s->text = s->memory ? s->memory : "";
    return 0;
}

int source_open(struct source *s, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), failed = 0;
    struct stat about;

    if (fd < 0)
        return errno;
    if (fstat(fd, &about))
        failed = errno;
    else if (!S_ISREG(about.st_mode) || about.st_size < MAPPED_FROM ||
             !map(s, fd, (size_t)about.st_size))
        failed = read_all(s, fd);
    close(fd);
    if (!failed)
        without_mark(s);
    return failed;
}

void source_copy(struct source *s, const char *text, size_t len)
{
    *s = (struct source){.len = len, .size = len, .memory = mem_copy(text, len)};
    s->text = s->memory;
    without_mark(s);
}

void source_release(struct source *s)
{
    if (s->mapped)
        munmap(s->memory, s->size);
    else
        free(s->memory);
    *s = (struct source){0};
}

/* In whole steps from the start of the mapping, so that they are whole pages. */
void source_reached(struct source *s, const char *at)
{
    size_t behind;

    if (!s->mapped)
        return;
    behind = (size_t)(at - (char *)s->memory) / GIVE_BACK * GIVE_BACK;
    if (behind <= s->behind)
        return;
    madvise((char *)s->memory + s->behind, behind - s->behind, MADV_DONTNEED);
    s->behind = behind;
}

void source_rest(const struct source *s)
{
    if (!s->mapped)
        return;
    madvise(s->memory, s->size, MADV_NORMAL);
    madvise(s->memory, s->size, MADV_DONTNEED);
}
