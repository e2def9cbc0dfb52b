/* convert_row.c - one record of the result: the values of its columns, and what is lost on the way to them. */
#include "convert.h"
#include "error.h"
#include "examine.h"
#include "quoting.h"
#include "utf8.h"

/* `example` (no bytes: none) is kept of the first. */
static rg_status count(rg_convert *c, rg_occurrence *occurrence, const rg_row *row, rg_text example, rg_error *error)
{
    if (occurrence->count++)
        return RG_OK;
    occurrence->line = row->line;
    if (!example.size)
        return RG_OK;
    occurrence->example = rg_arena_string(&c->arena, rg_quoted(&c->findings, example));
    return occurrence->example && !c->findings.failed ? RG_OK : rg_fail_memory(error);
}

/* Does the template say that the record is no server? */
static rg_status is_left_out(rg_convert *c, const rg_row *row, bool *yes, rg_error *error)
{
    const rg_template *t = c->m->row_table;
    rg_status status = RG_OK;
    *yes = false;
    for (size_t i = 0; status == RG_OK && !*yes && i < t->not_server_count; i++) {
        const rg_exception *exception = &t->not_servers[i];
        rg_text value = c->values[exception->column];
        *yes = value.size > 0;
        if (*yes && exception->pattern && rg_utf8_valid_prefix(value) == value.size)
            status = rg_pattern_match(exception->pattern, c->matcher, value, yes, error);
        if (status == RG_OK && *yes)
            status = count(c, &c->exceptions[i], row, value, error);
    }
    return status;
}

static rg_status find_joined(rg_convert *c, const rg_layout *layout, const rg_row *row, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < c->m->join_count; i++) {
        rg_found found;
        status = rg_joining_find(c->joining, i, layout, row, &found, error);
        rg_occurrence *what = found == RG_FOUND_AMBIGUOUS  ? &c->joins[i].ambiguous
                              : found == RG_FOUND_TOO_MUCH ? &c->joins[i].too_much
                                                           : NULL;
        if (status == RG_OK && what)
            status = count(c, what, row, (rg_text){"", 0}, error);
    }
    return status;
}

/* All that one source gives. */
static rg_status gather(rg_convert *c, const rg_source *source, const rg_column *target, rg_error *error)
{
    const rg_text *values;
    if (source->join == RG_NO_JOIN)
        return rg_compose(&c->composer, source, c->m->row_table, c->values, target, &c->items, error);
    rg_status status = RG_OK;
    const rg_template *table = c->m->joins[source->join].table;
    while ((values = rg_joining_next(c->joining, source->join)))
        if (status == RG_OK)
            status = rg_compose(&c->composer, source, table, values, target, &c->items, error);
    return status;
}

/* The items as the value of the target's column, and what is lost in that. */
static rg_status write_value(rg_convert *c, const rg_column *column, rg_target_fate *fate, const rg_row *row,
                             rg_error *error)
{
    bool is_list = column->value.type == RG_TYPE_LIST;
    rg_status status = RG_OK;
    if (c->items.is_full)
        status = count(c, &fate->too_many, row, (rg_text){"", 0}, error);
    else if (c->items.count > 1 && !is_list)
        status = count(c, &fate->several, row, rg_items_at(&c->items, 1), error);
    if (status != RG_OK || c->items.is_full || !c->items.count)
        return status;
    fate->filled++;
    rg_buffer_clear(&c->list);
    for (size_t i = 0; i < (is_list ? c->items.count : 1); i++) {
        rg_text item = rg_items_at(&c->items, i);
        if (i)
            rg_buffer_printf(&c->list, "%c ", column->delimiter);
        rg_buffer_add(&c->list, item.bytes, item.size);
    }
    rg_add_field(&c->out, rg_buffer_text(&c->list), ',', RG_QUOTES_NEEDED);
    return c->list.failed ? rg_fail_memory(error) : RG_OK;
}

static rg_status write_target(rg_convert *c, size_t index, const rg_row *row, rg_error *error)
{
    const rg_target *target = &c->m->targets[index];
    const rg_column *column = &c->m->to->columns[target->column];
    rg_target_fate *fate = &c->targets[index];
    rg_status status = RG_OK;
    rg_items_clear(&c->items);
    rg_buffer_clear(&c->composer.passed_over);
    for (size_t i = 0; status == RG_OK && i < target->source_count; i++) {
        if (!target->takes_all && c->items.count)
            break;
        status = gather(c, &target->sources[i], column, error);
    }
    if (status == RG_OK && c->composer.passed_over.size)
        status = count(c, &fate->passed_over, row, rg_buffer_text(&c->composer.passed_over), error);
    return status == RG_OK ? write_value(c, column, fate, row, error) : status;
}

static rg_status write_row(rg_convert *c, const rg_row *row, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < c->m->target_count; i++) {
        if (i)
            rg_buffer_add(&c->out, ",", 1);
        status = write_target(c, i, row, error);
    }
    /* A record of one empty value would be an empty line, and no record. */
    if (!c->out.size)
        rg_buffer_add_string(&c->out, "\"\"");
    rg_buffer_add(&c->out, "\n", 1);
    return status == RG_OK && c->out.failed ? rg_fail_memory(error) : status;
}

rg_status rg_convert_row(rg_convert *c, const rg_layout *layout, const rg_row *row, rg_error *error)
{
    bool left_out;
    for (size_t i = 0; i < c->m->row_table->column_count; i++)
        c->values[i] = c->m->row_used[i] ? rg_column_value(layout, row, i) : (rg_text){"", 0};
    rg_status status = is_left_out(c, row, &left_out, error);
    if (status == RG_OK && left_out) {
        c->conversion.left_out++;
        return RG_OK;
    }
    if (status == RG_OK)
        status = rg_remains_look(&c->rows, layout, row, error);
    if (status == RG_OK)
        status = find_joined(c, layout, row, error);
    if (status == RG_OK)
        status = write_row(c, row, error);
    c->conversion.converted++;
    return status;
}
