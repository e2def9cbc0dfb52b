/* rules.c - the rules between the columns of one record. */
#include <math.h>
#include <string.h>

#include "buffer.h"
#include "examine.h"
#include "lines.h"

static const char *const rule_words[] = {
    [RG_RULE_AT_LEAST_ONE] = "atLeastOne",
    [RG_RULE_ALL_OR_NONE] = "allOrNone",
    [RG_RULE_ORDER] = "order",
    [RG_RULE_PRODUCT] = "product",
    [RG_RULE_WHEN] = "when",
};

static bool has_value(const rg_examiner *x, const rg_row *row, size_t column)
{
    return rg_column_value(x->layout, row, column).size > 0;
}

static const char *name_of(const rg_examiner *x, size_t column)
{
    return x->layout->t->columns[column].name;
}

/* A finding of this rule: its own words when it has some, else `text`; at the field of `column`, or the record
 * when the file has no such column. */
static void report(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_code_index code, size_t column,
                   const char *text, const char *hint)
{
    size_t position = column == RG_NO_COLUMN ? RG_NO_COLUMN : x->layout->position_of[column];
    rg_finding *finding = rg_findings_add(x->findings, code, "%s", *rule->message || !text ? rule->message : text);
    finding->severity = rule->severity;
    finding->hint = *rule->hint ? rule->hint : hint;
    rg_finding_rule(x->findings, finding, x->layout->t, *rule->name ? rule->name : rule_words[rule->kind], rule->line);
    if (position == RG_NO_COLUMN)
        rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
    else
        rg_finding_place_field(finding, row, position);
    if (column != RG_NO_COLUMN)
        finding->field = name_of(x, column);
}

static rg_status check_at_least_one(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_error *error)
{
    (void)error;
    rg_buffer names = {0};
    for (size_t g = 0; g < rule->group_count; g++) {
        const rg_key *group = &rule->groups[g];
        size_t present = 0;
        for (size_t i = 0; i < group->count; i++)
            present += has_value(x, row, group->columns[i]);
        if (present == group->count) {
            rg_buffer_free(&names);
            return RG_OK;
        }
    }
    for (size_t g = 0; g < rule->group_count; g++)
        for (size_t i = 0; i < rule->groups[g].count; i++)
            rg_buffer_printf(&names, "%s`%s`",
                             i                                 ? " with "
                             : g + 1 == rule->group_count && g ? " or "
                             : g                               ? ", "
                                                               : "",
                             name_of(x, rule->groups[g].columns[i]));
    const char *text = rg_arena_printf(&x->findings->arena, "no value in any of %s", rg_buffer_text(&names).bytes);
    rg_buffer_free(&names);
    report(x, row, rule, RG_CODE_NONE_OF, RG_NO_COLUMN, text, "fill in at least one of them");
    return RG_OK;
}

static rg_status check_all_or_none(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_error *error)
{
    (void)error;
    const rg_key *group = &rule->groups[0];
    size_t given = RG_NO_COLUMN, absent = RG_NO_COLUMN;
    for (size_t i = group->count; i-- > 0;)
        *(has_value(x, row, group->columns[i]) ? &given : &absent) = group->columns[i];
    if (given == RG_NO_COLUMN || absent == RG_NO_COLUMN)
        return RG_OK;
    rg_arena *arena = &x->findings->arena;
    report(x, row, rule, RG_CODE_NOT_TOGETHER, given,
           rg_arena_printf(arena, "`%s` is given without `%s`", name_of(x, given), name_of(x, absent)),
           rg_arena_printf(arena, "fill in `%s` too, or remove both", name_of(x, absent)));
    return RG_OK;
}

static rg_status check_order(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_error *error)
{
    (void)error;
    const rg_key *group = &rule->groups[0];
    size_t last = RG_NO_COLUMN;
    for (size_t i = 0; i < group->count; i++) {
        size_t column = group->columns[i];
        /* No value, or one that is not of its type and has its finding already. */
        if (isnan(x->numbers[column]))
            continue;
        if (last != RG_NO_COLUMN && x->numbers[last] > x->numbers[column]) {
            rg_text before = rg_column_value(x->layout, row, last), value = rg_column_value(x->layout, row, column);
            report(x, row, rule, RG_CODE_ORDER, last,
                   rg_arena_printf(&x->findings->arena, "`%s` is %s, more than `%s`, which is %s", name_of(x, last),
                                   rg_quoted(x->findings, before), name_of(x, column), rg_quoted(x->findings, value)),
                   "one of the two is wrong, or they are swapped");
            return RG_OK;
        }
        last = column;
    }
    return RG_OK;
}

