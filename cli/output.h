/* output.h - where what is written goes: standard output, or a file that appears only when it is whole. */
#ifndef ROWGATE_OUTPUT_H
#define ROWGATE_OUTPUT_H

#include <stdio.h>

#include "rowgate.h"

typedef struct output {
    FILE *file;
    const char *path; /* NULL: standard output */
    char *temporary;
    char *target; /* that takes the place of; NULL: of `path` */
} output;

/* `path` NULL is standard output; it is borrowed. */
rg_status output_open(output *out, const char *path, rg_error *error);
/* The same for a file that is there, and whose place the new one takes: with its mode and owner, and where it really is
 * when `path` is a link. On a power cut there is the old or the new file, whole. */
rg_status output_open_in_place(output *out, const char *path, rg_error *error);
/* An rg_write_function; the context is the output. */
rg_status output_write(void *context, rg_text text, rg_error *error);
rg_status output_printf(output *out, rg_error *error, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A string of JSON. */
rg_status output_json(output *out, const char *text, rg_error *error);
/* All is written: make sure that it has arrived, and let go of the file, which has no name yet. For many files that are
 * committed together. */
rg_status output_settle(output *out, rg_error *error);
/* All is written: make sure that it has arrived, and give the file its name. */
rg_status output_commit(output *out, rg_error *error);
/* Leave nothing behind unless it was committed. */
void output_close(output *out);

/* The ending of a noun behind a number: "" or "s". */
const char *plural(uint64_t count);

#endif
