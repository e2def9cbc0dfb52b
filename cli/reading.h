/* reading.h - a file that is read more than once, and how it is to be read. */
#ifndef ROWGATE_READING_H
#define ROWGATE_READING_H

#include "command.h"
#include "inputs.h"
#include "progress.h"
#include "templates.h"

/* What the user says about it: part of a command's settings. */
typedef struct reading_settings {
    text_list templates, sets;
    const char *encoding, *delimiter, *stdin_name;
    int progress; /* a `when` */
} reading_settings;

/* The rows of a command's table for them; `settings` has them in its member `reading`. */
#define READING_AT(settings, member) (offsetof(settings, reading) + offsetof(reading_settings, member))
#define READING_ROWS(settings)                                                                                         \
    {'t',                                                                                                              \
     "template",                                                                                                       \
     "NAME|FILE",                                                                                                      \
     "read the file by this template; of several, by the one that\nrecognises it; otherwise all built-in ones are "    \
     "tried",                                                                                                          \
     OPTION_TEXTS,                                                                                                     \
     READING_AT(settings, templates),                                                                                  \
     NULL},                                                                                                            \
        {0,                                                                                                            \
         "set",                                                                                                        \
         "LIMIT=VALUE",                                                                                                \
         "change a limit, e.g. records=100000; may be repeated",                                                       \
         OPTION_TEXTS,                                                                                                 \
         READING_AT(settings, sets),                                                                                   \
         NULL},                                                                                                        \
        {0,           "encoding",                                                                                      \
         "NAME",      "the file's encoding, as iconv calls it; otherwise it is\nfound out",                            \
         OPTION_TEXT, READING_AT(settings, encoding),                                                                  \
         NULL},                                                                                                        \
        {0,           "delimiter",                                                                                     \
         "CHAR",      "what separates fields: a character, or `tab`; otherwise it\nis found out",                      \
         OPTION_TEXT, READING_AT(settings, delimiter),                                                                 \
         NULL},                                                                                                        \
        PROGRESS_ROW(READING_AT(settings, progress))

typedef struct reading {
    const reading_settings *settings;
    const char *path; /* as the user gave it */
    const char *name; /* for messages */
    template_list templates;
    rg_spool *spool; /* the bytes of what can be read only once; NULL: they are in the file */
    rg_check_options options;
    /* While it is read: */
    rg_input *input;
    rg_check *check;
    uint64_t bytes; /* that it has given */
    progress progress;
} reading;

/* Keep the bytes at `path` in a spool where they could not be read again; else `*spool` is NULL. `options` lends its
 * `cancelled`. The caller closes the spool, also on failure. */
rg_status keep_bytes(rg_spool **spool, const char *path, const rg_check_options *options, rg_error *error);

/* Load the templates; keep the bytes where they could not be read again. Close it in any case. */
rg_status reading_open(reading *r, const reading_settings *settings, const char *path, rg_error *error);
void reading_close(reading *r);

/* Open the bytes, from the first on; the caller closes the input. */
rg_status reading_input(reading *r, rg_input **input, rg_error *error);
/* Read from the first piece on. `what` is done meanwhile: "checking". */
rg_status reading_begin(reading *r, const char *what, rg_error *error);
/* The next piece, or RG_DONE. A file of several tables is refused. */
rg_status reading_next(reading *r, const rg_record **record, rg_error *error);
void reading_end(reading *r);

/* An error that is not the library's. */
rg_status fail_usage(rg_error *error, const char *file, const char *format, ...) __attribute__((format(printf, 3, 4)));
rg_status fail_memory(rg_error *error);

#endif
