/* open_rows.h - rows for which no place was found, by their keys. */
#ifndef RG_OPEN_ROWS_H
#define RG_OPEN_ROWS_H

#include "alignment.h"

/* Zero-initialised has none. */
typedef struct rg_open_rows {
    struct rg_open_row *items; /* in the order of their keys */
    size_t count;
} rg_open_rows;

/* Those of `a`, after rg_align, that have a key. */
rg_status rg_open_rows_list(rg_open_rows *rows, const rg_alignment *a, rg_error *error);
/* One with this key, or RG_NOWHERE; the key 0 is none. */
uint32_t rg_open_rows_find(const rg_open_rows *rows, uint64_t key);
void rg_open_rows_free(rg_open_rows *rows);

#endif
