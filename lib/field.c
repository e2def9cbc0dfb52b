/* field.c - one field against its column: required, type and format, pattern, constraints. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "examine.h"
#include "remedy.h"
#include "spelling.h"
#include "text.h"
#include "utf8.h"
#include "value.h"

/* What is wrong with a value, the first thing that is. */
typedef enum verdict { FITS, WRONG_TYPE, WRONG_LENGTH, OUT_OF_RANGE, NOT_ALLOWED, NO_MATCH } verdict;

/* ---------------------------------------------------------------- judging: every field of every record */

static bool has_length(const rg_constraints *c, rg_text value)
{
    /* There are never more characters than bytes. */
    if (c->min_length <= 1 && value.size <= c->max_length)
        return true;
    uint64_t length = rg_utf8_length(value);
    return length >= c->min_length && length <= c->max_length;
}

static bool is_within(const rg_constraints *c, double number)
{
    return (!c->minimum.text || number >= c->minimum.value) && (!c->maximum.text || number <= c->maximum.value) &&
           (!c->exclusive_minimum.text || number > c->exclusive_minimum.value) &&
           (!c->exclusive_maximum.text || number < c->exclusive_maximum.value);
}

static bool is_allowed(const rg_strings *allowed, rg_text value)
{
    for (size_t i = 0; i < allowed->count; i++)
        if (rg_text_equal(value, rg_text_of(allowed->items[i])))
            return true;
    return allowed->count == 0;
}

/* Judge one value, or one item of a list. `*number` is set where the type has an order. */
static rg_status judge(const rg_examiner *x, const rg_column *column, rg_text value, double *number, verdict *result,
                       rg_error *error)
{
    const rg_constraints *c = &column->constraints;
    bool is_list = column->value.type == RG_TYPE_LIST, matches;
    *result = FITS;
    if (!rg_value_fits(is_list ? &column->item : &column->value, value, number))
        *result = WRONG_TYPE;
    else if (!is_list && !has_length(c, value)) /* a list's length is the number of its items */
        *result = WRONG_LENGTH;
    else if (!is_within(c, *number))
        *result = OUT_OF_RANGE;
    else if (!is_allowed(&c->allowed, value))
        *result = NOT_ALLOWED;
    if (*result != FITS || !c->pattern)
        return RG_OK;
    rg_status status = rg_examine_pattern(x, c->pattern, column, value, &matches, error);
    *result = matches ? FITS : NO_MATCH;
    return status;
}

/* ---------------------------------------------------------------- reporting: those that do not fit */

typedef struct subject {
    const rg_examiner *x;
    const rg_row *row;
    size_t position;
    const rg_column *column;
    const rg_value_type *type;
    rg_text value;
    double number;
    uint64_t item; /* 1-based; 0: not a list */
} subject;

static void complete(const subject *s, rg_finding *finding, const char *rule)
{
    const rg_column *column = s->column;
    finding->severity = column->severity;
    finding->field = column->name;
    if (!finding->hint && *column->hint)
        finding->hint = column->hint;
    rg_finding_place_field(finding, s->row, s->position);
    rg_finding_rule(s->x->findings, finding, s->x->layout->t, rule, column->line);
}

/* A finding about the subject: the column's own words when the template has some, else `text`, behind the value
 * that it is about. */
static rg_finding *report(const subject *s, rg_code_index code, const char *rule, const char *text)
{
    const char *said = *s->column->message ? s->column->message : text ? text : "";
    const char *value = rg_quoted(s->x->findings, s->value);
    char room[RG_DECIMAL_SIZE];
    rg_arena *arena = &s->x->findings->arena;
    const char *message = s->item
                              ? rg_arena_join(arena, "item ", rg_decimal(s->item, room), ", ", value, ", ", said, NULL)
                              : rg_arena_join(arena, value, " ", said, NULL);
    rg_finding *finding = rg_findings_say(s->x->findings, code, message);
    complete(s, finding, rule ? rule : "");
    return finding;
}

static void report_type(const subject *s)
{
    rg_arena *arena = &s->x->findings->arena;
    const char *noun = rg_value_noun(s->type);
    const char *hint = rg_value_hint(s->type, s->value, arena);
    rg_finding *finding =
        report(s, RG_CODE_VALUE_TYPE, rg_value_word(s->type), rg_arena_join(arena, "is not ", noun, NULL));
    if (hint)
        finding->hint = hint;
}

static void report_length(const subject *s)
{
    const rg_constraints *c = &s->column->constraints;
    uint64_t length = rg_utf8_length(s->value);
    bool is_short = length < c->min_length;
    report(s, RG_CODE_VALUE_LENGTH, is_short ? "minLength" : "maxLength",
           rg_arena_printf(&s->x->findings->arena, "has %" PRIu64 " character%s, the %s is %" PRIu64, length,
                           length == 1 ? "" : "s", is_short ? "minimum" : "maximum",
                           is_short ? c->min_length : c->max_length));
}

