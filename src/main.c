#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Every command: a file in cli/ and a line here. Without a command's name it is `run`. */
static const struct command commands[] = {
    {"sim",   "be a service, for trying things out",          cli_sim  },
    {"check", "read a script, and say what is wrong with it", cli_check},
    {"data",  "say what there is to ask in a file",           cli_data },
    {"run",   "put load on a service (may be left out)",      cli_run  },
};

static int run(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (argc > 1 && !strcmp(commands[i].name, argv[1]))
            return commands[i].run(argc - 1, argv + 1);
    return cli_run(argc, argv);
}

/* What a command has printed must have arrived, or the command has failed. */
int main(int argc, char **argv)
{
    int code = run(argc, argv);

    if (!fflush(stdout) && !ferror(stdout))
        return code;
    fprintf(stderr, "stoke: cannot write the report: %s\n", strerror(errno));
    return code ? code : EXIT_OURS;
}
