/* putback.h - a record with the values that a corrected row has, in the form that the original has. */
#ifndef RG_PUTBACK_H
#define RG_PUTBACK_H

#include "failed_table.h"
#include "kept_rows.h"

typedef enum rg_comparison {
    RG_SAYS_THE_SAME,
    RG_SAYS_OTHERWISE, /* and `bytes` are the record as it is to be */
    RG_SAYS_NOTHING    /* the row cannot be put back, for a reason */
} rg_comparison;

/* Zero-initialised but for the first members. The others hold until the next comparison. */
typedef struct rg_putback {
    const rg_origin *origin;
    const rg_failed_table *failed;
    rg_decoder *decoder; /* of the original */
    bool trust_spreadsheet;
    rg_buffer text;  /* the record in UTF-8 ... */
    rg_buffer bytes; /* ... and as the original has it */
    rg_merged_field *changes;
    size_t change_count, change_capacity;
    uint64_t retyped; /* changes that a spreadsheet made by itself */
    rg_arena arena;   /* texts of reasons */
    const char *reason;
    rg_buffer raw, row_raw;
} rg_putback;

rg_status rg_putback_compare(rg_putback *p, const rg_record *record, const rg_correction *row,
                             rg_comparison *comparison, rg_error *error);
/* The header, with the names that were corrected. */
rg_status rg_putback_header(rg_putback *p, const rg_record *header, rg_comparison *comparison, rg_error *error);
/* A row for which there is no record, as a line behind the original; if that does not end with a line end, as
 * `ends_line` says, behind one. */
rg_status rg_putback_new(rg_putback *p, const rg_correction *row, bool ends_line, rg_comparison *comparison,
                         rg_error *error);
void rg_putback_free(rg_putback *p);

#endif
