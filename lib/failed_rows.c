/* failed_rows.c - read the rows of the failed entries: those that nobody has touched, and the others, which are kept.
 */
#include "failed_rows.h"

#include "error.h"
#include "memory.h"
#include "untouched.h"

typedef struct row_reader {
    rg_failed_table *table;
    rg_known_keys *keys;
    rg_kept_rows *kept;
    rg_alignment *a;
    size_t capacity; /* of its rows */
    rg_untouched untouched;
    rg_text *values; /* of the row at hand, by columns of the original */
    rg_buffer room;
    bool is_long;          /* the row at hand is longer than the limit ... */
    rg_fingerprint of_row; /* ... and this is the one of its pieces so far */
} row_reader;

static rg_status add_row(row_reader *r, rg_returned row, rg_error *error)
{
    if (r->a->row_count >= RG_NOWHERE || !RG_GROW(r->a->rows, r->a->row_count, r->capacity))
        return rg_fail_memory(error);
    r->a->rows[r->a->row_count++] = row;
    return RG_OK;
}

/* The row that was added last is the record at this place, byte for byte. */
static void join(row_reader *r, uint32_t place)
{
    rg_returned *row = &r->a->rows[r->a->row_count - 1];
    row->place = place;
    row->way = RG_WAY_BYTES;
    r->a->places[place].row = (uint32_t)(r->a->row_count - 1);
}

/* ---------------------------------------------------------------- one row */

static bool has_values(const rg_row *row)
{
    for (size_t i = 0; i < row->field_count; i++)
        if (row->fields[i].value.size)
            return true;
    return row->defect != RG_SOUND;
}

/* The values of the row, by columns of the original. */
static const rg_text *sort_values(row_reader *r, const rg_row *row)
{
    const rg_columns *columns = &r->table->columns;
    for (size_t i = 0; i < columns->count; i++) {
        size_t at = columns->position_of[i];
        r->values[i] = at < row->field_count ? row->fields[at].value : (rg_text){"", 0};
    }
    return r->values;
}

/* The fingerprint of a row that comes in pieces. */
static rg_status begin_long_row(row_reader *r, const rg_row *row, rg_error *error)
{
    r->is_long = true;
    return rg_fingerprint_take(&r->of_row, r->table->decoder, row->bytes, &r->room, error);
}

/* All its pieces are there: it may be a record that nobody has touched. */
static rg_status end_long_row(row_reader *r, rg_error *error)
{
    uint32_t place = RG_NOWHERE;
    if (!r->is_long)
        return RG_OK;
    r->is_long = false;
    rg_status status = rg_untouched_find(&r->untouched, &r->of_row, &place, error);
    if (place != RG_NOWHERE)
        join(r, place);
    return status;
}

static rg_status read_row(row_reader *r, const rg_row *row, rg_error *error)
{
    rg_returned made = {.line = row->line, .place = RG_NOWHERE, .is_empty = !has_values(row)};
    if (row->rest)
        return rg_fingerprint_add(&r->of_row.content, r->table->decoder, row->bytes, &r->room, error);
    rg_status status = row->defect == RG_ROW_TOO_LONG ? begin_long_row(r, row, error) : RG_OK;
    if (status == RG_OK)
        status = rg_kept_rows_add(r->kept, row, &made.at, error);
    if (status == RG_OK)
        status = rg_known_key(r->keys, sort_values(r, row), r->table->columns.count, &made.key, error);
    return status == RG_OK ? add_row(r, made, error) : status;
}

/* ---------------------------------------------------------------- all rows */

/* A row that is one of the records; otherwise the reader stays where it is. */
static rg_status take_untouched(row_reader *r, bool *taken, rg_error *error)
{
    uint32_t place = RG_NOWHERE;
    uint64_t line = 0;
    rg_status status = r->is_long ? RG_OK : rg_untouched_next(&r->untouched, &place, &line, error);
    *taken = status == RG_OK && place != RG_NOWHERE;
    if (*taken)
        status = add_row(r, (rg_returned){.line = line}, error);
    if (*taken && status == RG_OK)
        join(r, place);
    return status;
}

/* The next row, or piece of one; RG_DONE after the last. */
static rg_status next(row_reader *r, rg_error *error)
{
    rg_row row;
    bool taken;
    rg_status status = take_untouched(r, &taken, error);
    if (status != RG_OK || taken)
        return status;
    status = rg_reader_next(r->table->reader, &row, error);
    if (status == RG_OK && !row.blank)
        status = read_row(r, &row, error);
    /* A long row ends with its last piece, not with the next row, which may be untouched, too. */
    bool is_whole = status == RG_DONE || (status == RG_OK && !rg_reader_in_rest(r->table->reader));
    rg_status ended = is_whole ? end_long_row(r, error) : RG_OK;
    return ended == RG_OK ? status : ended;
}

rg_status rg_failed_rows_read(rg_kept_rows *rows, rg_failed_table *table, rg_known_keys *keys, rg_alignment *a,
                              rg_error *error)
{
    row_reader r = {.table = table, .keys = keys, .kept = rows, .a = a};
    rg_status status = rg_kept_rows_open(rows, error);
    if (status == RG_OK)
        status = rg_untouched_open(&r.untouched, table, a, error);
    if (status == RG_OK && !(r.values = rg_alloc((table->columns.count + 1) * sizeof *r.values)))
        status = rg_fail_memory(error);
    while (status == RG_OK)
        status = next(&r, error);
    rg_untouched_close(&r.untouched);
    rg_free(r.values);
    rg_buffer_free(&r.room);
    return status == RG_DONE ? RG_OK : status;
}
