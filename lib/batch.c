/* batch.c - rows taken out of the reader's hands, and what was found in each of them alone. */
#include "batch.h"

#include <string.h>

#define BYTES_A_FIELD 8 /* few rows have more fields for their size */
#define MOST_ROWS 128   /* bounds what is found in them, too */

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Is the value a part of the row's bytes? Else libcsv has decoded it. */
static bool is_inside(rg_text value, rg_text bytes)
{
    return value.bytes >= bytes.bytes && value.bytes + value.size <= bytes.bytes + bytes.size;
}

static size_t bytes_needed(const rg_row *row)
{
    size_t needed = row->bytes.size;
    for (size_t i = 0; i < row->field_count; i++)
        needed += is_inside(row->fields[i].value, row->bytes) ? 0 : row->fields[i].value.size;
    return needed;
}

/* Only an empty batch grows: nothing points into it yet. */
static bool make_room(rg_batch *batch, size_t bytes, size_t fields)
{
    if (batch->count == MOST_ROWS)
        return false;
    if (batch->size - batch->used >= bytes && batch->field_size - batch->field_count >= fields)
        return RG_GROW(batch->rows, batch->count, batch->capacity);
    if (batch->count)
        return false;
    size_t size = greater(bytes, batch->usual_size);
    size_t field_size = greater(fields, batch->usual_size / BYTES_A_FIELD);
    rg_free(batch->bytes);
    rg_free(batch->fields);
    batch->bytes = rg_alloc(size);
    batch->fields = rg_alloc(field_size * sizeof *batch->fields);
    batch->size = batch->bytes ? size : 0;
    batch->field_size = batch->fields ? field_size : 0;
    return batch->bytes && batch->fields && RG_GROW(batch->rows, batch->count, batch->capacity);
}

static rg_text copy(rg_batch *batch, rg_text text)
{
    char *place = batch->bytes + batch->used;
    if (text.size)
        memcpy(place, text.bytes, text.size);
    batch->used += text.size;
    return (rg_text){place, text.size};
}

bool rg_batch_add(rg_batch *batch, const rg_row *row)
{
    if (!make_room(batch, bytes_needed(row), row->field_count))
        return false;
    rg_row *made = &batch->rows[batch->count].row;
    batch->rows[batch->count++] = (rg_examined){.row = *row, .broken = true};
    made->bytes = copy(batch, row->bytes);
    made->fields = batch->fields + batch->field_count;
    batch->field_count += row->field_count;
    for (size_t i = 0; i < row->field_count; i++) {
        const rg_field *field = &row->fields[i];
        rg_text value = is_inside(field->value, row->bytes)
                            ? (rg_text){made->bytes.bytes + (field->value.bytes - row->bytes.bytes), field->value.size}
                            : copy(batch, field->value);
        rg_text raw = {made->bytes.bytes + (field->raw.bytes - row->bytes.bytes), field->raw.size};
        made->fields[i] = (rg_field){value, raw, field->quoted};
    }
    return true;
}

void rg_batch_examine(rg_batch *batch, rg_examiner *examiner)
{
    examiner->findings = &batch->findings;
    for (batch->examined = 0; batch->status == RG_OK && batch->examined < batch->count; batch->examined++) {
        rg_examined *e = &batch->rows[batch->examined];
        e->first_finding = batch->findings.count;
        if (!e->row.blank && !e->row.rest)
            batch->status = rg_examine(examiner, &e->row, &e->broken, &batch->error);
        if (batch->status != RG_OK)
            return; /* `examined` is the row at fault */
        e->finding_count = batch->findings.count - e->first_finding;
    }
}

void rg_batch_clear(rg_batch *batch)
{
    rg_findings_clear(&batch->findings);
    /* What an unusual row asked for is given back. */
    if (batch->size > batch->usual_size || batch->field_size > batch->usual_size / BYTES_A_FIELD) {
        rg_free(batch->bytes);
        rg_free(batch->fields);
        batch->bytes = NULL;
        batch->fields = NULL;
        batch->size = batch->field_size = 0;
    }
    batch->count = batch->used = batch->field_count = batch->examined = 0;
    batch->status = RG_OK;
}

void rg_batch_free(rg_batch *batch)
{
    rg_findings_free(&batch->findings);
    rg_free(batch->rows);
    rg_free(batch->bytes);
    rg_free(batch->fields);
    *batch = (rg_batch){0};
}
