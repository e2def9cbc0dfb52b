/* returned_files.h - what the user gives back: the bytes of the failed entries, and errors-file.csv. */
#ifndef RG_RETURNED_FILES_H
#define RG_RETURNED_FILES_H

#include "errors_file.h"
#include "failed_source.h"

/* Zero-initialised is closed. */
typedef struct rg_returned_files {
    rg_failed_source failed, errors;
    const char *name; /* of the failed entries */
    rg_spool *bytes;  /* of the failed entries, to look at them more than once */
} rg_returned_files;

/* Find the failed entries, of several those of the file at `original`. `errors`, which may be NULL, is where
 * errors-file.csv is; otherwise it may be beside them. */
rg_status rg_returned_files_open(rg_returned_files *files, rg_input *failed, rg_input *errors, const char *original,
                                 rg_error *error);
void rg_returned_files_close(rg_returned_files *files);
/* errors-file.csv; false: there is none. `table` is the name of an export's table, e.g. "vInfo"; NULL: it is none. */
rg_status rg_returned_files_errors(rg_returned_files *files, const char *table, rg_errors_file *errors, bool *found,
                                   rg_error *error);

#endif
