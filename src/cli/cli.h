#ifndef CLI_CLI_H
#define CLI_CLI_H

/* A command is a file in this folder and a line in main.c. It gets its own argc and
 * argv, and returns the exit status. */
struct command {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
};

int cli_check(int argc, char **argv);
int cli_data(int argc, char **argv);
int cli_run(int argc, char **argv);
int cli_sim(int argc, char **argv);

enum {
    EXIT_DONE = 0,
    EXIT_OURS = 1,
    EXIT_USAGE = 2,
    EXIT_BAD_SCRIPT = 104,
    EXIT_INTERRUPTED = 105,
    EXIT_SCRIPT_FAILED = 107,
    EXIT_NOTHING = 111,
};

#endif
