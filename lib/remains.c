/* remains.c - what is left over of a table that is converted. */
#include "remains.h"

#include <string.h>

#include "error.h"
#include "text.h"

rg_status rg_remains_open(rg_remains *r, const char *name, const rg_template *table, const bool *used, rg_error *error)
{
    *r = (rg_remains){.name = name, .table = table, .used = used};
    r->is_there = rg_alloc((table->column_count + 1) * sizeof *r->is_there);
    return r->is_there ? rg_keyset_open(&r->names, RG_KEYSET_MEMORY, false, error) : rg_fail_memory(error);
}

void rg_remains_close(rg_remains *r)
{
    rg_keyset_close(r->names);
    rg_free(r->is_there);
    rg_free(r->is_settled);
}

rg_status rg_remains_begin(rg_remains *r, const rg_layout *layout, rg_error *error)
{
    bool *made = rg_alloc((layout->field_count + 1) * sizeof *made);
    if (!made)
        return rg_fail_memory(error);
    rg_free(r->is_settled);
    r->is_settled = made;
    r->width = layout->field_count;
    r->came = true;
    for (size_t i = 0; i < r->width; i++) {
        size_t column = layout->column_of[i];
        bool is_known = column != RG_NO_COLUMN;
        /* A second column of the same name is no more taken than an unknown one. */
        r->is_settled[i] = is_known && r->used[column] && layout->position_of[column] == i;
        if (is_known)
            r->is_there[column] = true;
    }
    return RG_OK;
}

static rg_status note(rg_remains *r, const rg_layout *layout, size_t position, rg_error *error)
{
    rg_text name = rg_text_of(layout->names[position]);
    rg_buffer number = {0};
    r->is_settled[position] = true;
    if (!name.size) {
        rg_buffer_printf(&number, "column %zu", position + 1);
        name = rg_buffer_text(&number);
    }
    rg_seen seen = {0};
    rg_status status = number.failed ? rg_fail_memory(error) : rg_keyset_add(r->names, name, &seen, NULL, error);
    rg_buffer_free(&number);
    return status == RG_DONE ? RG_OK : status; /* RG_OK: it was there already */
}

rg_status rg_remains_look(rg_remains *r, const rg_layout *layout, const rg_row *row, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < r->width && i < row->field_count; i++)
        if (!r->is_settled[i] && rg_text_trim(row->fields[i].value).size)
            status = note(r, layout, i, error);
    return status;
}

void rg_remains_skip(rg_remains *r, uint64_t line)
{
    if (r->unreadable++ == 0)
        r->first_unreadable = line;
}
