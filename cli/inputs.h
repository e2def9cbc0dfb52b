/* inputs.h - the files that a command is given, and how they are to be read. */
#ifndef ROWGATE_INPUTS_H
#define ROWGATE_INPUTS_H

#include "command.h"

bool is_standard_input(const char *path);
/* What a file is called in reports. `stdin_name` may be NULL. */
const char *display_name(const char *path, const char *stdin_name);
/* "dir/servers.csv.gz" and "-failed.csv" -> "dir/servers-failed.csv"; the caller frees it. NULL: out of memory. */
char *name_beside(const char *path, const char *stdin_name, const char *suffix);
/* The character that the user means by --delimiter; NUL when it makes no sense. NULL: none was given. */
char delimiter_of(const char *word);
/* Are there files, standard input once at most, and a delimiter (NULL: none was given) that makes sense? */
exit_status check_inputs(const cli_command *command, char **files, int count, const char *delimiter);
/* Are both there, and the same file, folder or device? NULL is none. */
bool is_same_place(const char *a, const char *b);
/* The same, and a file that could be overwritten, which a device such as /dev/null is not. */
bool is_same_file(const char *a, const char *b);
/* Would writing to `target` (NULL: to nothing) destroy one of the files? */
bool is_input(const char *target, char **files, int count);
/* The threads that --jobs means; 0: one for each processor. */
unsigned job_count(uint64_t jobs);

/* The words that --color, --progress and --format take. */
typedef enum when { AUTO, ALWAYS, NEVER } when;
extern const char *const when_words[];
extern const char *const format_words[]; /* by rg_format */

/* The rows of a command's table of options that several commands have; `at` is the place in the settings. */
#define ENCODING_ROW(at)                                                                                               \
    {                                                                                                                  \
        0, "encoding", "NAME", "the file's encoding, as iconv calls it; otherwise it is found out", OPTION_TEXT, (at), \
            NULL                                                                                                       \
    }
#define DELIMITER_ROW(at)                                                                                              \
    {                                                                                                                  \
        0, "delimiter", "CHAR", "what separates fields: a character, or `tab`; otherwise it is\nfound out",            \
            OPTION_TEXT, (at), NULL                                                                                    \
    }
#define STDIN_NAME_ROW(at)                                                                                             \
    {                                                                                                                  \
        0, "stdin-filename", "NAME", "call standard input NAME in the report", OPTION_TEXT, (at), NULL                 \
    }
#define MAX_FINDINGS_ROW(at)                                                                                           \
    {                                                                                                                  \
        0, "max-findings", "N", "print at most N findings for each file; all are counted", OPTION_NUMBER, (at), NULL   \
    }
#define STRICT_ROW(at)                                                                                                 \
    {                                                                                                                  \
        0, "strict", NULL, "warnings count as errors for the exit status", OPTION_FLAG, (at), NULL                     \
    }
#define JOBS_ROW(at)                                                                                                   \
    {                                                                                                                  \
        'j', "jobs", "N", "threads that look at records; default: one for each\nprocessor, at most 8", OPTION_NUMBER,  \
            (at), NULL                                                                                                 \
    }
#define COLOR_ROW(at)                                                                                                  \
    {                                                                                                                  \
        0, "color", "WHEN", "auto (default), always or never", OPTION_CHOICE, (at), when_words                         \
    }
#define PROGRESS_ROW(at)                                                                                               \
    {                                                                                                                  \
        0, "progress", "WHEN", "auto (default), always or never", OPTION_CHOICE, (at), when_words                      \
    }

/* Is something for the terminal wanted at this descriptor? `wish` is a `when`. */
bool is_wanted_at(int wish, int descriptor);
/* Should a report for standard output be coloured? */
bool wants_color(void);
/* Of standard output, in characters; 0: it is no terminal. */
size_t terminal_width(void);

#endif
