/* alignment.c - which row of the failed entries is which record of the original.
 *
 * Rows that have a key find their record by it. What is left between two rows whose places are known, and as many
 * records between these places, belong together one by one. Nothing else is certain: where the numbers differ, a row
 * may be new or changed, and a record deleted or changed, and only who made the file knows. */
#include "alignment.h"

#include <stdlib.h>

#include "error.h"
#include "memory.h"

typedef struct keyed {
    uint64_t key;
    uint32_t index;
    bool is_row;
} keyed;

bool rg_is_candidate(const rg_alignment *a, const rg_place *place)
{
    return a->by_errors_file ? place->listed && !place->stale : place->fails;
}

static bool is_free(const rg_alignment *a, const rg_place *place)
{
    return place->row == RG_NOWHERE && rg_is_candidate(a, place);
}

static void join(rg_alignment *a, size_t row, size_t place, rg_way way)
{
    a->rows[row].place = (uint32_t)place;
    a->rows[row].way = way;
    a->places[place].row = (uint32_t)row;
}

/* ---------------------------------------------------------------- by key */

static int by_key(const void *a, const void *b)
{
    const keyed *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (int)left->is_row - (int)right->is_row;
}

static size_t list_keys(const rg_alignment *a, keyed *list)
{
    size_t count = 0;
    for (size_t i = 0; i < a->place_count; i++)
        if (a->places[i].row == RG_NOWHERE && a->places[i].key)
            list[count++] = (keyed){a->places[i].key, (uint32_t)i, false};
    for (size_t i = 0; i < a->row_count; i++)
        if (a->rows[i].place == RG_NOWHERE && a->rows[i].key)
            list[count++] = (keyed){a->rows[i].key, (uint32_t)i, true};
    qsort(list, count, sizeof *list, by_key);
    return count;
}

/* A key that one record and one row have, and nobody else. */
static rg_status align_by_key(rg_alignment *a, rg_error *error)
{
    keyed *list = rg_alloc((a->place_count + a->row_count + 1) * sizeof *list);
    if (!list)
        return rg_fail_memory(error);
    size_t count = list_keys(a, list);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end].key == list[i].key; end++)
            ;
        if (end == i + 2 && !list[i].is_row && list[i + 1].is_row)
            join(a, list[i + 1].index, list[i].index, RG_WAY_KEY);
    }
    rg_free(list);
    return RG_OK;
}

/* ---------------------------------------------------------------- by position */

/* Have the rows with a place kept the order of the original? */
static bool is_in_order(const rg_alignment *a)
{
    uint32_t last = RG_NOWHERE;
    for (size_t i = 0; i < a->row_count; i++) {
        uint32_t place = a->rows[i].place;
        if (place == RG_NOWHERE)
            continue;
        if (last != RG_NOWHERE && place < last)
            return false;
        last = place;
    }
    return true;
}

/* May the row be this record, although it has another key? */
static bool may_have_other_key(const rg_place *place, const rg_returned *row)
{
    bool same_kind = (place->key & RG_KEY_KINDS) == (row->key & RG_KEY_KINDS);
    return !place->key || !row->key || !same_kind || place->key == row->key || place->doubtful || place->confirmed;
}

/* Rows [r, r_end) and records [p, p_end): those without a partner, one by one. */
static void align_between(rg_alignment *a, size_t r, size_t r_end, size_t p, size_t p_end)
{
    size_t rows = 0, places = 0;
    for (size_t i = r; i < r_end; i++)
        rows += a->rows[i].place == RG_NOWHERE;
    for (size_t i = p; i < p_end; i++)
        places += is_free(a, &a->places[i]);
    for (; rows == places && rows; r++) {
        if (a->rows[r].place != RG_NOWHERE)
            continue;
        while (!is_free(a, &a->places[p]))
            p++;
        if (may_have_other_key(&a->places[p], &a->rows[r]))
            join(a, r, p, a->by_errors_file ? RG_WAY_ERRORS_FILE : RG_WAY_POSITION);
        else
            a->places[p].deleted = true; /* and the row is new */
        p++;
        rows--;
        places--;
    }
    for (size_t i = r; rows && places && i < r_end; i++)
        a->rows[i].unclear |= a->rows[i].place == RG_NOWHERE;
    for (size_t i = p; places && i < p_end; i++) {
        a->places[i].unclear |= rows && is_free(a, &a->places[i]);
        a->places[i].deleted |= !rows && is_free(a, &a->places[i]);
    }
}

/* Stretches between rows whose places are known. */
static void align_by_position(rg_alignment *a)
{
    size_t row = 0, place = 0;
    if (!is_in_order(a)) {
        align_between(a, 0, a->row_count, 0, a->place_count);
        return;
    }
    for (size_t i = 0; i < a->row_count; i++) {
        if (a->rows[i].place == RG_NOWHERE)
            continue;
        size_t known = a->rows[i].place;
        align_between(a, row, i, place, known);
        row = i + 1;
        place = known + 1;
    }
    align_between(a, row, a->row_count, place, a->place_count);
}

/* Rows without any value, which spreadsheets leave at the end, are none. */
static void drop_empty_rows(rg_alignment *a)
{
    size_t places = 0, rows = 0;
    for (size_t i = 0; i < a->place_count; i++)
        places += is_free(a, &a->places[i]);
    for (size_t i = 0; i < a->row_count; i++)
        rows += a->rows[i].place == RG_NOWHERE;
    while (rows > places && a->row_count && a->rows[a->row_count - 1].is_empty &&
           a->rows[a->row_count - 1].place == RG_NOWHERE) {
        a->row_count--;
        rows--;
    }
}

rg_status rg_align(rg_alignment *a, rg_error *error)
{
    rg_status status = align_by_key(a, error);
    if (status != RG_OK)
        return status;
    drop_empty_rows(a);
    align_by_position(a);
    for (size_t i = 0; a->by_errors_file && i < a->row_count; i++)
        if (a->rows[i].way == RG_WAY_KEY && a->places[a->rows[i].place].confirmed)
            a->rows[i].way = RG_WAY_ERRORS_FILE;
    return RG_OK;
}
