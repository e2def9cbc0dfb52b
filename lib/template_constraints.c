/* template_constraints.c - load the constraints of a field. */
#include <stddef.h>

#include "constraints.h"
#include "template_parts.h"
#include "value.h"

#define BIT(name) (1u << RG_TYPE_##name)
#define ORDERED (BIT(INTEGER) | BIT(NUMBER) | BIT(DATE) | BIT(DATETIME) | BIT(TIME) | BIT(YEAR))
#define MEASURED (BIT(STRING) | BIT(ANY) | BIT(LIST))

/* The text now; its value needs the type and is read when all is loaded. */
static rg_status load_bound(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    return rg_load_string(loader, node, &((rg_bound *)out)->text);
}

static const rg_word words[] = {
    {"required", rg_load_bool, offsetof(rg_constraints, required), 0},
    {"unique", rg_load_bool, offsetof(rg_constraints, unique), 0},
    {"minLength", rg_load_count, offsetof(rg_constraints, min_length), MEASURED},
    {"maxLength", rg_load_count, offsetof(rg_constraints, max_length), MEASURED},
    {"minimum", load_bound, offsetof(rg_constraints, minimum), ORDERED},
    {"maximum", load_bound, offsetof(rg_constraints, maximum), ORDERED},
    {"exclusiveMinimum", load_bound, offsetof(rg_constraints, exclusive_minimum), ORDERED},
    {"exclusiveMaximum", load_bound, offsetof(rg_constraints, exclusive_maximum), ORDERED},
    {"pattern", rg_load_pattern, offsetof(rg_constraints, pattern), 0},
    {"enum", rg_load_strings, offsetof(rg_constraints, allowed), 0},
    {"jsonSchema", NULL, 0, 0},
};

rg_status rg_check_words_apply(rg_loader *loader, const rg_yaml_node *node, const rg_word *table, size_t count,
                               const rg_column *column)
{
    unsigned bits = 1u << column->value.type;
    if (column->value.type == RG_TYPE_LIST)
        bits |= 1u << column->item.type;
    for (size_t i = 0; i < count; i++) {
        const rg_yaml_node *value =
            table[i].types && !(table[i].types & bits) ? rg_yaml_property(node, table[i].name) : NULL;
        if (!value)
            continue;
        if (column->value.type == RG_TYPE_LIST)
            return rg_yaml_fail(loader->yaml, rg_yaml_key(value), loader->error,
                                "`%s` means nothing for a list of type `%s`", table[i].name,
                                rg_type_name(column->item.type));
        return rg_yaml_fail(loader->yaml, rg_yaml_key(value), loader->error, "`%s` means nothing for type `%s`",
                            table[i].name, rg_type_name(column->value.type));
    }
    return RG_OK;
}

static rg_status read_bounds(rg_loader *loader, const rg_yaml_node *node, rg_column *column)
{
    const rg_value_type *type = rg_compared_type(column);
    for (size_t i = 0; i < RG_COUNT(words); i++) {
        if (words[i].load != load_bound)
            continue;
        rg_bound *bound = (rg_bound *)(void *)((char *)&column->constraints + words[i].offset);
        const rg_yaml_node *value = rg_yaml_property(node, words[i].name);
        rg_text text = {value ? rg_yaml_text(value) : "", value ? value->size : 0};
        if (value && !rg_value_number(type, text, &bound->value))
            return rg_yaml_fail(loader->yaml, value, loader->error, "`%s` of type `%s` must be %s", words[i].name,
                                rg_type_name(type->type), rg_value_noun(type));
    }
    return RG_OK;
}

/* A value that is allowed must be one that the type accepts: otherwise nothing could ever be right. */
static rg_status check_allowed(rg_loader *loader, const rg_yaml_node *node, const rg_column *column)
{
    const rg_value_type *type = rg_compared_type(column);
    if (node && !node->count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`enum` is empty: no value could be right");
    for (const rg_yaml_node *item = node ? rg_yaml_first(node) : NULL; item; item = rg_yaml_next(item))
        if (!rg_value_fits(type, (rg_text){rg_yaml_text(item), item->size}, NULL))
            return rg_yaml_fail(loader->yaml, item, loader->error, "`%s` is not %s", rg_yaml_text(item),
                                rg_value_noun(type));
    return RG_OK;
}

rg_status rg_load_constraints(rg_loader *loader, const rg_yaml_node *node, rg_column *column)
{
    const char *one, *other;
    rg_status status = rg_load_words(loader, node, "`constraints`", words, RG_COUNT(words), &column->constraints);
    if (status == RG_OK)
        status = rg_check_words_apply(loader, node, words, RG_COUNT(words), column);
    if (status == RG_OK)
        status = read_bounds(loader, node, column);
    if (status == RG_OK)
        status = check_allowed(loader, rg_yaml_property(node, "enum"), column);
    if (status == RG_OK && rg_constraints_conflict(&column->constraints, &one, &other))
        return rg_yaml_fail(loader->yaml, rg_yaml_property(node, other), loader->error,
                            "no value can satisfy both `%s` and `%s`", one, other);
    return status;
}
