/* columns.h - the header of the failed entries beside that of the original: which column is which. */
#ifndef RG_COLUMNS_H
#define RG_COLUMNS_H

#include "memory.h"
#include "rowgate.h"

#define RG_ABSENT SIZE_MAX

typedef struct rg_columns {
    rg_arena arena;
    rg_text *names;      /* of the original, by position */
    size_t count;        /* of the original's columns */
    size_t *position_of; /* by position in the original: the one in the failed entries, or RG_ABSENT */
    rg_text *new_names;  /* likewise: the name there, where it is spelt otherwise; bytes NULL: it is the same */
    size_t row_count;    /* of the columns in the failed entries */
    bool *is_known;      /* by position there: the original has the column */
    rg_text *row_names;
    size_t matched; /* columns with a name that both have */
    bool is_same;   /* nothing is moved, renamed, added or missing */
} rg_columns;

/* Columns are the same by name; by position, where both have a name there that the other does not know and all others
 * stand where they stood: it was corrected. */
rg_status rg_columns_match(rg_columns *columns, const rg_field *original, size_t count, const rg_field *row,
                           size_t row_count, rg_error *error);
/* How many names of the row are columns of the original. */
size_t rg_columns_known(const rg_field *original, size_t count, const rg_field *row, size_t row_count);
void rg_columns_free(rg_columns *columns);

#endif
