/* convert.c - the way of one conversion: the tables that are joined, then row after row. */
#include "convert.h"

#include "error.h"
#include "quoting.h"
#include "text.h"

const rg_conversion *rg_convert_summary(const rg_convert *c)
{
    return &c->conversion;
}

/* ---------------------------------------------------------------- reading tables */

static rg_status note_damage(rg_convert *c, const char *name, const char *message, rg_error *error)
{
    if (c->stage == RG_CONVERT_OTHERS) /* nothing would have been taken from it */
        return RG_OK;
    if (!RG_GROW(c->damage, c->damage_count, c->damage_capacity))
        return rg_fail_memory(error);
    c->damage[c->damage_count] = rg_arena_printf(&c->arena, "%s%s%s", name ? name : "", name ? ": " : "", message);
    return c->damage[c->damage_count++] ? RG_OK : rg_fail_memory(error);
}

/* Open the next part of the table; RG_DONE: there is no other. */
static rg_status open_part(rg_convert *c, size_t resource, rg_error *error)
{
    rg_error cause = {0};
    rg_class class;
    while (c->part < rg_container_count(c->container) && rg_convert_resource_of(c, c->part) != resource)
        c->part++;
    if (c->part == rg_container_count(c->container))
        return RG_DONE;
    size_t index = c->part++;
    const rg_member *member = rg_container_entry(c->container, index)->member;
    const rg_template *t = c->m->from->resource_count ? c->m->from->resources[resource].table : c->m->from;
    const rg_choice choice = {.templates = &t, .count = 1, .is_given = true};
    rg_status status = rg_container_read(c->container, index, &c->input, &cause);
    if (status == RG_DAMAGED)
        return note_damage(c, member->name, cause.message, error);
    if (status == RG_OK)
        status = rg_table_open(&c->table, c->input, member, &c->options, c->tally, &cause);
    if (status == RG_OK)
        status = rg_table_classify(c->table, &choice, &class, &c->arena, &cause);
    if (status == RG_OK)
        rg_table_begin(c->table, &class, &(rg_table_part){.member = member, .name = t->name, .is_alone = true});
    else if (error)
        *error = cause;
    return status;
}

/* Was the table read to its end? */
static rg_status look_at_end(rg_convert *c, const rg_record *record, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < record->finding_count; i++)
        if (record->findings[i].code == rg_code_at(RG_CODE_MEMBER_DAMAGED))
            status = note_damage(c, record->member ? record->member->name : NULL, record->findings[i].message, error);
    return status;
}

/* The next record of the resource, of whichever part; RG_DONE after the last. NULL: a piece that is none, or one that
 * cannot be read, which `remains` (may be NULL) notes. */
static rg_status next_record(rg_convert *c, size_t resource, rg_remains *remains, const rg_record **record,
                             rg_error *error)
{
    const rg_record *piece;
    *record = NULL;
    if (!c->table && c->is_file)
        return RG_DONE;
    rg_status status = c->table ? RG_OK : open_part(c, resource, error);
    if (status != RG_OK || !c->table)
        return status;
    status = rg_table_next(c->table, &piece, error);
    c->conversion.bytes = c->bytes + rg_table_total(c->table)->bytes;
    if (status == RG_DONE) {
        rg_convert_close_part(c);
        return RG_OK;
    }
    if (status != RG_OK)
        return status;
    if (piece->kind == RG_END)
        return look_at_end(c, piece, error);
    const rg_layout *layout = rg_table_layout(c->table);
    if (piece->kind == RG_HEADER && layout && remains)
        return rg_remains_begin(remains, layout, error);
    if (piece->kind != RG_DATA)
        return RG_OK;
    if (layout && rg_table_is_sound(c->table))
        *record = piece;
    else if (remains)
        rg_remains_skip(remains, piece->line);
    return RG_OK;
}

static rg_row row_of(const rg_record *record)
{
    return (rg_row){.bytes = record->bytes,
                    .line = record->line,
                    .fields = (rg_field *)record->fields, /* nobody writes to them */
                    .field_count = record->field_count,
                    .field_total = record->field_count};
}

/* ---------------------------------------------------------------- what rows need */

