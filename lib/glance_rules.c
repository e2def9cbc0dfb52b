/* glance_rules.c - do records keep to the rules, at a glance? What rules.c has nothing to say about is settled here.
 *
 * All loops are about the rows at hand, without branches, so that the compiler makes vectors of them. Where a row has
 * no value there is no number either, and nothing is true of a number that is not one. */
#include "glance.h"

#define EACH_ROW(i) for (size_t i = 0; i < RG_GLANCE_ROWS; i++)

static const double *numbers_of(rg_glancer *x, const rg_key *columns, size_t i)
{
    return x->numbers + columns->columns[i] * RG_GLANCE_ROWS;
}

/* Which rows have a value in the column. It matters for rows of which no field is open. */
static void look_for_values(rg_glancer *x, size_t column, bool *has)
{
    size_t position = x->position_of[column];
    EACH_ROW(i) has[i] = position != RG_NO_COLUMN && i < x->row_count && x->rows[i]->fields[position].value.size > 0;
}

/* No number is greater than one behind it. */
static void open_disordered(rg_glancer *x, const rg_key *columns)
{
    for (size_t a = 0; a + 1 < columns->count; a++) {
        for (size_t b = a + 1; b < columns->count; b++) {
            const double *less = numbers_of(x, columns, a), *more = numbers_of(x, columns, b);
            EACH_ROW(i) x->is_row_open[i] |= less[i] > more[i];
        }
    }
}

static void open_wrong_products(rg_glancer *x, const rg_key *columns)
{
    const double *value = numbers_of(x, columns, 0);
    EACH_ROW(i)
    {
        double product = 1;
        for (size_t k = 1; k < columns->count; k++)
            product *= numbers_of(x, columns, k)[i];
        x->is_row_open[i] |= rg_is_other_product(value[i], product);
    }
}

/* All columns of one of the groups have a value. */
static void open_without_any(rg_glancer *x, const rg_rule *rule)
{
    bool any[RG_GLANCE_ROWS] = {false};
    for (size_t g = 0; g < rule->group_count; g++) {
        bool all[RG_GLANCE_ROWS], has[RG_GLANCE_ROWS];
        EACH_ROW(i) all[i] = true;
        for (size_t k = 0; k < rule->groups[g].count; k++) {
            look_for_values(x, rule->groups[g].columns[k], has);
            EACH_ROW(i) all[i] &= has[i];
        }
        EACH_ROW(i) any[i] |= all[i];
    }
    EACH_ROW(i) x->is_row_open[i] |= !any[i];
}

static void open_incomplete(rg_glancer *x, const rg_key *columns)
{
    bool first[RG_GLANCE_ROWS], has[RG_GLANCE_ROWS];
    look_for_values(x, columns->columns[0], first);
    for (size_t k = 1; k < columns->count; k++) {
        look_for_values(x, columns->columns[k], has);
        EACH_ROW(i) x->is_row_open[i] |= first[i] != has[i];
    }
}

/* A rule that may apply asks for a closer look. */
static void open_where_given(rg_glancer *x, size_t column)
{
    bool has[RG_GLANCE_ROWS];
    look_for_values(x, column, has);
    EACH_ROW(i) x->is_row_open[i] |= has[i];
}

void rg_glance_rules(rg_glancer *x)
{
    for (size_t i = 0; i < x->t->rule_count; i++) {
        const rg_rule *rule = &x->t->rules[i];
        if (x->rule_is_idle[i])
            continue;
        switch (rule->kind) {
        case RG_RULE_ORDER:
            open_disordered(x, &rule->groups[0]);
            break;
        case RG_RULE_PRODUCT:
            open_wrong_products(x, &rule->groups[0]);
            break;
        case RG_RULE_AT_LEAST_ONE:
            open_without_any(x, rule);
            break;
        case RG_RULE_ALL_OR_NONE:
            open_incomplete(x, &rule->groups[0]);
            break;
        case RG_RULE_WHEN:
            open_where_given(x, rule->when_column);
            break;
        }
    }
}
