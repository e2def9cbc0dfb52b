/* command.h - what a command is: one row of a table, from which parsing, help and the manual page come. */
#ifndef ROWGATE_COMMAND_H
#define ROWGATE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rowgate.h"

/* The exit statuses, a promise to scripts. With several files the highest wins. */
typedef enum exit_status {
    EXIT_FINE = 0,     /* every file is fine */
    EXIT_FINDINGS = 1, /* findings in the data; never anything else */
    EXIT_USAGE = 2,    /* usage, template or configuration */
    EXIT_TROUBLE = 3   /* input, output, a resource limit, or an internal failure */
} exit_status;

/* What an option's argument is, and what it leaves in the settings. */
typedef enum option_kind {
    OPTION_FLAG,   /* bool: true */
    OPTION_TEXT,   /* const char *: the argument, "" when it is optional and not given */
    OPTION_TEXTS,  /* text_list: one more argument */
    OPTION_NUMBER, /* uint64_t */
    OPTION_CHOICE  /* int: the position of the argument among `choices` */
} option_kind;

#define MOST_TEXTS 64

typedef struct text_list {
    const char *items[MOST_TEXTS];
    size_t count;
} text_list;

/* One option of a command. The table ends with a row without a name. */
typedef struct option_row {
    char letter; /* 0: only the long form */
    const char *name;
    const char *argument; /* NULL: none; "[PATH]" in brackets: optional */
    const char *help;
    option_kind kind;
    size_t offset;              /* in the command's settings */
    const char *const *choices; /* OPTION_CHOICE: ends with NULL */
} option_row;

typedef struct cli_command {
    const char *name;
    const char *operands; /* "FILE..." */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs for help and the manual page */
    const option_row *options;
    exit_status (*run)(const struct cli_command *command, int argc, char **argv);
} cli_command;

extern const cli_command check_command, fix_command, merge_command, split_command, convert_command, classify_command,
    explain_command, template_command, help_command;
extern const cli_command *const commands[]; /* all of them; ends with NULL */
const cli_command *find_command(const char *name);

/* Parse argv (argv[0] is the command's name) by the command's table, into `settings`. On return the operands are in
 * argv from *first on. EXIT_FINE and *done: --help was asked for and given. */
exit_status parse_options(const cli_command *command, int argc, char **argv, void *settings, int *first, bool *done);

/* Help on the program (NULL) or one command. */
void print_help(FILE *out, const cli_command *command);

/* Say on standard error what went wrong, in one line and perhaps an excerpt; the exit status that goes with it. */
exit_status complain(const rg_error *error);
exit_status complain_usage(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