static void report_range(const subject *s)
{
    const rg_constraints *c = &s->column->constraints;
    const struct {
        const rg_bound *bound;
        bool kept;
        const char *rule, *text;
    } bounds[] = {
        {&c->minimum, s->number >= c->minimum.value, "minimum", "is below the minimum"},
        {&c->maximum, s->number <= c->maximum.value, "maximum", "is above the maximum"},
        {&c->exclusive_minimum, s->number > c->exclusive_minimum.value, "exclusiveMinimum", "must be above"},
        {&c->exclusive_maximum, s->number < c->exclusive_maximum.value, "exclusiveMaximum", "must be below"},
    };
    size_t i = 0;
    while (!bounds[i].bound->text || bounds[i].kept)
        i++;
    report(s, RG_CODE_VALUE_RANGE, bounds[i].rule,
           rg_arena_printf(&s->x->findings->arena, "%s %s", bounds[i].text, bounds[i].bound->text));
}

#define MOST_LISTED 12

static void report_not_allowed(const subject *s)
{
    const rg_strings *allowed = &s->column->constraints.allowed;
    const char *nearest = rg_nearest_name(s->value, allowed->items, allowed->count, &s->x->findings->failed);
    rg_finding *finding = report(s, RG_CODE_VALUE_NOT_LISTED, "enum", "is not one of the values allowed");
    rg_buffer list = {0};
    for (size_t i = 0; i < allowed->count && i < MOST_LISTED; i++)
        rg_buffer_printf(&list, "%s`%s`", i ? ", " : "", allowed->items[i]);
    finding->hint = nearest ? rg_arena_printf(&s->x->findings->arena, "did you mean `%s`?", nearest)
                            : rg_arena_printf(&s->x->findings->arena, "allowed: %s%s", rg_buffer_text(&list).bytes,
                                              allowed->count > MOST_LISTED ? ", …" : "");
    s->x->findings->failed |= list.failed;
    rg_buffer_free(&list);
}

static void report_no_match(const subject *s)
{
    rg_text source = rg_pattern_source(s->column->constraints.pattern);
    const char *damage = rg_value_damage(s->value, &s->x->findings->arena);
    rg_finding *finding =
        report(s, RG_CODE_VALUE_PATTERN,
               rg_arena_printf(&s->x->findings->arena, "pattern %.*s", (int)source.size, source.bytes),
               "does not have the form that the column asks for");
    if (damage)
        finding->hint = damage;
}

static void (*const reports[])(const subject *s) = {
    [WRONG_TYPE] = report_type,         [WRONG_LENGTH] = report_length, [OUT_OF_RANGE] = report_range,
    [NOT_ALLOWED] = report_not_allowed, [NO_MATCH] = report_no_match,
};

/* ---------------------------------------------------------------- the value that was meant */

static bool accepts(const void *context, rg_text value)
{
    const subject *s = context;
    double number = 0;
    verdict result;
    if (rg_is_missing(s->column, value))
        return !s->column->constraints.required && s->column->value.type != RG_TYPE_LIST;
    return judge(s->x, s->column, value, &number, &result, NULL) == RG_OK && result == FITS;
}

static bool accepts_list(const subject *s, rg_text list)
{
    rg_text rest = list, item;
    uint64_t count = 0;
    if (rg_is_missing(s->column, list))
        return !s->column->constraints.required;
    for (; rg_next_item(&rest, s->column->delimiter, &item); count++)
        if (!accepts(s, item))
            return false;
    return count >= s->column->constraints.min_length && count <= s->column->constraints.max_length;
}

bool rg_field_fits(const rg_examiner *x, size_t position, rg_text value)
{
    size_t index = x->layout->column_of[position];
    if (index == RG_NO_COLUMN)
        return true;
    const rg_column *column = &x->layout->t->columns[index];
    bool is_list = column->value.type == RG_TYPE_LIST;
    subject s = {.x = x, .column = column, .type = is_list ? &column->item : &column->value};
    return is_list ? accepts_list(&s, rg_text_trim(value)) : accepts(&s, rg_text_trim(value));
}

/* Was the value meant to have zeros in front, which spreadsheets drop? */
static void explain_lost_zeros(const subject *s, rg_finding *finding, rg_text value, rg_text meant)
{
    size_t zeros = meant.size > value.size ? meant.size - value.size : 0;
    if (!zeros || strspn(meant.bytes, "0") < zeros || !rg_text_equal(value, (rg_text){meant.bytes + zeros, value.size}))
        return;
    finding->hint = rg_arena_printf(&s->x->findings->arena,
                                    "has a spreadsheet dropped zeros in front? `%.*s` would do: format the column as "
                                    "text there, and export again",
                                    (int)meant.size, meant.bytes);
}

