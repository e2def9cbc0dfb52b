/* glance.c - does a value fit its column, at a glance? What is decided here, field.c would decide in the same way; it
 * decides all the rest, and knows the reasons. */
#include "glance.h"

#include <math.h>
#include <string.h>

#include "text.h"
#include "value.h"

static bool has_words(const rg_strings *missing)
{
    for (size_t i = 0; i < missing->count; i++)
        if (*missing->items[i])
            return true;
    return false;
}

static double or_else(const rg_bound *bound, double none)
{
    return bound->text ? bound->value : none;
}

rg_glance rg_glance_at(const rg_template *t, size_t index)
{
    if (index == RG_NO_COLUMN)
        return (rg_glance){.column = index, .may_be_empty = true};
    const rg_column *column = &t->columns[index];
    const rg_constraints *c = &column->constraints;
    bool is_list = column->value.type == RG_TYPE_LIST;
    const rg_value_type *type = is_list ? &column->item : &column->value;
    bool is_number = type->type == RG_TYPE_NUMBER || type->type == RG_TYPE_INTEGER;
    return (rg_glance){
        .column = index,
        .may_be_empty = !c->required,
        .is_number = is_number,
        .is_list = is_list,
        .is_hopeless = c->allowed.count || (!is_list && c->min_length > 1) ||
                       !(type->type == RG_TYPE_STRING || type->type == RG_TYPE_ANY || (is_number && !is_list)),
        .with_words = has_words(&column->missing_values) ? column : NULL,
        .type = type,
        .most = c->max_length,
        .least_items = c->min_length,
        .minimum = or_else(&c->minimum, -(double)INFINITY),
        .maximum = or_else(&c->maximum, (double)INFINITY),
        .above = or_else(&c->exclusive_minimum, -(double)INFINITY),
        .below = or_else(&c->exclusive_maximum, (double)INFINITY),
        .delimiter = column->delimiter,
        .pattern = c->pattern,
    };
}

static bool fits_number(const rg_glance *g, rg_text value, double *number)
{
    return rg_value_simple(g->type, value, number) && *number >= g->minimum && *number <= g->maximum &&
           *number > g->above && *number < g->below;
}

static bool matches(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    bool result;
    return rg_pattern_match(g->pattern, matcher, value, &result, NULL) == RG_OK && result;
}

static bool fits_text(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    return rg_value_fits(g->type, value, NULL) && (!g->pattern || matches(g, matcher, value));
}

/* Items without a finding about their number, or any of them. */
static bool fits_list(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    rg_text item;
    uint64_t count = 0;
    while (rg_next_item(&value, g->delimiter, &item))
        if (++count > g->most || !fits_text(g, matcher, item))
            return false;
    return count >= g->least_items;
}

static bool has_blank_edge(rg_text text)
{
    return rg_is_blank(text.bytes[0]) || rg_is_blank(text.bytes[text.size - 1]);
}

bool rg_glance_fits(const rg_glance *g, rg_matcher *matcher, const rg_field *field, double *number)
{
    rg_text value = field->value;
    if (g->column == RG_NO_COLUMN)
        return true;
    if (!value.size)
        return g->may_be_empty && (!field->raw.size || !has_blank_edge(field->raw));
    if (g->is_hopeless || has_blank_edge(field->raw) || (field->quoted && has_blank_edge(value)) ||
        (g->with_words && rg_is_missing(g->with_words, value)))
        return false;
    if (g->is_list)
        return fits_list(g, matcher, value);
    /* There are never more characters than bytes. */
    if (value.size > g->most)
        return false;
    if (!g->is_number)
        return fits_text(g, matcher, value);
    return fits_number(g, value, number) && (!g->pattern || matches(g, matcher, value));
}
