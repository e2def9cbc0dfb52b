/* glance.c - do the fields of a record fit their columns, at a glance? What is decided here, field.c would decide in
 * the same way; it decides all the rest, and knows the reasons. */
#include "glance.h"

#include <math.h>
#include <string.h>

#include "number.h"
#include "text.h"
#include "value.h"

/* ---------------------------------------------------------------- what is asked */

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

static rg_glance_kind kind_of(const rg_column *column)
{
    const rg_constraints *c = &column->constraints;
    bool is_list = column->value.type == RG_TYPE_LIST;
    rg_type type = is_list ? column->item.type : column->value.type;
    bool is_text = type == RG_TYPE_STRING || type == RG_TYPE_ANY;
    bool is_number = !is_list && (type == RG_TYPE_NUMBER || type == RG_TYPE_INTEGER);
    if (c->allowed.count || (!is_list && c->min_length > 1) || !(is_text || is_number))
        return RG_GLANCE_NEVER;
    return is_list ? RG_GLANCE_LIST : is_number ? RG_GLANCE_NUMBER : RG_GLANCE_TEXT;
}

rg_glance rg_glance_at(const rg_template *t, size_t index)
{
    uint64_t limit = t->limits[RG_LIMIT_FIELD_BYTES];
    size_t most_bytes = limit && limit < SIZE_MAX ? (size_t)limit : SIZE_MAX;
    if (index == RG_NO_COLUMN)
        return (rg_glance){.column = index, .may_be_empty = true, .most_bytes = most_bytes};
    const rg_column *column = &t->columns[index];
    const rg_constraints *c = &column->constraints;
    rg_glance_kind kind = kind_of(column);
    bool words = has_words(&column->missing_values);
    return (rg_glance){
        .kind = kind,
        .is_simple = kind == RG_GLANCE_NUMBER && !words && !c->pattern && c->max_length >= RG_MOST_SIMPLE &&
                     most_bytes >= RG_MOST_SIMPLE,
        .may_be_empty = !c->required,
        .delimiter = column->delimiter,
        .column = index,
        .most_bytes = most_bytes,
        .minimum = or_else(&c->minimum, -(double)INFINITY),
        .maximum = or_else(&c->maximum, (double)INFINITY),
        .above = or_else(&c->exclusive_minimum, -(double)INFINITY),
        .below = or_else(&c->exclusive_maximum, (double)INFINITY),
        .type = column->value.type == RG_TYPE_LIST ? &column->item : &column->value,
        .pattern = c->pattern,
        .with_words = words ? column : NULL,
        .most_characters = c->max_length,
        .most_items = c->max_length,
        .least_items = c->min_length,
    };
}

/* ---------------------------------------------------------------- what fitted lately */

#define TEXT_ROOM 47
#define TEXTS 16      /* a power of two */
#define PATIENCE 1024 /* looks, before a column is given up in which few texts come again */

struct rg_lately {
    struct {
        unsigned char size;
        char bytes[TEXT_ROOM];
    } texts[TEXTS];
    unsigned looks, hits;
    bool is_hopeless;
};

rg_lately *rg_lately_none(rg_arena *arena, size_t count)
{
    return rg_arena_alloc(arena, (count + 1) * sizeof(rg_lately));
}

/* The only place where the text can be. */
static size_t place_of(rg_text text)
{
    unsigned char first = (unsigned char)text.bytes[0], middle = (unsigned char)text.bytes[text.size / 2],
                  last = (unsigned char)text.bytes[text.size - 1];
    return (text.size + first + 3u * middle + 5u * last) % TEXTS;
}

static bool fitted_lately(rg_lately *lately, rg_text text)
{
    if (lately->is_hopeless || text.size > TEXT_ROOM)
        return false;
    size_t place = place_of(text);
    bool found =
        lately->texts[place].size == text.size && memcmp(lately->texts[place].bytes, text.bytes, text.size) == 0;
    lately->hits += found;
    if (++lately->looks == PATIENCE) {
        lately->is_hopeless = lately->hits < PATIENCE / 4;
        lately->looks = lately->hits = 0;
    }
    return found;
}

