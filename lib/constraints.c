/* constraints.c - what the constraints of a column may say together. */
#include "constraints.h"

const rg_value_type *rg_compared_type(const rg_column *column)
{
    return column->value.type == RG_TYPE_LIST ? &column->item : &column->value;
}

bool rg_type_is_ordered(rg_type type)
{
    switch (type) {
    case RG_TYPE_INTEGER:
    case RG_TYPE_NUMBER:
    case RG_TYPE_DATE:
    case RG_TYPE_DATETIME:
    case RG_TYPE_TIME:
    case RG_TYPE_YEAR:
        return true;
    default:
        return false;
    }
}

/* No value is at once beyond `low` and before `high`. */
static bool exclude_all(const rg_bound *low, const rg_bound *high, bool touch)
{
    return low->text && high->text && (low->value > high->value || (touch && low->value >= high->value));
}

bool rg_constraints_conflict(const rg_constraints *c, const char **one, const char **other)
{
    const struct {
        bool conflict;
        const char *one, *other;
    } pairs[] = {
        {c->min_length > c->max_length, "minLength", "maxLength"},
        {exclude_all(&c->minimum, &c->maximum, false), "minimum", "maximum"},
        {exclude_all(&c->minimum, &c->exclusive_maximum, true), "minimum", "exclusiveMaximum"},
        {exclude_all(&c->exclusive_minimum, &c->maximum, true), "exclusiveMinimum", "maximum"},
        {exclude_all(&c->exclusive_minimum, &c->exclusive_maximum, true), "exclusiveMinimum", "exclusiveMaximum"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i].conflict) {
            *one = pairs[i].one;
            *other = pairs[i].other;
            return true;
        }
    }
    return false;
}
