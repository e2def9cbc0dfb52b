/* kept_rows.c - rows of a table that are needed again later, in any order: they wait in a spool. */
#include "kept_rows.h"

#include <string.h>

#include "error.h"
#include "lines.h"
#include "memory.h"
#include "spool.h"

/* What precedes a row in the spool: its bytes, then all fields, then all values follow. */
typedef struct kept_row {
    size_t size, field_count, value_size;
    rg_defect defect;
} kept_row;

typedef struct kept_field {
    size_t raw_at, raw_size, value_size;
    bool quoted;
} kept_field;

rg_status rg_kept_rows_open(rg_kept_rows *rows, rg_error *error)
{
    return rg_spool_open(&rows->spool, error);
}

void rg_kept_rows_close(rg_kept_rows *rows)
{
    rg_spool_close(rows->spool);
    rg_buffer_free(&rows->block);
    rg_free(rows->fields);
}

rg_status rg_kept_rows_add(rg_kept_rows *rows, const rg_row *row, uint64_t *at, rg_error *error)
{
    kept_row kept = {rg_line_content(row->bytes), row->field_count, 0, row->defect};
    rg_buffer *block = &rows->block;
    rg_buffer_clear(block);
    for (size_t i = 0; i < row->field_count; i++)
        kept.value_size += row->fields[i].value.size;
    rg_buffer_add(block, &kept, sizeof kept);
    rg_buffer_add(block, row->bytes.bytes, kept.size);
    for (size_t i = 0; i < row->field_count; i++) {
        const rg_field *field = &row->fields[i];
        const kept_field one = {(size_t)(field->raw.bytes - row->bytes.bytes), field->raw.size, field->value.size,
                                field->quoted};
        rg_buffer_add(block, &one, sizeof one);
    }
    for (size_t i = 0; i < row->field_count; i++)
        rg_buffer_add(block, row->fields[i].value.bytes, row->fields[i].value.size);
    *at = rg_spool_size(rows->spool);
    return block->failed ? rg_fail_memory(error) : rg_spool_write(rows->spool, rg_buffer_text(block), error);
}

/* The block with all that belongs to the row. */
static rg_status load(rg_kept_rows *rows, uint64_t at, kept_row *kept, rg_error *error)
{
    char piece[4096];
    rg_status status = rg_spool_at(rows->spool, at, kept, sizeof *kept, error);
    size_t left = status == RG_OK ? kept->size + kept->field_count * sizeof(kept_field) + kept->value_size : 0;
    rg_buffer_clear(&rows->block);
    at += sizeof *kept;
    while (status == RG_OK && left) {
        size_t part = left < sizeof piece ? left : sizeof piece;
        status = rg_spool_at(rows->spool, at, piece, part, error);
        rg_buffer_add(&rows->block, piece, part);
        at += part;
        left -= part;
    }
    return status == RG_OK && rows->block.failed ? rg_fail_memory(error) : status;
}

rg_status rg_kept_rows_get(rg_kept_rows *rows, uint64_t at, rg_correction *row, rg_error *error)
{
    kept_row kept;
    rg_status status = load(rows, at, &kept, error);
    if (status != RG_OK)
        return status;
    const char *bytes = rg_buffer_text(&rows->block).bytes, *fields = bytes + kept.size;
    const char *value = fields + kept.field_count * sizeof(kept_field);
    for (size_t i = 0; i < kept.field_count; i++) {
        kept_field one;
        memcpy(&one, fields + i * sizeof one, sizeof one); /* it need not be aligned */
        if (!RG_GROW(rows->fields, i, rows->field_capacity))
            return rg_fail_memory(error);
        rows->fields[i] = (rg_field){{value, one.value_size}, {bytes + one.raw_at, one.raw_size}, one.quoted};
        value += one.value_size;
    }
    *row = (rg_correction){{bytes, kept.size}, rows->fields, kept.field_count, kept.defect};
    return RG_OK;
}
