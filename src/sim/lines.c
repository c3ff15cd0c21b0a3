#include "sim/lines.h"

#include "base/error.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 64 << 10 };

struct lines *lines_open(const char *path, const char *what, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    struct lines *l;

    if (fd < 0) {
        error_set(err, "cannot write the %s to %s: %s", what, path, strerror(errno));
        return NULL;
    }
    l = mem_new(sizeof *l);
    l->fd = fd;
    return l;
}

/* A full disk must not stop the service; whoever reads the file will miss the lines. */
void lines_flush(struct lines *l)
{
    size_t done = 0;

    while (done < l->waiting.len) {
        ssize_t put = write(l->fd, l->waiting.data + done, l->waiting.len - done);

        if (put > 0)
            done += (size_t)put;
        else if (errno != EINTR)
            break;
    }
    buf_clear(&l->waiting);
}

void lines_over(struct lines *l)
{
    if (l->waiting.len >= BATCH)
        lines_flush(l);
}

void lines_free(struct lines *l)
{
    if (!l)
        return;
    lines_flush(l);
    close(l->fd);
    buf_release(&l->waiting);
    free(l);
}
