/* Runs a command and writes the processor seconds it took, user and system, to a file:
 *
 *   spend FILE COMMAND [ARGUMENT...]
 *
 * The shell's `times` counts in hundredths of a second, which is too coarse for us. */

#include <stdio.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int write_down(const char *path, const struct rusage *u)
{
    FILE *f = fopen(path, "w");

    if (!f) {
        perror(path);
        return -1;
    }
    fprintf(f, "%.6f\n", seconds(u->ru_utime) + seconds(u->ru_stime));
    return fclose(f);
}

int main(int argc, char **argv)
{
    struct rusage u;
    int status;
    pid_t child;

    if (argc < 3) {
        fputs("usage: spend FILE COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &u) < 0) {
        perror("spend");
        return 1;
    }
    if (write_down(argv[1], &u))
        return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
