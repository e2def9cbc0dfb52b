/* generate.c - write the pages that come from the program's own tables: the finding codes and the manual page. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "rowgate.h"

/* ---------------------------------------------------------------- docs/codes.md */

static const char *severity_word(rg_severity severity)
{
    return severity == RG_ERROR ? "Error" : "Warning";
}

static void print_code(const rg_code *code)
{
    printf("\n### %s: %s\n\n%s. %s\n", code->id, code->title, severity_word(code->severity), code->explanation);
    if (*code->example)
        printf("\n```\n%s\n```\n", code->example);
    printf("\n**The way out:** %s\n", code->remedy);
}

/* False: a code belongs to no chapter, and is not there. */
static bool print_codes(void)
{
    size_t printed = 0;
    static const struct {
        char digit;
        const char *title;
    } chapters[] = {
        {'1', "The file and its header"},
        {'2', "The structure of records"},
        {'3', "Single fields"},
        {'4', "Rules between the columns of a record"},
        {'5', "Records among each other"},
        {'6', "Limits"},
        {'7', "Archives, folders and workbooks"},
    };
    puts("# Finding codes\n\n<!-- Generated from lib/codes.def by `cmake --build build/dev --target docs`. -->\n\n"
         "`rowgate explain CODE` shows the same. The letter is the severity that a code has by itself: a template may\n"
         "make an error of a warning, and the other way round.");
    for (size_t c = 0; c < sizeof chapters / sizeof *chapters; c++) {
        printf("\n## %s\n", chapters[c].title);
        for (size_t i = 0; i < rg_code_count(); i++) {
            if (rg_code_at(i)->id[1] != chapters[c].digit)
                continue;
            print_code(rg_code_at(i));
            printed++;
        }
    }
    return printed == rg_code_count();
}

/* ---------------------------------------------------------------- docs/rowgate.1 */

/* Text for mdoc: a line must not begin with a full stop or apostrophe, a backslash is an escape. */
static void print_text(const char *text)
{
    bool at_start = true;
    for (; *text; text++) {
        if (at_start && strchr(".'", *text))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        at_start = *text == '\n';
    }
    putchar('\n');
}

/* An argument of an mdoc macro. */
static void print_option_name(const option_row *row)
{
    fputs(".It ", stdout);
    if (row->letter)
        printf("Fl %c , ", row->letter);
    printf("Fl \\-%s", row->name);
    if (row->argument && row->argument[0] == '[')
        printf(" Ns Op Ns = Ns Ar %.*s", (int)strlen(row->argument) - 2, row->argument + 1);
    else if (row->argument)
        printf(" Ns = Ns Ar %s", row->argument);
    putchar('\n');
}

static void print_command(const cli_command *command)
{
    printf(".Ss rowgate %s %s\n", command->name, command->operands);
    puts(".Bd -literal -compact");
    print_text(command->details);
    puts(".Ed");
    if (!command->options->name)
        return;
    puts(".Pp\n.Bl -tag -width Ds -compact");
    for (const option_row *row = command->options; row->name; row++) {
        print_option_name(row);
        print_text(row->help);
    }
    puts(".El");
}

static void print_manual(void)
{
    puts(".\\\" Generated from the tables in cli/ by `cmake --build build/dev --target docs`.\n"
         ".Dd $Mdocdate$\n.Dt ROWGATE 1\n.Os\n.Sh NAME\n.Nm rowgate\n"
         ".Nd check CSV import files before they are uploaded\n.Sh SYNOPSIS\n"
         ".Nm\n.Ar command\n.Op Ar options\n.Op Ar\n.Nm\n.Fl \\-version\n.Sh DESCRIPTION\n.Nm\n"
         "checks CSV import files before they are uploaded, says exactly what is wrong and where, and hands back the\n"
         "rows that would fail.\nA\n.Ar file\nof\n.Sq -\nis standard input.\n.Sh COMMANDS");
    for (size_t i = 0; commands[i]; i++)
        print_command(commands[i]);
    puts(".Sh ENVIRONMENT\n.Bl -tag -width NO_COLOR -compact\n.It Ev NO_COLOR\n"
         "If it is set and not empty, there is no colour unless\n.Fl \\-color Ns = Ns Ar always\nasks for it.\n.El\n"
         ".Sh EXIT STATUS\n.Bl -tag -width 3n -compact\n.It 0\nEvery file is fine.\n.It 1\n"
         "There are errors in the data, or with\n.Fl \\-strict\nwarnings.\n.It 2\n"
         "The usage, a template or the configuration is wrong.\n.It 3\n"
         "Reading or writing failed, or a resource limit was reached.\n.El\n.Pp\n"
         "With several files the highest wins.\n"
         ".Sh EXAMPLES\nCheck a file, and pack what failed for repair:\n.Pp\n.Dl rowgate check -z servers.csv\n.Pp\n"
         "What does a finding mean?\n.Pp\n.Dl rowgate explain E310");
}

int main(int argc, char **argv)
{
    bool complete = true;
    if (argc == 2 && strcmp(argv[1], "codes.md") == 0)
        complete = print_codes();
    else if (argc == 2 && strcmp(argv[1], "rowgate.1") == 0)
        print_manual();
    else
        return 2;
    return complete && fflush(stdout) == 0 ? 0 : 3;
}
