/* glance.c - do records fit their columns, at a glance? What is decided here, field.c would decide in the same way; it
 * decides all the rest, and knows the reasons. */
#include "glance.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "number.h"
#include "string_format.h"
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

/* The double that follows. */
static double next_above(double number)
{
    uint64_t bits;
    if (number >= 0 && number <= 0)
        return DBL_TRUE_MIN;
    memcpy(&bits, &number, sizeof bits);
    bits += number > 0 ? 1 : UINT64_MAX;
    memcpy(&number, &bits, sizeof bits);
    return number;
}

static double least_of(const rg_constraints *c)
{
    double least = c->minimum.text ? c->minimum.value : -(double)INFINITY;
    double above = c->exclusive_minimum.text ? next_above(c->exclusive_minimum.value) : least;
    return above > least ? above : least;
}

static double most_of(const rg_constraints *c)
{
    double most = c->maximum.text ? c->maximum.value : (double)INFINITY;
    double below = c->exclusive_maximum.text ? -next_above(-c->exclusive_maximum.value) : most;
    return below < most ? below : most;
}

/* There is a double behind it. */
static bool is_common_bound(const rg_bound *bound)
{
    return !bound->text || isfinite(bound->value);
}

static rg_glance_kind kind_of(const rg_column *column)
{
    const rg_constraints *c = &column->constraints;
    bool is_list = column->value.type == RG_TYPE_LIST;
    rg_type type = is_list ? column->item.type : column->value.type;
    bool is_text = type == RG_TYPE_STRING || type == RG_TYPE_ANY;
    bool is_number = !is_list && (type == RG_TYPE_NUMBER || type == RG_TYPE_INTEGER);
    if (c->allowed.count || (!is_list && c->min_length > 1) || !(is_text || is_number) || (is_number && c->pattern) ||
        !is_common_bound(&c->exclusive_minimum) || !is_common_bound(&c->exclusive_maximum))
        return RG_GLANCE_NEVER;
    return is_list ? RG_GLANCE_LIST : is_number ? RG_GLANCE_NUMBER : RG_GLANCE_TEXT;
}

/* NULL: there is nothing quicker than the format itself, or memory is out. */
static rg_regular *regular_of(const rg_value_type *type, rg_arena *arena)
{
    size_t most;
    const char *source = type->type == RG_TYPE_STRING ? rg_format_pattern(type->format, &most) : NULL;
    rg_regular *made = source ? rg_arena_alloc(arena, sizeof *made) : NULL;
    if (!made)
        return NULL;
    made->source = rg_text_of(source);
    made->most = most;
    made->set_of = rg_pattern_set;
    return made;
}

rg_glance rg_glance_at(const rg_template *t, size_t index, rg_arena *arena)
{
    uint64_t limit = t->limits[RG_LIMIT_FIELD_BYTES];
    size_t most_bytes = limit && limit < SIZE_MAX ? (size_t)limit : SIZE_MAX;
    if (index == RG_NO_COLUMN)
        return (rg_glance){.column = index, .may_be_empty = true, .most_bytes = most_bytes};
    const rg_column *column = &t->columns[index];
    const rg_constraints *c = &column->constraints;
    bool is_list = column->value.type == RG_TYPE_LIST, words = has_words(&column->missing_values);
    const rg_value_type *type = is_list ? &column->item : &column->value;
    uint64_t most_characters = is_list ? UINT64_MAX : c->max_length;
    return (rg_glance){
        .kind = kind_of(column),
        .may_be_empty = !c->required,
        .has_format = type->type == RG_TYPE_STRING && type->format != RG_FORMAT_NONE,
        .delimiter = column->delimiter,
        .column = index,
        .bounds = {.point = type->type == RG_TYPE_NUMBER ? type->decimal_char : 0,
                   .least = least_of(c),
                   .most = most_of(c)},
        .type = type,
        .format = regular_of(type, arena),
        .pattern = c->pattern,
        .with_words = words ? column : NULL,
        .most_bytes = most_bytes,
        .most_plain = words                          ? 0
                      : most_characters < most_bytes ? (size_t)most_characters
                                                     : most_bytes,
        .most_characters = most_characters,
        .most_items = c->max_length,
        .least_items = c->min_length,
    };
}