static void remember(rg_lately *lately, rg_text text)
{
    if (lately->is_hopeless || text.size > TEXT_ROOM)
        return;
    size_t place = place_of(text);
    lately->texts[place].size = (unsigned char)text.size;
    memcpy(lately->texts[place].bytes, text.bytes, text.size);
}

/* ---------------------------------------------------------------- one field */

static bool matches(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    bool result;
    return rg_pattern_match(g->pattern, matcher, value, &result, NULL) == RG_OK && result;
}

static bool fits_text(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    return rg_value_fits(g->type, value, NULL) && (!g->pattern || matches(g, matcher, value));
}

static bool fits_list(const rg_glance *g, rg_matcher *matcher, rg_text value)
{
    rg_text item;
    uint64_t count = 0;
    while (rg_next_item(&value, g->delimiter, &item))
        if (++count > g->most_items || !fits_text(g, matcher, item))
            return false;
    return count >= g->least_items;
}

static bool is_within(const rg_glance *g, double number)
{
    return number >= g->minimum && number <= g->maximum && number > g->above && number < g->below;
}

static bool fits_number(const rg_glance *g, rg_matcher *matcher, rg_text value, double *number)
{
    return rg_number_simple(g->type, value, number) && is_within(g, *number) && value.size <= g->most_characters &&
           (!g->pattern || matches(g, matcher, value));
}

static bool has_blank_edge(rg_text text)
{
    return rg_is_blank(text.bytes[0]) || rg_is_blank(text.bytes[text.size - 1]);
}

/* Text of any kind. There are never more characters than bytes. */
static bool fits_words(const rg_glancer *x, size_t position, rg_text value)
{
    const rg_glance *g = &x->glances[position];
    rg_lately *lately = &x->lately[position];
    bool is_dear = g->pattern || g->kind == RG_GLANCE_LIST;
    if (is_dear && fitted_lately(lately, value))
        return true;
    bool fits = g->kind == RG_GLANCE_LIST ? fits_list(g, x->matcher, value)
                                          : value.size <= g->most_characters && fits_text(g, x->matcher, value);
    if (is_dear && fits)
        remember(lately, value);
    return fits;
}

/* Neither empty nor a simple number. */
static bool fits(const rg_glancer *x, const rg_row *row, size_t position, double *number)
{
    const rg_glance *g = &x->glances[position];
    const rg_field *field = &row->fields[position];
    rg_text value = field->value;
    if (field->raw.size > g->most_bytes)
        return false;
    if (g->kind == RG_GLANCE_ANYTHING)
        return true;
    if (g->kind == RG_GLANCE_NEVER || value.size == 0 || (row->is_decoded && has_blank_edge(field->raw)) ||
        (field->quoted && has_blank_edge(value)) || (g->with_words && rg_is_missing(g->with_words, value)))
        return false;
    return g->kind == RG_GLANCE_NUMBER ? fits_number(g, x->matcher, value, number) : fits_words(x, position, value);
}

size_t rg_glance_over(const rg_glancer *x, const rg_row *row, size_t position, size_t end)
{
    for (; position < end; position++) {
        const rg_glance *g = &x->glances[position];
        rg_text raw = row->fields[position].raw;
        double number = (double)NAN;
        bool is_empty = raw.size == 0 && g->may_be_empty;
        /* A number that is one as it stands has neither quotes nor blanks. */
        bool is_simple = !is_empty && g->is_simple && rg_number_simple(g->type, raw, &number) && is_within(g, number);
        if (!is_empty && !is_simple && !fits(x, row, position, &number))
            return position;
        if (g->column != RG_NO_COLUMN)
            x->numbers[g->column] = number;
    }
    return position;
}
