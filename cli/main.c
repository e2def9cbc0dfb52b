/* main.c - find the command, run it, and leave: nothing else exits. */
#include <errno.h>
#include <string.h>

#include "command.h"
#include "heap.h"
#include "signals.h"

static exit_status run(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr, NULL);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("rowgate %s\n", rg_version());
        return EXIT_FINE;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    const cli_command *command = find_command(word);
    if (!command)
        return complain_usage(NULL, "there is no command `%s`", word);
    return command->run(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    prepare_heap();
    catch_signals();
    exit_status status = run(argc, argv);
    /* A report that did not reach its reader is no report. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (status != EXIT_TROUBLE)
            fprintf(stderr, "rowgate: cannot write to standard output: %s\n", strerror(errno));
        status = EXIT_TROUBLE;
    }
    end_by_signal();
    return (int)status;
}
