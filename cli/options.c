/* options.c - options by the command's table (getopt_long does the work), help from the same table, and errors. */
#define _GNU_SOURCE /* getopt_long */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

#define MOST_OPTIONS 32
#define FIRST_LONG 256 /* values of long options, above all letters */

static int argument_kind(const option_row *row)
{
    if (!row->argument)
        return no_argument;
    return row->argument[0] == '[' ? optional_argument : required_argument;
}

/* The table in getopt's two forms. `letters` has room for three characters a row. */
static size_t translate(const option_row *rows, struct option *longs, char *letters)
{
    size_t count = 0;
    *letters++ = ':'; /* a missing argument is told apart from an unknown option */
    for (; rows[count].name; count++) {
        int kind = argument_kind(&rows[count]);
        longs[count] = (struct option){rows[count].name, kind, NULL, FIRST_LONG + (int)count};
        if (!rows[count].letter)
            continue;
        *letters++ = rows[count].letter;
        for (int colons = kind == no_argument ? 0 : kind == required_argument ? 1 : 2; colons > 0; colons--)
            *letters++ = ':';
    }
    longs[count] = (struct option){"help", no_argument, NULL, 'h'};
    *letters++ = 'h';
    *letters = '\0';
    longs[count + 1] = (struct option){0};
    return count;
}

static const option_row *find_row(const option_row *rows, size_t count, int value)
{
    for (size_t i = 0; i < count; i++)
        if (value == FIRST_LONG + (int)i || (rows[i].letter && value == rows[i].letter))
            return &rows[i];
    return NULL;
}

/* ---------------------------------------------------------------- arguments */

static exit_status take_number(const cli_command *command, const option_row *row, const char *argument,
                               uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(argument, &end, 10);
    if (errno || *end || end == argument || strchr("+- ", argument[0]))
        return complain_usage(command, "--%s is a whole number, not `%s`", row->name, argument);
    return EXIT_FINE;
}

static exit_status take_choice(const cli_command *command, const option_row *row, const char *argument, int *choice)
{
    char list[128] = "";
    for (int i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], argument) == 0) {
            *choice = i;
            return EXIT_FINE;
        }
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s",
                 !i                    ? ""
                 : row->choices[i + 1] ? ", "
                                       : " or ",
                 row->choices[i]);
    }
    return complain_usage(command, "--%s is %s, not `%s`", row->name, list, argument);
}

static exit_status take_one_more(const cli_command *command, const option_row *row, const char *argument,
                                 text_list *list)
{
    if (list->count == MOST_TEXTS)
        return complain_usage(command, "--%s is given more than %d times", row->name, MOST_TEXTS);
    list->items[list->count++] = argument;
    return EXIT_FINE;
}

static exit_status take(const cli_command *command, const option_row *row, const char *argument, void *settings)
{
    void *place = (char *)settings + row->offset;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)place = true;
        return EXIT_FINE;
    case OPTION_TEXT:
        /* Behind a letter the argument follows at once; who writes `-z=PATH` means PATH all the same. */
        *(const char **)place = !argument                                                     ? ""
                                : argument_kind(row) == optional_argument && *argument == '=' ? argument + 1
                                                                                              : argument;
        return EXIT_FINE;
    case OPTION_TEXTS:
        return take_one_more(command, row, argument, place);
    case OPTION_NUMBER:
        return take_number(command, row, argument, place);
    case OPTION_CHOICE:
        return take_choice(command, row, argument, place);
    }
    return EXIT_TROUBLE;
}

