/* diff.h - what was changed in files, as a unified diff or in JSON. */
#ifndef ROWGATE_DIFF_H
#define ROWGATE_DIFF_H

#include "rowgate.h"

typedef enum diff_format { DIFF_NONE, DIFF_UNIFIED, DIFF_JSON } diff_format;

/* Zero-initialised is none. */
typedef struct diff {
    diff_format format;
    bool color;
    rg_spool *all;  /* of all files and passes */
    rg_spool *pass; /* of the pass at hand, which may turn out to be void */
    const char *path;
    uint64_t number; /* of the pass */
    uint64_t changes_before, changes;
    int64_t more_lines; /* than before the pass, so far */
    bool has_heading;
} diff;

rg_status diff_open(diff *d, diff_format format, bool color, rg_error *error);
/* A pass over a file begins; what was added to one that was not ended is forgotten. */
rg_status diff_begin_pass(diff *d, const char *path, uint64_t number, rg_error *error);
rg_status diff_add(diff *d, const rg_fixed *fixed, rg_error *error);
rg_status diff_end_pass(diff *d, rg_error *error);
/* Write what there is of all files. */
rg_status diff_write(diff *d, rg_write_function *write, void *context, rg_error *error);
void diff_close(diff *d);

#endif