/* Offer the value that was meant as the fix of the finding that was added last. */
static void offer_fix(const subject *s, rg_text value)
{
    const rg_layout *layout = s->x->layout;
    rg_remedy remedy = {.column = s->column,
                        .type = s->type,
                        .matcher = s->x->matcher,
                        .delimiter = layout->delimiter,
                        .accepts = accepts,
                        .context = s};
    rg_buffer meant = {0};
    bool safe = false, is_list = s->column->value.type == RG_TYPE_LIST;
    bool found = is_list ? rg_remedy_list(&remedy, value, &meant, &safe) && accepts_list(s, rg_buffer_text(&meant))
                         : rg_remedy_value(&remedy, value, &meant, &safe);
    if (found && s->x->findings->count) {
        rg_finding *finding = &s->x->findings->items[s->x->findings->count - 1];
        rg_fix *fix = rg_finding_fix(s->x->findings, finding, rg_buffer_text(&meant), safe);
        if (fix)
            fix->needs_delimiter = !safe && layout->delimiter != ',' && rg_value_is_ordered(s->type) &&
                                   memchr(value.bytes, ',', value.size);
        explain_lost_zeros(s, finding, value, rg_buffer_text(&meant));
    }
    s->x->findings->failed |= meant.failed;
    rg_buffer_free(&meant);
}

/* ---------------------------------------------------------------- lists */

static void check_item_count(const subject *s, uint64_t count)
{
    const rg_constraints *c = &s->column->constraints;
    bool is_short = count < c->min_length;
    if (!is_short && count <= c->max_length)
        return;
    rg_finding *finding = rg_findings_add(
        s->x->findings, RG_CODE_ITEM_COUNT, "the list has %" PRIu64 " item%s, the %s is %" PRIu64, count,
        count == 1 ? "" : "s", is_short ? "minimum" : "maximum", is_short ? c->min_length : c->max_length);
    complete(s, finding, is_short ? "minLength" : "maxLength");
}

/* Items one by one; the first that is wrong speaks for the list, and says how many more there are. */
static rg_status check_list(subject *s, rg_error *error)
{
    rg_text list = s->value, rest = list, item;
    uint64_t count = 0, wrong = 0;
    verdict result, first = FITS;
    while (rg_next_item(&rest, s->column->delimiter, &item)) {
        double number = 0;
        rg_status status = judge(s->x, s->column, item, &number, &result, error);
        if (status != RG_OK)
            return status;
        count++;
        if (result == FITS || wrong++)
            continue;
        first = result;
        s->value = item;
        s->item = count;
        s->number = number;
    }
    if (count == 1)
        s->item = 0; /* a list of one reads like a value */
    if (wrong)
        reports[first](s);
    if (wrong > 1)
        rg_findings_append(s->x->findings, " (and %" PRIu64 " more of its %" PRIu64 " items)", wrong - 1, count);
    if (wrong)
        offer_fix(s, list);
    check_item_count(s, count);
    return RG_OK;
}

/* ---------------------------------------------------------------- the field */

/* Blanks round a value are not part of it here; other readers may think otherwise. */
static void report_edges(const subject *s)
{
    rg_finding *finding = rg_findings_add(s->x->findings, RG_CODE_BLANK_EDGE, "blanks at the edge of %s",
                                          rg_quoted(s->x->findings, s->value));
    finding->hint = "remove the blanks: some readers make them a part of the value";
    finding->field = s->column->name;
    rg_finding_place_field(finding, s->row, s->position);
    rg_finding_fix(s->x->findings, finding, s->value, true);
}

static void report_missing(const subject *s)
{
    rg_finding *finding =
        rg_findings_add(s->x->findings, RG_CODE_VALUE_MISSING, "`%s` must have a value", s->column->name);
    complete(s, finding, "required");
}

static rg_status examine_closely(subject *s, rg_error *error)
{
    const rg_column *column = s->column;
    verdict result;
    if (rg_has_blank_edge(s->row->fields[s->position].raw) || rg_has_blank_edge(s->value)) {
        s->value = rg_text_trim(s->value);
        if (!s->x->layout->t->blanks_allowed)
            report_edges(s);
    }
    if (rg_is_missing(column, s->value)) {
        if (column->constraints.required)
            report_missing(s);
        return RG_OK;
    }
    if (column->value.type == RG_TYPE_LIST)
        return check_list(s, error);
    rg_status status = judge(s->x, column, s->value, &s->number, &result, error);
    if (status == RG_OK && result != FITS) {
        reports[result](s);
        offer_fix(s, s->value);
    }
    if (status == RG_OK && result == FITS && s->x->numbers && rg_value_is_ordered(s->type))
        s->x->numbers[column - s->x->layout->t->columns] = s->number;
    return status;
}

rg_status rg_examine_field(const rg_examiner *x, const rg_row *row, size_t position, rg_error *error)
{
    size_t index = x->layout->column_of[position];
    const rg_column *column = &x->layout->t->columns[index];
    const rg_field *field = &row->fields[position];
    const rg_value_type *type = column->value.type == RG_TYPE_LIST ? &column->item : &column->value;
    if (x->numbers)
        x->numbers[index] = (double)NAN;
    if (field->raw.size == 0 && !column->constraints.required)
        return RG_OK;
    subject s = {.x = x, .row = row, .position = position, .column = column, .type = type, .value = field->value};
    return examine_closely(&s, error);
}
