/* open_rows.c - rows for which no place was found, by their keys. */
#include "open_rows.h"

#include <stdlib.h>

#include "error.h"
#include "memory.h"

typedef struct rg_open_row {
    uint64_t key;
    uint32_t row;
} open_row;

static int by_key(const void *a, const void *b)
{
    const open_row *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

rg_status rg_open_rows_list(rg_open_rows *rows, const rg_alignment *a, rg_error *error)
{
    rows->items = rg_alloc((a->row_count + 1) * sizeof *rows->items);
    if (!rows->items)
        return rg_fail_memory(error);
    for (size_t i = 0; i < a->row_count; i++)
        if (a->rows[i].place == RG_NOWHERE && a->rows[i].key)
            rows->items[rows->count++] = (open_row){a->rows[i].key, (uint32_t)i};
    if (rows->count)
        qsort(rows->items, rows->count, sizeof *rows->items, by_key);
    return RG_OK;
}

uint32_t rg_open_rows_find(const rg_open_rows *rows, uint64_t key)
{
    const open_row wanted = {key, 0};
    const open_row *found =
        key && rows->count ? bsearch(&wanted, rows->items, rows->count, sizeof wanted, by_key) : NULL;
    return found ? found->row : RG_NOWHERE;
}

void rg_open_rows_free(rg_open_rows *rows)
{
    rg_free(rows->items);
}
