/* failed_rows.h - the rows of the failed entries: which of them there are, and each again when it is asked for. */
#ifndef RG_FAILED_ROWS_H
#define RG_FAILED_ROWS_H

#include "alignment.h"
#include "failed_table.h"
#include "kept_rows.h"
#include "known_keys.h"

/* Zero-initialised has none. */
typedef struct rg_failed_rows {
    rg_kept_rows kept;
} rg_failed_rows;

/* Read all rows into `a`, whose places are known. Rows that are the bytes of a place get it, and are not kept; others
 * get their key. */
rg_status rg_failed_rows_read(rg_failed_rows *rows, rg_failed_table *table, rg_known_keys *keys, rg_alignment *a,
                              rg_error *error);
/* A row that was kept; it lives until the next call. */
rg_status rg_failed_rows_get(rg_failed_rows *rows, const rg_returned *row, rg_correction *correction, rg_error *error);
void rg_failed_rows_free(rg_failed_rows *rows);

#endif
