/* outcome.h - what is said of a merge: what became of the record or row at hand, and how many became what. */
#ifndef RG_OUTCOME_H
#define RG_OUTCOME_H

#include "buffer.h"
#include "columns.h"
#include "memory.h"

/* Zero-initialised has said nothing. */
typedef struct rg_outcome {
    rg_merged merged; /* of the record or row at hand */
    rg_merge_summary summary;
    rg_buffer original, row; /* both versions of it, as they are shown */
    rg_arena arena;          /* lists of columns */
} rg_outcome;

/* A piece of the original is at hand. So far it stays what it is. */
rg_status rg_outcome_begin(rg_outcome *outcome, const rg_record *record, rg_error *error);
/* A row for which there is no record is at hand. */
void rg_outcome_begin_row(rg_outcome *outcome, uint64_t row_line);
/* The bytes of the row that the record is, or that is at hand. */
rg_status rg_outcome_show_row(rg_outcome *outcome, rg_text bytes, rg_error *error);
/* How its fields differ from the record's; `retyped` of them were left alone. */
void rg_outcome_differs(rg_outcome *outcome, const rg_merged_field *changes, size_t count, uint64_t retyped);

/* What became of it: one of these. `bytes` are those to be written. */
void rg_outcome_kept(rg_outcome *outcome);
void rg_outcome_changed(rg_outcome *outcome, rg_text bytes);
void rg_outcome_header_changed(rg_outcome *outcome, rg_text bytes);
void rg_outcome_conflict(rg_outcome *outcome, const char *reason);
void rg_outcome_deleted(rg_outcome *outcome, bool is_dropped);
void rg_outcome_new(rg_outcome *outcome, rg_text bytes);

/* The totals begin with what is known of the failed entries: how many rows there are, and columns that only they or
 * only the original have. */
rg_status rg_outcome_count_rows(rg_outcome *outcome, size_t rows, const rg_columns *columns, rg_error *error);
void rg_outcome_free(rg_outcome *outcome);

#endif
