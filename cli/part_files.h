/* part_files.h - the files that a file is split into, and the list of them. */
#ifndef ROWGATE_PART_FILES_H
#define ROWGATE_PART_FILES_H

#include "output.h"

/* One file that is written. */
typedef struct part_file {
    char *path;
    output out;
    rg_file_part part;
    const char *what; /* "accepted" or "failed"; NULL: a part of the file */
} part_file;

/* All of them. They appear together, when each is whole. */
typedef struct part_files {
    const char *input; /* what they are made of, as it is called */
    part_file *items;
    size_t count;
    char *list; /* where the list of them goes, in JSON; NULL: nowhere */
} part_files;

rg_status files_write(part_file *file, rg_text text, rg_error *error);
/* The list, as a document of JSON. */
rg_status files_print(const part_files *files, output *out, rg_error *error);
rg_status files_commit(part_files *files, rg_error *error);
/* Nothing is left of those that were not committed. */
void files_close(part_files *files);

#endif
