/* compose.c - what a source of a mapping makes of the values of one record. */
#include "compose.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "text.h"
#include "utf8.h"
#include "value.h"

/* ---------------------------------------------------------------- values, each once */

void rg_items_clear(rg_items *items)
{
    rg_buffer_clear(&items->bytes);
    items->count = 0;
    items->is_full = false;
}

void rg_items_free(rg_items *items)
{
    rg_buffer_free(&items->bytes);
    rg_free(items->ends);
}

rg_text rg_items_at(const rg_items *items, size_t index)
{
    size_t start = index ? items->ends[index - 1] : 0;
    return (rg_text){rg_buffer_text(&items->bytes).bytes + start, items->ends[index] - start};
}

static rg_status add_item(rg_items *items, rg_text value, rg_error *error)
{
    for (size_t i = 0; i < items->count; i++)
        if (rg_text_equal(rg_items_at(items, i), value))
            return RG_OK;
    if (items->count == RG_MOST_ITEMS) {
        items->is_full = true;
        return RG_OK;
    }
    if (!RG_GROW(items->ends, items->count, items->capacity))
        return rg_fail_memory(error);
    rg_buffer_add(&items->bytes, value.bytes, value.size);
    items->ends[items->count++] = items->bytes.size;
    return items->bytes.failed ? rg_fail_memory(error) : RG_OK;
}

void rg_composer_free(rg_composer *composer)
{
    rg_buffer_free(&composer->value);
    rg_buffer_free(&composer->rewritten);
    rg_buffer_free(&composer->passed_over);
}

/* ---------------------------------------------------------------- what is done to a value */

static bool is_numeric(const rg_value_type *type)
{
    return type->type == RG_TYPE_INTEGER || type->type == RG_TYPE_NUMBER;
}

/* The column whose value it is as it stands, or NULL. */
static const rg_column *column_of(const rg_source *source, const rg_template *table)
{
    bool is_one = source->piece_count == 1 && source->pieces->column != RG_NO_COLUMN;
    return is_one ? &table->columns[source->pieces->column] : NULL;
}

/* A number in the unit, and with the signs, that the target has. What is no number stays as it is: the target says so.
 */
static void convert_number(const rg_source *source, const rg_column *from, const rg_column *target, rg_buffer *value)
{
    static const rg_value_type plain = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
    const rg_value_type *type = from && is_numeric(&from->value) ? &from->value : &plain;
    bool is_foreign = from && is_numeric(&from->value) && is_numeric(&target->value) &&
                      !rg_value_fits(&target->value, rg_buffer_text(value), NULL);
    double number;
    if (!(source->factor > 0 || is_foreign) || !rg_value_number(type, rg_buffer_text(value), &number) ||
        !isfinite(number))
        return;
    rg_buffer_clear(value);
    rg_buffer_printf(value, "%.15g", source->factor > 0 ? number * source->factor : number);
}

/* Does the value match, and what do the rewrites make of it? Patterns take nothing but UTF-8: other bytes are left as
 * they are, and the target says so. */
static rg_status rewrite(rg_composer *c, const rg_source *source, bool *taken, rg_error *error)
{
    rg_text value = rg_buffer_text(&c->value);
    bool is_text = rg_utf8_valid_prefix(value) == value.size, matches = true;
    rg_status status = RG_OK;
    if (source->matches && is_text)
        status = rg_pattern_match(source->matches, c->matcher, value, &matches, error);
    *taken = matches;
    for (size_t i = 0; status == RG_OK && matches && is_text && i < source->rewrite_count; i++) {
        const rg_rewrite *r = &source->rewrites[i];
        bool changes;
        rg_buffer_clear(&c->rewritten);
        status = rg_pattern_replace(r->pattern, c->matcher, rg_buffer_text(&c->value), rg_text_of(r->replacement),
                                    &c->rewritten, &changes, error);
        if (status != RG_OK || !changes)
            continue;
        rg_buffer other = c->value;
        c->value = c->rewritten;
        c->rewritten = other;
    }
    return status;
}

/* The value in the composer is what it was made of; take it. */
static rg_status finish(rg_composer *c, const rg_source *source, const rg_column *from, const rg_column *target,
                        rg_items *items, rg_error *error)
{
    bool taken;
    rg_text item;
    if (c->value.failed)
        return rg_fail_memory(error);
    if (!c->value.size)
        return RG_OK;
    rg_status status = rewrite(c, source, &taken, error);
    if (status == RG_OK && !taken && !c->passed_over.size)
        rg_buffer_add(&c->passed_over, c->value.bytes, c->value.size);
    if (status != RG_OK || !taken)
        return status;
    convert_number(source, from, target, &c->value);
    rg_text value = rg_text_trim(rg_buffer_text(&c->value));
    if (target->value.type != RG_TYPE_LIST)
        return value.size ? add_item(items, value, error) : RG_OK;
    /* A value with the list's delimiter in it is several, whoever wrote it so. */
    while (status == RG_OK && rg_next_item(&value, target->delimiter, &item))
        if (item.size)
            status = add_item(items, item, error);
    return status;
}

static void set_value(rg_composer *c, rg_text text)
{
    rg_buffer_clear(&c->value);
    rg_buffer_add(&c->value, text.bytes, text.size);
}

rg_status rg_compose(rg_composer *c, const rg_source *source, const rg_template *table, const rg_text *values,
                     const rg_column *target, rg_items *items, rg_error *error)
{
    const rg_column *from = column_of(source, table);
    rg_status status = RG_OK;
    for (size_t i = 0; i < source->needs.count; i++)
        if (!values[source->needs.columns[i]].size)
            return RG_OK;
    for (size_t i = 0; i < source->piece_count; i++)
        if (source->pieces[i].column != RG_NO_COLUMN && !values[source->pieces[i].column].size)
            return RG_OK;
    if (from && from->value.type == RG_TYPE_LIST) {
        rg_text rest = values[source->pieces->column], item;
        while (status == RG_OK && rg_next_item(&rest, from->delimiter, &item)) {
            set_value(c, item);
            status = finish(c, source, from, target, items, error);
        }
        return status;
    }
    rg_buffer_clear(&c->value);
    for (size_t i = 0; i < source->piece_count; i++) {
        const rg_piece *piece = &source->pieces[i];
        rg_text text = piece->column != RG_NO_COLUMN ? values[piece->column] : rg_text_of(piece->text);
        rg_buffer_add(&c->value, text.bytes, text.size);
    }
    return finish(c, source, from, target, items, error);
}