static rg_status check_product(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_error *error)
{
    (void)error;
    const rg_key *group = &rule->groups[0];
    double value = x->numbers[group->columns[0]], product = 1;
    for (size_t i = 1; i < group->count; i++)
        product *= x->numbers[group->columns[i]];
    /* A number that is missing, or is none, makes NAN of it: nothing to compare. */
    if (!rg_is_other_product(value, product))
        return RG_OK;
    rg_buffer factors = {0};
    for (size_t i = 1; i < group->count; i++)
        rg_buffer_printf(&factors, "%s`%s` %s", i > 1 ? " times " : "", name_of(x, group->columns[i]),
                         rg_quoted(x->findings, rg_column_value(x->layout, row, group->columns[i])));
    report(x, row, rule, RG_CODE_PRODUCT, group->columns[0],
           rg_arena_printf(&x->findings->arena, "`%s` is %s, but %s makes %.15g", name_of(x, group->columns[0]),
                           rg_quoted(x->findings, rg_column_value(x->layout, row, group->columns[0])),
                           rg_buffer_text(&factors).bytes, product),
           "one of the numbers is wrong");
    x->findings->failed |= factors.failed;
    rg_buffer_free(&factors);
    return RG_OK;
}

static rg_status applies(const rg_examiner *x, const rg_row *row, const rg_rule *rule, bool *result, rg_error *error)
{
    const rg_column *column = &x->layout->t->columns[rule->when_column];
    rg_text value = rg_column_value(x->layout, row, rule->when_column);
    *result = value.size > 0;
    return *result && rule->when_pattern ? rg_examine_pattern(x, rule->when_pattern, column, value, result, error)
                                         : RG_OK;
}

static void require(const rg_examiner *x, const rg_row *row, const rg_rule *rule, size_t column)
{
    if (has_value(x, row, column))
        return;
    report(x, row, rule, RG_CODE_THEN_REQUIRED, column,
           rg_arena_printf(&x->findings->arena, "`%s` must have a value, because of the value of `%s`",
                           name_of(x, column), name_of(x, rule->when_column)),
           NULL);
}

/* One finding, however many of the columns have a value: they are all there for one reason. */
static void require_empty(const rg_examiner *x, const rg_row *row, const rg_rule *rule)
{
    const rg_key *columns = &rule->groups[0];
    size_t first = RG_NO_COLUMN, count = 0;
    for (size_t i = 0; i < columns->count; i++)
        if (has_value(x, row, columns->columns[i]) && count++ == 0)
            first = columns->columns[i];
    if (count == 0)
        return;
    report(x, row, rule, RG_CODE_THEN_EMPTY, first,
           rg_arena_printf(&x->findings->arena, "`%s` must be empty, because of the value of `%s`", name_of(x, first),
                           name_of(x, rule->when_column)),
           "remove the value");
    if (count > 1)
        rg_findings_append(x->findings, " (and %zu more column%s)", count - 1, count == 2 ? "" : "s");
}

static rg_status require_match(const rg_examiner *x, const rg_row *row, const rg_rule *rule, size_t column,
                               rg_error *error)
{
    rg_text value = rg_column_value(x->layout, row, column);
    bool fits = true;
    if (!value.size)
        return RG_OK;
    rg_status status = rg_examine_pattern(x, rule->then_pattern, &x->layout->t->columns[column], value, &fits, error);
    if (status == RG_OK && !fits)
        report(x, row, rule, RG_CODE_THEN_MATCHES, column,
               rg_arena_printf(&x->findings->arena, "%s does not fit the value of `%s`", rg_quoted(x->findings, value),
                               name_of(x, rule->when_column)),
               NULL);
    return status;
}

static rg_status check_when(const rg_examiner *x, const rg_row *row, const rg_rule *rule, rg_error *error)
{
    bool does_apply;
    rg_status status = applies(x, row, rule, &does_apply, error);
    if (status != RG_OK || !does_apply)
        return status;
    if (rule->then == RG_THEN_EMPTY)
        require_empty(x, row, rule);
    for (size_t i = 0; status == RG_OK && i < rule->groups[0].count; i++) {
        if (rule->then == RG_THEN_REQUIRED)
            require(x, row, rule, rule->groups[0].columns[i]);
        if (rule->then == RG_THEN_MATCHES)
            status = require_match(x, row, rule, rule->groups[0].columns[i], error);
    }
    return status;
}

static rg_status (*const checks[])(const rg_examiner *, const rg_row *, const rg_rule *, rg_error *) = {
    [RG_RULE_AT_LEAST_ONE] = check_at_least_one,
    [RG_RULE_ALL_OR_NONE] = check_all_or_none,
    [RG_RULE_ORDER] = check_order,
    [RG_RULE_PRODUCT] = check_product,
    [RG_RULE_WHEN] = check_when,
};

rg_status rg_examine_rules(const rg_examiner *x, const rg_row *row, rg_error *error)
{
    const rg_template *t = x->layout->t;
    for (size_t i = 0; i < t->rule_count; i++) {
        if (x->layout->rule_is_idle[i])
            continue;
        rg_status status = checks[t->rules[i].kind](x, row, &t->rules[i], error);
        if (status != RG_OK)
            return status;
    }
    return RG_OK;
}