void rg_glance_close(rg_glance *glance)
{
    if (glance->format)
        rg_regular_close(glance->format);
}

void rg_glancer_open(rg_glancer *glancer, const rg_template *t, const rg_glance *glances, size_t count,
                     const size_t *position_of, const bool *rule_is_idle, char delimiter, rg_arena *arena)
{
    *glancer = (rg_glancer){.t = t,
                            .glances = glances,
                            .count = count,
                            .position_of = position_of,
                            .rule_is_idle = rule_is_idle,
                            .read_digits = rg_digits_choose(),
                            .delimiter = delimiter};
    glancer->open = rg_arena_alloc(arena, (count + 1) * sizeof *glancer->open);
    size_t numbers = (t->column_count + 1) * RG_GLANCE_ROWS;
    glancer->numbers = rg_arena_alloc(arena, numbers * sizeof *glancer->numbers);
    for (size_t i = 0; glancer->numbers && i < numbers; i++)
        glancer->numbers[i] = (double)NAN;
}

/* ---------------------------------------------------------------- one column of the rows */

#define ALL_ROWS ((1u << RG_GLANCE_ROWS) - 1)

typedef struct column {
    const rg_glance *glance;
    const rg_glancer *glancer;
    size_t position;
    rg_row_set *open; /* the rows that need a closer look */
} column;

static inline const rg_field *field_of(const column *c, size_t row)
{
    return &c->glancer->fields[row][c->position];
}

/* It is its own value, without quotes or blanks, and neither empty nor too long. */
static inline bool is_plain(size_t most_plain, const rg_field *field)
{
    return field->raw.size == field->value.size && field->raw.size - 1 < most_plain;
}

/* Not empty, nor one of those about which there is something to say whatever the column asks for. There are never more
 * characters than bytes. */
static bool is_usual(const rg_glance *g, const rg_field *field)
{
    rg_text value = field->value;
    if (value.size == 0 || value.size > g->most_characters || field->raw.size > g->most_bytes)
        return false;
    return !rg_has_blank_edge(field->raw) && !rg_has_blank_edge(value) &&
           !(g->with_words && rg_is_missing(g->with_words, value));
}

static inline bool is_within(const rg_glance *g, double number)
{
    return number >= g->bounds.least && number <= g->bounds.most;
}

static bool fits_number(const rg_glance *g, const rg_field *field, double *number)
{
    return is_usual(g, field) && rg_number_simple(g->type, field->value, number) && is_within(g, *number);
}

/* What is not a short number within bounds is looked at once more. */
static void look_at_numbers(const column *c, double *numbers)
{
    const rg_glance *g = c->glance;
    const rg_glancer *x = c->glancer;
    const size_t most_plain = g->most_plain; /* not to be read anew for each row */
    rg_digits digits;
    for (size_t i = 0; i < x->row_count; i++) {
        const rg_field *field = field_of(c, i);
        rg_text text = {field->raw.bytes, is_plain(most_plain, field) ? field->raw.size : 0};
        rg_digits_add(&digits, i, text, (size_t)(x->ends[i] - text.bytes));
    }
    for (size_t i = x->row_count; i < RG_GLANCE_ROWS; i++)
        rg_digits_add(&digits, i, (rg_text){"", 0}, 0);
    rg_row_set fits = x->read_digits(&digits, g->bounds, numbers);
    for (rg_row_set left = ~fits & ALL_ROWS; left; left &= left - 1)
        numbers[__builtin_ctz(left)] = (double)NAN;
    for (rg_row_set left = ~fits & ((1u << x->row_count) - 1); left; left &= left - 1) {
        unsigned row = (unsigned)__builtin_ctz(left);
        const rg_field *field = field_of(c, row);
        if (field->raw.size ? !fits_number(g, field, &numbers[row]) : !g->may_be_empty)
            *c->open |= 1u << row;
    }
}

/* Texts that wait to be compared with the column's format and pattern; to match many at once is quicker. */
typedef struct batch {
    const column *of;
    size_t count;
    rg_text texts[RG_GLANCE_ROWS];
    unsigned rows[RG_GLANCE_ROWS];
} batch;