exit_status parse_options(const cli_command *command, int argc, char **argv, void *settings, int *first, bool *done)
{
    struct option longs[MOST_OPTIONS + 2];
    char letters[MOST_OPTIONS * 3 + 3];
    size_t count = translate(command->options, longs, letters);
    exit_status status = EXIT_FINE;
    *done = false;
    opterr = 0;
    optind = 1;
    for (int value; status == EXIT_FINE && (value = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const char *word = argv[optind - 1];
        const option_row *row = find_row(command->options, count, value);
        if (value == 'h') {
            print_help(stdout, command);
            *done = true;
            return EXIT_FINE;
        }
        if (value == ':')
            status = complain_usage(command, "option `%s` needs an argument", word);
        else if (!row)
            status = complain_usage(command, "there is no option `%s`", word);
        else
            status = take(command, row, optarg, settings);
    }
    *first = optind;
    return status;
}

/* ---------------------------------------------------------------- help */

static void print_option(FILE *out, const option_row *row)
{
    char form[64];
    const char *argument = row->argument ? row->argument : "";
    bool optional = argument[0] == '[';
    snprintf(form, sizeof form, "%c%c%s--%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, *argument ? (optional ? "[=" : "=") : "",
             optional ? argument + 1 : argument);
    fprintf(out, "  %-32s", form);
    for (const char *text = row->help; *text;) {
        size_t size = strcspn(text, "\n");
        fprintf(out, "%.*s\n", (int)size, text);
        text += size + (text[size] == '\n');
        if (*text)
            fprintf(out, "  %-32s", "");
    }
}

static const option_row help_row = {.letter = 'h', .name = "help", .help = "show this help"};

static void print_command_help(FILE *out, const cli_command *command)
{
    fprintf(out, "usage: rowgate %s%s %s\n\n%s\n", command->name, command->options->name ? " [OPTIONS]" : "",
            command->operands, command->details);
    fputs("\noptions:\n", out);
    for (const option_row *row = command->options; row->name; row++)
        print_option(out, row);
    print_option(out, &help_row);
}

void print_help(FILE *out, const cli_command *command)
{
    if (command) {
        print_command_help(out, command);
        return;
    }
    fputs("rowgate checks CSV import files before they are uploaded.\n\n"
          "usage: rowgate COMMAND [OPTIONS] [FILE...]\n"
          "       rowgate --version\n\n"
          "commands:\n",
          out);
    for (size_t i = 0; commands[i]; i++)
        fprintf(out, "  %-12s%s\n", commands[i]->name, commands[i]->summary);
    fputs("\nA FILE of - is standard input. `rowgate help COMMAND` tells more.\n"
          "Exit status: 0 every file is fine, 1 findings in the data, 2 usage or template error,\n"
          "3 input, output or resource trouble.\n",
          out);
}

static exit_status run_help(const cli_command *self, int argc, char **argv)
{
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, NULL, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    const cli_command *about = first < argc ? find_command(argv[first]) : NULL;
    if (first < argc && !about)
        return complain_usage(self, "there is no command `%s`", argv[first]);
    print_help(stdout, about);
    return EXIT_FINE;
}

static const option_row no_options[] = {{0}};

const cli_command help_command = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "tell about a command",
    .details = "Show what the program, or one of its commands, does and which options it has.",
    .options = no_options,
    .run = run_help,
};

/* ---------------------------------------------------------------- errors */

exit_status complain(const rg_error *error)
{
    fputs("rowgate: ", stderr);
    if (*error->file)
        fprintf(stderr, "%s:", error->file);
    if (error->line)
        fprintf(stderr, "%llu:", (unsigned long long)error->line);
    if (error->line && error->column)
        fprintf(stderr, "%llu:", (unsigned long long)error->column);
    fprintf(stderr, "%s%s\n", *error->file || error->line ? " " : "", error->message);
    if (*error->excerpt)
        fprintf(stderr, "%s%s", error->excerpt, error->excerpt[strlen(error->excerpt) - 1] == '\n' ? "" : "\n");
    return error->status == RG_BAD_TEMPLATE || error->status == RG_BAD_USAGE ? EXIT_USAGE : EXIT_TROUBLE;
}

exit_status complain_usage(const cli_command *command, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("rowgate: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nsee `rowgate help%s%s`\n", command ? " " : "", command ? command->name : "");
    return EXIT_USAGE;
}
