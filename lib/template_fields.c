/* template_fields.c - load the fields of a template. */
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "template_parts.h"
#include "text.h"

#define BIT(name) (1u << RG_TYPE_##name)

/* A field while it is loaded: its properties may come in any order, but some need the type. */
typedef struct field_draft {
    rg_column column;
    rg_value_type options; /* of the values, or of a list's items */
    const rg_yaml_node *type, *format, *item_type, *item_format, *constraints;
} field_draft;

static rg_status load_group_char(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_load_name(loader, node, out);
    if (status == RG_OK && strpbrk(rg_yaml_text(node), "0123456789+-"))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a group separator has no digits or signs in it");
    return status;
}

static rg_status load_rewrites(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_column *column = out;
    return rg_load_rewrites(loader, node, true, &column->rewrites, &column->rewrite_count);
}

static const rg_word words[] = {
    {"name", rg_load_name, offsetof(field_draft, column.name), 0},
    {"aliases", rg_load_strings, offsetof(field_draft, column.aliases), 0},
    {"title", rg_load_string, offsetof(field_draft, column.title), 0},
    {"description", rg_load_string, offsetof(field_draft, column.description), 0},
    {"message", rg_load_string, offsetof(field_draft, column.message), 0},
    {"hint", rg_load_string, offsetof(field_draft, column.hint), 0},
    {"severity", rg_load_severity, offsetof(field_draft, column.severity), 0},
    {"type", rg_load_node, offsetof(field_draft, type), 0},
    {"format", rg_load_node, offsetof(field_draft, format), 0},
    {"itemType", rg_load_node, offsetof(field_draft, item_type), BIT(LIST)},
    {"itemFormat", rg_load_node, offsetof(field_draft, item_format), BIT(LIST)},
    {"delimiter", rg_load_char, offsetof(field_draft, column.delimiter), BIT(LIST)},
    {"decimalChar", rg_load_char, offsetof(field_draft, options.decimal_char), BIT(NUMBER)},
    {"groupChar", load_group_char, offsetof(field_draft, options.group_char), BIT(NUMBER) | BIT(INTEGER)},
    {"unit", rg_load_name, offsetof(field_draft, options.unit), BIT(NUMBER) | BIT(INTEGER)},
    {"bareNumber", rg_load_bool, offsetof(field_draft, options.bare_number), BIT(NUMBER) | BIT(INTEGER)},
    {"trueValues", rg_load_strings, offsetof(field_draft, options.true_values), BIT(BOOLEAN)},
    {"falseValues", rg_load_strings, offsetof(field_draft, options.false_values), BIT(BOOLEAN)},
    {"missingValues", rg_load_missing_values, offsetof(field_draft, column.missing_values), 0},
    {"constraints", rg_load_node, offsetof(field_draft, constraints), 0},
    {"rewrite", load_rewrites, offsetof(field_draft, column), 0},
    {"accept", rg_load_strings, offsetof(field_draft, column.accept), 0},
    {"reject", rg_load_strings, offsetof(field_draft, column.reject), 0},
    {"example", rg_load_nothing, 0, 0},
    {"examples", rg_load_nothing, 0, 0},
    {"rdfType", rg_load_nothing, 0, 0},
    {"categories", NULL, 0, 0},
    {"categoriesOrdered", NULL, 0, 0},
};

/* ---------------------------------------------------------------- missing values */

static rg_status load_missing_value(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    static const rg_word pair[] = {{"value", rg_load_string, 0, 0}, {"label", rg_load_nothing, 0, 0}};
    const char **value = out;
    *value = NULL;
    if (node->kind != RG_YAML_MAP)
        return rg_load_text(loader, node, out);
    rg_status status = rg_load_words(loader, node, "a missing value", pair, RG_COUNT(pair), out);
    if (status == RG_OK && !*value)
        return rg_yaml_fail(loader->yaml, node, loader->error, "`value` is missing here");
    return status;
}

rg_status rg_load_missing_values(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    return rg_load_texts(loader, node, out, load_missing_value);
}

/* ---------------------------------------------------------------- one field */

static field_draft new_draft(const rg_yaml_node *node, rg_strings missing_values)
{
    static const char *true_words[] = {"true", "True", "TRUE", "1"}, *false_words[] = {"false", "False", "FALSE", "0"};
    field_draft draft = {.column = {.title = "",
                                    .description = "",
                                    .message = "",
                                    .hint = "",
                                    .severity = RG_ERROR,
                                    .delimiter = ',',
                                    .missing_values = missing_values,
                                    .constraints = {.max_length = UINT64_MAX},
                                    .line = (unsigned)node->line},
                         .options = {.decimal_char = '.',
                                     .bare_number = true,
                                     .true_values = {true_words, RG_COUNT(true_words)},
                                     .false_values = {false_words, RG_COUNT(false_words)}}};
    return draft;
}