static void match_format(const batch *b, bool *match)
{
    const rg_glance *g = b->of->glance;
    bool is_known = g->format && rg_regular_match(g->format, b->texts, b->count, match);
    for (size_t i = 0; i < b->count; i++)
        if (!is_known || !match[i])
            match[i] = rg_value_fits(g->type, b->texts[i], NULL);
}

static void open_unmatched(const batch *b, const bool *match)
{
    for (size_t i = 0; i < b->count; i++)
        if (!match[i])
            *b->of->open |= 1u << b->rows[i];
}

static void match_all(batch *b)
{
    const rg_glance *g = b->of->glance;
    bool match[RG_GLANCE_ROWS];
    if (g->has_format) {
        match_format(b, match);
        open_unmatched(b, match);
    }
    if (g->pattern) {
        rg_pattern_match_many(g->pattern, b->of->glancer->matcher, b->texts, b->count, match);
        open_unmatched(b, match);
    }
    b->count = 0;
}

/* A value or item of this row is to be matched. */
static inline void put_into(batch *b, unsigned row, rg_text text)
{
    const rg_glance *g = b->of->glance;
    if (!g->has_format && !g->pattern)
        return;
    b->texts[b->count] = text;
    b->rows[b->count] = row;
    if (++b->count == RG_GLANCE_ROWS)
        match_all(b);
}

/* Items wait to be matched. False: there are too many or too few. A field without quotes has no delimiter in it: when
 * that is the list's own, there is one item. */
static bool take_list(batch *b, unsigned row, const rg_field *field)
{
    const rg_glance *g = b->of->glance;
    rg_text list = field->value, item;
    uint64_t count = 0;
    if (g->delimiter == b->of->glancer->delimiter && is_plain(g->most_plain, field)) {
        put_into(b, row, list);
        return g->most_items > 0 && g->least_items <= 1;
    }
    while (count <= g->most_items && rg_next_item(&list, g->delimiter, &item)) {
        put_into(b, row, item);
        count++;
    }
    return count >= g->least_items && count <= g->most_items;
}

/* A field stays closed that is in the batch, until that opens it. */
static void look_at_texts(const column *c)
{
    const rg_glance *g = c->glance;
    batch b; /* its room need not be cleared */
    b.of = c;
    b.count = 0;
    for (unsigned i = 0; i < c->glancer->row_count; i++) {
        const rg_field *field = field_of(c, i);
        bool fits = true;
        if (!is_plain(g->most_plain, field) && !is_usual(g, field))
            fits = !field->raw.size && g->may_be_empty;
        else if (g->kind == RG_GLANCE_TEXT)
            put_into(&b, i, field->value);
        else
            fits = take_list(&b, i, field);
        if (!fits)
            *c->open |= 1u << i;
    }
    if (b.count)
        match_all(&b);
}

static void look_at_sizes(const column *c)
{
    const rg_glance *g = c->glance;
    for (size_t i = 0; i < c->glancer->row_count; i++) {
        size_t size = field_of(c, i)->raw.size;
        if (g->kind == RG_GLANCE_NEVER ? size || !g->may_be_empty : size > g->most_bytes)
            *c->open |= 1u << i;
    }
}

/* ---------------------------------------------------------------- the rows */

void rg_glance_over(rg_glancer *x)
{
    rg_row_set open = 0;
    for (size_t i = 0; i < x->row_count; i++) {
        x->fields[i] = x->rows[i]->fields;
        x->ends[i] = x->rows[i]->bytes.bytes + x->rows[i]->bytes.size;
    }
    for (size_t position = 0; position < x->count; position++) {
        const rg_glance *g = &x->glances[position];
        column c = {.glance = g, .glancer = x, .position = position, .open = &x->open[position]};
        *c.open = 0;
        if (g->kind == RG_GLANCE_NUMBER)
            look_at_numbers(&c, x->numbers + g->column * RG_GLANCE_ROWS);
        else if (g->kind == RG_GLANCE_TEXT || g->kind == RG_GLANCE_LIST)
            look_at_texts(&c);
        else
            look_at_sizes(&c);
        open |= *c.open;
    }
    for (size_t i = 0; i < RG_GLANCE_ROWS; i++)
        x->is_row_open[i] = open >> i & 1;
    rg_glance_rules(x);
}