static rg_status read_joined(rg_convert *c, rg_error *error)
{
    const rg_record *record;
    if (c->is_file || c->join == c->m->join_count) {
        c->part = 0;
        c->stage = !c->is_file && rg_joining_needs_rows(c->joining) ? RG_CONVERT_KEYS : RG_CONVERT_HEADER;
        return RG_OK;
    }
    rg_remains *remains = &c->joined[c->join];
    rg_status status = next_record(c, c->m->joins[c->join].resource, remains, &record, error);
    if (status == RG_DONE) {
        c->join++;
        c->part = 0;
        return RG_OK;
    }
    if (status != RG_OK || !record)
        return status;
    const rg_layout *layout = rg_table_layout(c->table);
    rg_row row = row_of(record);
    status = rg_remains_look(remains, layout, &row, error);
    return status == RG_OK ? rg_joining_add(c->joining, c->join, layout, &row, error) : status;
}

static rg_status read_keys(rg_convert *c, rg_error *error)
{
    const rg_record *record;
    rg_status status = next_record(c, c->m->rows, NULL, &record, error);
    if (status == RG_DONE) {
        c->part = 0;
        c->stage = RG_CONVERT_HEADER;
        return RG_OK;
    }
    if (status != RG_OK || !record)
        return status;
    rg_row row = row_of(record);
    return rg_joining_note_row(c->joining, rg_table_layout(c->table), &row, error);
}

/* ---------------------------------------------------------------- rows */

static rg_status write_header(rg_convert *c, rg_error *error)
{
    for (size_t i = 0; i < c->m->target_count; i++) {
        if (i)
            rg_buffer_add(&c->out, ",", 1);
        rg_add_field(&c->out, rg_text_of(c->m->to->columns[c->m->targets[i].column].name), ',', RG_QUOTES_NEEDED);
    }
    rg_buffer_add(&c->out, "\n", 1);
    c->stage = RG_CONVERT_ROWS;
    return c->out.failed ? rg_fail_memory(error) : RG_OK;
}

static rg_status write_rows(rg_convert *c, rg_error *error)
{
    const rg_record *record;
    rg_status status = next_record(c, c->m->rows, &c->rows, &record, error);
    c->conversion.unreadable = c->rows.unreadable;
    c->conversion.rows = c->conversion.converted + c->conversion.left_out + c->conversion.unreadable;
    if (status == RG_DONE) {
        c->part = 0;
        c->resource = c->is_file ? c->m->from->resource_count : 0;
        c->stage = RG_CONVERT_OTHERS;
        return RG_OK;
    }
    if (status != RG_OK || !record)
        return status;
    rg_row row = row_of(record);
    status = rg_convert_row(c, rg_table_layout(c->table), &row, error);
    c->conversion.rows = c->conversion.converted + c->conversion.left_out + c->conversion.unreadable;
    return status;
}

/* ---------------------------------------------------------------- what nothing is taken from */

static bool is_taken_from(const rg_convert *c, size_t resource)
{
    if (resource == c->m->rows)
        return true;
    for (size_t i = 0; i < c->m->join_count; i++)
        if (c->m->joins[i].resource == resource)
            return true;
    return false;
}

/* Has the next of the other tables any records? No more of it is read. */
static rg_status look_at_others(rg_convert *c, rg_error *error)
{
    const rg_record *record;
    if (c->resource >= c->m->from->resource_count) {
        c->stage = RG_CONVERT_END;
        return rg_convert_make_notes(c, error);
    }
    bool is_other = c->m->from->resources[c->resource].table && !is_taken_from(c, c->resource);
    rg_status status = is_other ? next_record(c, c->resource, NULL, &record, error) : RG_DONE;
    if (status == RG_OK && record) {
        c->has_records[c->resource] = true;
        rg_convert_close_part(c);
        status = RG_DONE;
    }
    if (status != RG_DONE)
        return status;
    c->resource++;
    c->part = 0;
    return RG_OK;
}

/* ---------------------------------------------------------------- one piece after the other */

rg_status rg_convert_next(rg_convert *c, rg_text *text, rg_error *error)
{
    static rg_status (*const steps[])(rg_convert * c, rg_error * error) = {
        [RG_CONVERT_JOINED] = read_joined, [RG_CONVERT_KEYS] = read_keys,        [RG_CONVERT_HEADER] = write_header,
        [RG_CONVERT_ROWS] = write_rows,    [RG_CONVERT_OTHERS] = look_at_others,
    };
    *text = (rg_text){"", 0};
    if (c->failure.status != RG_OK) {
        if (error)
            *error = c->failure;
        return c->failure.status;
    }
    if (c->stage == RG_CONVERT_END)
        return RG_DONE;
    rg_buffer_clear(&c->out);
    rg_status status = steps[c->stage](c, &c->failure);
    if (status == RG_OK) {
        *text = rg_buffer_text(&c->out);
        return RG_OK;
    }
    c->failure.status = status;
    if (error)
        *error = c->failure;
    return status;
}