/* The types of the column and of its items; the options belong to what is compared in the end. */
static rg_status load_types(rg_loader *loader, field_draft *draft)
{
    rg_column *column = &draft->column;
    column->value = column->item = draft->options;
    rg_status status = rg_load_type(loader, draft->type, draft->format, &column->value);
    if (status != RG_OK || column->value.type != RG_TYPE_LIST)
        return status;
    column->item.type = RG_TYPE_STRING;
    status = rg_load_type(loader, draft->item_type, draft->item_format, &column->item);
    if (status == RG_OK && column->item.type == RG_TYPE_LIST)
        return rg_yaml_fail(loader->yaml, draft->item_type, loader->error, "a list of lists is not supported");
    return status;
}

static bool overlap(const rg_strings *a, const rg_strings *b, const char **common)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (strcmp(a->items[i], b->items[j]) == 0) {
                *common = a->items[i];
                return true;
            }
        }
    }
    return false;
}

/* Options that each make sense, but not together. */
static rg_status check_options(rg_loader *loader, const rg_yaml_node *node, const rg_value_type *options)
{
    const char *common;
    const rg_yaml_node *group = rg_yaml_property(node, "groupChar");
    if (group && strchr(options->group_char, options->decimal_char))
        return rg_yaml_fail(loader->yaml, group, loader->error, "`groupChar` and `decimalChar` are the same character");
    const rg_yaml_node *falses = rg_yaml_property(node, "falseValues");
    if (overlap(&options->true_values, &options->false_values, &common))
        return rg_yaml_fail(loader->yaml, falses ? falses : rg_yaml_property(node, "trueValues"), loader->error,
                            "`%s` is among both `trueValues` and `falseValues`", common);
    return RG_OK;
}

static rg_status load_field(rg_loader *loader, const rg_yaml_node *node, rg_strings missing_values, rg_column *out)
{
    field_draft draft = new_draft(node, missing_values);
    rg_status status = rg_load_words(loader, node, "a field", words, RG_COUNT(words), &draft);
    if (status != RG_OK)
        return status;
    if (!draft.column.name)
        return rg_yaml_fail(loader->yaml, node, loader->error, "this field has no `name`");
    status = load_types(loader, &draft);
    if (status == RG_OK)
        status = rg_check_words_apply(loader, node, words, RG_COUNT(words), &draft.column);
    if (status == RG_OK)
        status = check_options(loader, node, &draft.options);
    if (status == RG_OK && draft.constraints)
        status = rg_load_constraints(loader, draft.constraints, &draft.column);
    *out = draft.column;
    return status;
}

/* ---------------------------------------------------------------- all fields */

static rg_status check_name(rg_loader *loader, const rg_yaml_node *node, const rg_column *column)
{
    size_t earlier = rg_template_find_column(loader->t, rg_text_of(column->name));
    if (earlier != RG_NO_COLUMN)
        return rg_yaml_fail(loader->yaml, rg_yaml_property(node, "name"), loader->error,
                            "a second field `%s`; the first is on line %u", column->name,
                            loader->t->columns[earlier].line);
    for (size_t i = 0; i < column->aliases.count; i++) {
        const char *alias = column->aliases.items[i];
        earlier = rg_template_find_column(loader->t, rg_text_of(alias));
        if (earlier != RG_NO_COLUMN)
            return rg_yaml_fail(loader->yaml, rg_yaml_property(node, "aliases"), loader->error,
                                "`%s` is the field on line %u already", alias, loader->t->columns[earlier].line);
    }
    return RG_OK;
}

rg_status rg_load_fields(rg_loader *loader, const rg_yaml_node *node, rg_strings missing_values)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of fields");
    if (status == RG_OK && !node->count && !t->others_allowed)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`fields` is empty: there would be nothing to check; for a table of any columns say "
                            "`otherColumns: allowed`");
    if (status != RG_OK)
        return status;
    t->columns = rg_arena_alloc(&t->arena, node->count * sizeof *t->columns);
    if (!t->columns)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item)) {
        rg_column *column = &t->columns[t->column_count];
        status = load_field(loader, item, missing_values, column);
        if (status == RG_OK)
            status = check_name(loader, item, column);
        t->column_count += status == RG_OK;
    }
    return status;
}
