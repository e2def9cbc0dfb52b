/* failed_rows.h - read the rows of the failed entries: those that nobody has touched, and the others, which are kept.
 */
#ifndef RG_FAILED_ROWS_H
#define RG_FAILED_ROWS_H

#include "alignment.h"
#include "failed_table.h"
#include "kept_rows.h"
#include "known_keys.h"

/* Read all rows into `a`, whose places are known. Rows that are the bytes of a place get it; others are kept in
 * `rows`, and get their key. */
rg_status rg_failed_rows_read(rg_kept_rows *rows, rg_failed_table *table, rg_known_keys *keys, rg_alignment *a,
                              rg_error *error);

#endif
