/* inputs.c - the files that a command is given, and how they are to be read. */
#define _POSIX_C_SOURCE 200809L
#include "inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_JOBS 64
#define USUAL_JOBS 8

const char *const when_words[] = {[AUTO] = "auto", [ALWAYS] = "always", [NEVER] = "never", NULL};
const char *const format_words[] = {
    [RG_FULL] = "full", [RG_CONCISE] = "concise", [RG_JSON] = "json", [RG_JSONL] = "jsonl", NULL};

bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

const char *display_name(const char *path, const char *stdin_name)
{
    return !is_standard_input(path) ? path : stdin_name ? stdin_name : "<stdin>";
}

char *name_beside(const char *path, const char *stdin_name, const char *suffix)
{
    static const char *const endings[] = {"/", ".gz", ".csv", ".tsv", ".txt", ".zip", ".xlsx"};
    const char *stem = !is_standard_input(path) ? path : stdin_name ? stdin_name : "stdin";
    size_t size = strlen(stem);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (size > ending && memcmp(stem + size - ending, endings[i], ending) == 0)
            size -= ending;
    }
    char *made = malloc(size + strlen(suffix) + 1);
    if (made) {
        memcpy(made, stem, size);
        strcpy(made + size, suffix);
    }
    return made;
}

char delimiter_of(const char *word)
{
    if (!word)
        return '\0';
    if (strcmp(word, "tab") == 0 || strcmp(word, "\\t") == 0)
        return '\t';
    return strlen(word) == 1 && !strchr("\"\r\n", *word) ? *word : '\0';
}

exit_status check_inputs(const cli_command *command, char **files, int count, const char *delimiter)
{
    int standard_inputs = 0;
    for (int i = 0; i < count; i++)
        standard_inputs += is_standard_input(files[i]);
    if (count == 0)
        return complain_usage(command, "which file? (- is standard input)");
    if (standard_inputs > 1)
        return complain_usage(command, "standard input can be read only once");
    if (delimiter && !delimiter_of(delimiter))
        return complain_usage(command, "--delimiter takes one character, or `tab`, not `%s`", delimiter);
    return EXIT_FINE;
}

bool wants_color(void)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(terminal && strcmp(terminal, "dumb") == 0);
}

bool is_wanted_at(int wish, int descriptor)
{
    return wish == ALWAYS || (wish == AUTO && isatty(descriptor));
}

bool is_same_place(const char *a, const char *b)
{
    struct stat first, second;
    return a && b && stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

bool is_same_file(const char *a, const char *b)
{
    struct stat status;
    return is_same_place(a, b) && stat(a, &status) == 0 && S_ISREG(status.st_mode);
}

bool is_input(const char *target, char **files, int count)
{
    for (int i = 0; i < count; i++)
        if (is_same_file(target, files[i]))
            return true;
    return false;
}

unsigned job_count(uint64_t jobs)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (jobs)
        return jobs < MOST_JOBS ? (unsigned)jobs : MOST_JOBS;
    return processors < 1 ? 1 : processors < USUAL_JOBS ? (unsigned)processors : USUAL_JOBS;
}

size_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
