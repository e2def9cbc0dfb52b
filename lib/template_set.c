/* template_set.c - change one limit of a template that is loaded: `--set NAME=VALUE`. */
#include <stddef.h>
#include <string.h>

#include "constraints.h"
#include "error.h"
#include "spelling.h"
#include "template_limits.h"
#include "text.h"
#include "value.h"

/* The constraints that may be set: a bound, or else a length. */
static const struct setting {
    const char *name;
    bool is_bound;
    size_t offset;
} settings[] = {
    {"minimum", true, offsetof(rg_constraints, minimum)},
    {"maximum", true, offsetof(rg_constraints, maximum)},
    {"exclusiveMinimum", true, offsetof(rg_constraints, exclusive_minimum)},
    {"exclusiveMaximum", true, offsetof(rg_constraints, exclusive_maximum)},
    {"minLength", false, offsetof(rg_constraints, min_length)},
    {"maxLength", false, offsetof(rg_constraints, max_length)},
};

#define SETTINGS (sizeof settings / sizeof *settings)

/* An assignment in its parts; all three end with NUL and lie in one piece of memory. */
typedef struct assignment {
    char *column; /* NULL: a limit of the template */
    char *name;
    char *value;
} assignment;

static bool split(char *text, assignment *parts)
{
    char *equals = strchr(text, '=');
    if (!equals)
        return false;
    *equals = '\0';
    char *dot = strrchr(text, '.');
    if (dot)
        *dot = '\0';
    *parts = (assignment){.column = dot ? text : NULL, .name = dot ? dot + 1 : text, .value = equals + 1};
    return true;
}

/* "no WHAT `NAME`; did you mean ...?" */
static rg_status unknown(const char *what, const char *name, const char *const *names, size_t count, rg_error *error)
{
    bool failed = false;
    const char *nearest = rg_nearest_name(rg_text_of(name), names, count, &failed);
    if (failed)
        return rg_fail_memory(error);
    if (nearest)
        return rg_fail(error, RG_BAD_USAGE, "there is no %s `%s`; did you mean `%s`?", what, name, nearest);
    return rg_fail(error, RG_BAD_USAGE, "there is no %s `%s`", what, name);
}

static rg_status set_limit(rg_template *t, const assignment *parts, rg_error *error)
{
    rg_limit limit = rg_limit_find(parts->name);
    if (limit == RG_LIMIT_COUNT)
        return unknown("limit", parts->name, rg_limit_names, RG_LIMIT_COUNT, error);
    const char *expected = rg_limit_parse(limit, parts->value, &t->limits[limit]);
    if (expected)
        return rg_fail(error, RG_BAD_USAGE, "limit `%s`: expected %s, found `%s`", parts->name, expected, parts->value);
    return RG_OK;
}

static rg_status unknown_column(const rg_template *t, const char *name, rg_error *error)
{
    const char **names = rg_alloc(t->column_count * sizeof *names);
    if (!names)
        return rg_fail_memory(error);
    for (size_t i = 0; i < t->column_count; i++)
        names[i] = t->columns[i].name;
    rg_status status = unknown("column", name, names, t->column_count, error);
    rg_free(names);
    return status;
}

static rg_status unknown_setting(const char *name, rg_error *error)
{
    const char *names[SETTINGS];
    for (size_t i = 0; i < SETTINGS; i++)
        names[i] = settings[i].name;
    return unknown("constraint that can be set,", name, names, SETTINGS, error);
}

static rg_status set_bound(rg_template *t, const rg_column *column, const assignment *parts, rg_bound *bound,
                           rg_error *error)
{
    const rg_value_type *type = rg_compared_type(column);
    if (!rg_type_is_ordered(type->type))
        return rg_fail(error, RG_BAD_USAGE, "`%s` means nothing for column `%s`", parts->name, column->name);
    if (!rg_value_number(type, rg_text_of(parts->value), &bound->value))
        return rg_fail(error, RG_BAD_USAGE, "`%s` of column `%s` must be %s, not `%s`", parts->name, column->name,
                       rg_value_noun(type), parts->value);
    bound->text = rg_arena_string(&t->arena, parts->value);
    return bound->text ? RG_OK : rg_fail_memory(error);
}

static rg_status set_length(const rg_column *column, const assignment *parts, uint64_t *length, rg_error *error)
{
    rg_type type = column->value.type;
    if (type != RG_TYPE_STRING && type != RG_TYPE_ANY && type != RG_TYPE_LIST)
        return rg_fail(error, RG_BAD_USAGE, "`%s` means nothing for column `%s`", parts->name, column->name);
    if (!rg_parse_count(parts->value, length))
        return rg_fail(error, RG_BAD_USAGE, "`%s` of column `%s` must be a whole number, not `%s`", parts->name,
                       column->name, parts->value);
    return RG_OK;
}

/* Into a copy first: a setting that contradicts another leaves everything as it was. */
static rg_status set_constraint(rg_template *t, rg_column *column, const assignment *parts, rg_error *error)
{
    const char *one, *other;
    rg_constraints changed = column->constraints;
    size_t i = 0;
    while (i < SETTINGS && strcmp(settings[i].name, parts->name) != 0)
        i++;
    if (i == SETTINGS)
        return unknown_setting(parts->name, error);
    void *place = (char *)&changed + settings[i].offset;
    rg_status status =
        settings[i].is_bound ? set_bound(t, column, parts, place, error) : set_length(column, parts, place, error);
    if (status != RG_OK)
        return status;
    if (rg_constraints_conflict(&changed, &one, &other))
        return rg_fail(error, RG_BAD_USAGE, "%s.%s=%s: no value can satisfy both `%s` and `%s`", column->name,
                       parts->name, parts->value, one, other);
    column->constraints = changed;
    return RG_OK;
}

static rg_status assign(rg_template *t, const assignment *parts, rg_error *error)
{
    if (!parts->column)
        return set_limit(t, parts, error);
    size_t column = rg_template_find_column(t, rg_text_of(parts->column));
    if (column == RG_NO_COLUMN)
        return unknown_column(t, parts->column, error);
    return set_constraint(t, &t->columns[column], parts, error);
}

static rg_status set(rg_template *t, const char *text, rg_error *error)
{
    assignment parts;
    size_t size = strlen(text) + 1;
    char *copy = rg_alloc(size);
    if (!copy)
        return rg_fail_memory(error);
    memcpy(copy, text, size);
    rg_status status =
        split(copy, &parts)
            ? assign(t, &parts, error)
            : rg_fail(error, RG_BAD_USAGE, "`%s` is no setting; write LIMIT=VALUE or COLUMN.CONSTRAINT=VALUE", text);
    rg_free(copy);
    return status;
}

/* A setting of a package is one of its tables: each takes it for which it means something. */
rg_status rg_template_set(rg_template *t, const char *text, rg_error *error)
{
    rg_status status = RG_BAD_USAGE;
    rg_error cause = {0};
    if (!t->resource_count)
        return set(t, text, error);
    for (size_t i = 0; i < t->resource_count; i++) {
        rg_error other;
        bool is_first = status == RG_BAD_USAGE && !cause.message[0];
        rg_status result =
            t->resources[i].table ? set(t->resources[i].table, text, is_first ? &cause : &other) : RG_BAD_USAGE;
        status = result == RG_BAD_USAGE ? status : result;
    }
    if (status == RG_BAD_USAGE && !cause.message[0])
        return rg_fail(error, RG_BAD_USAGE, "`%s` means nothing for this template", text);
    if (status != RG_OK && error)
        *error = cause;
    return status;
}
