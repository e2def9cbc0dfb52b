/* handed_out.h - which records of the original may have been handed out as failed entries. */
#ifndef RG_HANDED_OUT_H
#define RG_HANDED_OUT_H

#include "alignment.h"
#include "errors_file.h"
#include "known_keys.h"
#include "table.h"

/* Zero-initialised but for the first member, whose places are these records. */
typedef struct rg_handed_out {
    rg_alignment *alignment;
    rg_errors_file errors; /* the caller reads it before the first record */
    bool has_errors_file;
    rg_known_keys keys;
    size_t place_capacity;
    size_t failing; /* records */
    size_t listed;  /* records that errors-file.csv names */
    size_t unfound; /* lines that it names, at which there is no record, or another one */
    size_t next_error;
    rg_buffer room;
} rg_handed_out;

/* Each piece of the table, in their order, when the original is read for the first time. */
rg_status rg_handed_out_header(rg_handed_out *handed_out, const rg_table *table, const rg_record *header,
                               rg_error *error);
rg_status rg_handed_out_record(rg_handed_out *handed_out, const rg_table *table, const rg_record *record,
                               rg_error *error);
/* A further piece of a record that is longer than the limit. */
rg_status rg_handed_out_rest(rg_handed_out *handed_out, const rg_table *table, const rg_record *rest, rg_error *error);
/* Original and failed entries were read. Whose word counts: errors-file.csv's, or, where that fits better, the
 * check's. */
void rg_handed_out_choose(rg_handed_out *handed_out);
void rg_handed_out_free(rg_handed_out *handed_out);

#endif
