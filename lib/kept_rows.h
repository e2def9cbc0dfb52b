/* kept_rows.h - rows of a table that are needed again later, in any order: they wait in a spool. */
#ifndef RG_KEPT_ROWS_H
#define RG_KEPT_ROWS_H

#include "buffer.h"
#include "row.h"

/* A row with its fields. */
typedef struct rg_correction {
    rg_text bytes; /* without the line end */
    rg_field *fields;
    size_t field_count;
    rg_defect defect;
} rg_correction;

/* Zero-initialised can be closed. */
typedef struct rg_kept_rows {
    rg_spool *spool;
    rg_buffer block; /* the row that was asked for last */
    rg_field *fields;
    size_t field_capacity;
} rg_kept_rows;

rg_status rg_kept_rows_open(rg_kept_rows *rows, rg_error *error);
void rg_kept_rows_close(rg_kept_rows *rows);
/* Keep a row; `*at` is where. */
rg_status rg_kept_rows_add(rg_kept_rows *rows, const rg_row *row, uint64_t *at, rg_error *error);
/* The row that was kept there; it lives until the next call. */
rg_status rg_kept_rows_get(rg_kept_rows *rows, uint64_t at, rg_correction *row, rg_error *error);

#endif
