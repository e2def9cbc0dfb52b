/* errors_file.h - errors-file.csv: which lines of the original were handed out as failed entries. */
#ifndef RG_ERRORS_FILE_H
#define RG_ERRORS_FILE_H

#include "rowgate.h"

typedef struct rg_reported {
    uint64_t line;
    uint64_t external_id; /* hash; 0: there is none */
} rg_reported;

/* Zero-initialised is empty. */
typedef struct rg_errors_file {
    rg_reported *lines; /* in ascending order, each line once */
    size_t count, capacity;
    bool about_file; /* some error is about no line: it may be about all of them */
} rg_errors_file;

/* Read it from `input`. Its header's spelling is not published, so columns are known by what their names contain.
 * Of several tables only the rows about `table` count; NULL: there is only one. */
rg_status rg_errors_file_read(rg_errors_file *errors, rg_input *input, const char *table, rg_error *error);
void rg_errors_file_free(rg_errors_file *errors);

/* Of an ExternalId, as it is kept here. 0 when it is empty. */
uint64_t rg_hash_of_id(rg_text id);

#endif
