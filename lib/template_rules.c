/* template_rules.c - load keys and the rules between columns. */
#include <stddef.h>
#include <string.h>

#include "constraints.h"
#include "error.h"
#include "template_parts.h"
#include "value.h"

/* ---------------------------------------------------------------- keys */

static rg_status add_column(rg_loader *loader, const rg_yaml_node *node, rg_key *key)
{
    size_t column = RG_NO_COLUMN;
    rg_status status = rg_load_column(loader, node, &column);
    for (size_t i = 0; status == RG_OK && i < key->count; i++)
        if (key->columns[i] == column)
            return rg_yaml_fail(loader->yaml, node, loader->error, "`%s` is in this list already", rg_yaml_text(node));
    if (status == RG_OK)
        key->columns[key->count++] = column;
    return status;
}

rg_status rg_load_key(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_key *key = out;
    size_t count = node->kind == RG_YAML_LIST ? node->count : 1;
    if (!count)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected the names of fields, found none");
    key->count = 0;
    key->columns = rg_arena_alloc(&loader->t->arena, count * sizeof *key->columns);
    if (!key->columns)
        return rg_fail_memory(loader->error);
    if (node->kind != RG_YAML_LIST)
        return add_column(loader, node, key);
    rg_status status = RG_OK;
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = add_column(loader, item, key);
    return status;
}

rg_status rg_load_keys(rg_loader *loader, const rg_yaml_node *node, rg_key **keys, size_t *count)
{
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of fields");
    if (status == RG_OK && !node->count)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected the names of fields, found none");
    if (status != RG_OK)
        return status;
    *count = 0;
    *keys = rg_arena_alloc(&loader->t->arena, node->count * sizeof **keys);
    if (!*keys)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = rg_load_key(loader, item, &(*keys)[(*count)++]);
    return status;
}

/* ---------------------------------------------------------------- kinds of rules */

/* One group that is a list of at least two columns. */
static rg_status load_group(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of fields");
    if (status == RG_OK && node->count < 2)
        return rg_yaml_fail(loader->yaml, node, loader->error, "this rule needs at least two fields");
    rule->group_count = 1;
    rule->groups = rg_arena_alloc(&loader->t->arena, sizeof *rule->groups);
    if (status == RG_OK && !rule->groups)
        return rg_fail_memory(loader->error);
    return status == RG_OK ? rg_load_key(loader, node, rule->groups) : status;
}

static rg_status load_at_least_one(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    return rg_load_keys(loader, node, &rule->groups, &rule->group_count);
}

/* Whole and decimal numbers compare with each other, anything else only with its own kind. */
static rg_type order_family(rg_type type)
{
    return type == RG_TYPE_INTEGER ? RG_TYPE_NUMBER : type;
}

static rg_status load_order(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    const rg_column *columns = loader->t->columns;
    rg_status status = load_group(loader, node, rule);
    if (status != RG_OK)
        return status;
    rg_type first = columns[rule->groups->columns[0]].value.type;
    const rg_yaml_node *item = rg_yaml_first(node);
    for (size_t i = 0; i < rule->groups->count; i++, item = rg_yaml_next(item)) {
        rg_type type = columns[rule->groups->columns[i]].value.type;
        if (!rg_type_is_ordered(type))
            return rg_yaml_fail(loader->yaml, item, loader->error, "`%s` is of type `%s`, which has no order",
                                rg_yaml_text(item), rg_type_name(type));
        if (order_family(type) != order_family(first))
            return rg_yaml_fail(loader->yaml, item, loader->error,
                                "`%s` is of type `%s` and cannot be compared with type `%s`", rg_yaml_text(item),
                                rg_type_name(type), rg_type_name(first));
    }
    return RG_OK;
}

static rg_status load_product(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    rg_status status = load_group(loader, node, rule);
    const rg_yaml_node *item = rg_yaml_first(node);
    for (size_t i = 0; status == RG_OK && i < rule->groups->count; i++, item = rg_yaml_next(item)) {
        rg_type type = loader->t->columns[rule->groups->columns[i]].value.type;
        if (order_family(type) != RG_TYPE_NUMBER)
            status = rg_yaml_fail(loader->yaml, item, loader->error, "`%s` is of type `%s`, and only numbers multiply",
                                  rg_yaml_text(item), rg_type_name(type));
    }
    return status;
}

/* ---------------------------------------------------------------- when ... then */

typedef struct then_draft {
    rg_key required, empty;
    const rg_yaml_node *field;
    rg_pattern *matches;
} then_draft;

static rg_status load_then(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    static const rg_word words[] = {
        {"required", rg_load_key, offsetof(then_draft, required), 0},
        {"empty", rg_load_key, offsetof(then_draft, empty), 0},
        {"field", rg_load_node, offsetof(then_draft, field), 0},
        {"matches", rg_load_pattern, offsetof(then_draft, matches), 0},
    };
    then_draft draft = {0};
    rg_status status = rg_load_words(loader, node, "`then`", words, RG_COUNT(words), &draft);
    if (status != RG_OK)
        return status;
    int required = draft.required.count > 0, empty = draft.empty.count > 0, matches = draft.matches || draft.field;
    if (required + empty + matches != 1)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`then` says exactly one of: `required`, `empty`, `field` with `matches`");
    if (matches && !(draft.matches && draft.field))
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`field` and `matches` go together");
    rule->groups = rg_arena_alloc(&loader->t->arena, sizeof *rule->groups);
    if (!rule->groups)
        return rg_fail_memory(loader->error);
    rule->group_count = 1;
    rule->then = required ? RG_THEN_REQUIRED : empty ? RG_THEN_EMPTY : RG_THEN_MATCHES;
    rule->then_pattern = draft.matches;
    *rule->groups = required ? draft.required : draft.empty;
    return matches ? rg_load_key(loader, draft.field, rule->groups) : RG_OK;
}

static rg_status load_when(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule)
{
    static const rg_word words[] = {
        {"field", rg_load_column, offsetof(rg_rule, when_column), 0},
        {"matches", rg_load_pattern, offsetof(rg_rule, when_pattern), 0},
    };
    rule->when_column = RG_NO_COLUMN;
    rg_status status = rg_load_words(loader, node, "`when`", words, RG_COUNT(words), rule);
    if (status == RG_OK && rule->when_column == RG_NO_COLUMN)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`when` needs a `field`");
    return status;
}

/* A rule that demands of a column what its condition rules out can never be kept. */
static rg_status check_when(rg_loader *loader, const rg_yaml_node *then, const rg_rule *rule)
{
    for (size_t i = 0; rule->then == RG_THEN_EMPTY && i < rule->groups->count; i++)
        if (rule->groups->columns[i] == rule->when_column)
            return rg_yaml_fail(loader->yaml, rg_yaml_key(then), loader->error,
                                "`%s` cannot be empty when the rule holds because it has a value",
                                loader->t->columns[rule->when_column].name);
    return RG_OK;
}

/* ---------------------------------------------------------------- rules */

typedef struct rule_draft {
    rg_rule rule;
    const rg_yaml_node *kinds[RG_RULE_WHEN + 1];
    const rg_yaml_node *then;
} rule_draft;

static const rg_word rule_words[] = {
    {"name", rg_load_name, offsetof(rule_draft, rule.name), 0},
    {"message", rg_load_string, offsetof(rule_draft, rule.message), 0},
    {"hint", rg_load_string, offsetof(rule_draft, rule.hint), 0},
    {"severity", rg_load_severity, offsetof(rule_draft, rule.severity), 0},
    {"atLeastOne", rg_load_node, offsetof(rule_draft, kinds[RG_RULE_AT_LEAST_ONE]), 0},
    {"allOrNone", rg_load_node, offsetof(rule_draft, kinds[RG_RULE_ALL_OR_NONE]), 0},
    {"order", rg_load_node, offsetof(rule_draft, kinds[RG_RULE_ORDER]), 0},
    {"product", rg_load_node, offsetof(rule_draft, kinds[RG_RULE_PRODUCT]), 0},
    {"when", rg_load_node, offsetof(rule_draft, kinds[RG_RULE_WHEN]), 0},
    {"then", rg_load_node, offsetof(rule_draft, then), 0},
};

static rg_status (*const load_kind[])(rg_loader *loader, const rg_yaml_node *node, rg_rule *rule) = {
    [RG_RULE_AT_LEAST_ONE] = load_at_least_one, [RG_RULE_ALL_OR_NONE] = load_group, [RG_RULE_ORDER] = load_order,
    [RG_RULE_PRODUCT] = load_product,           [RG_RULE_WHEN] = load_when,
};

static rg_status check_kind(rg_loader *loader, const rg_yaml_node *node, rule_draft *draft)
{
    size_t kinds = 0;
    for (size_t i = 0; i < RG_COUNT(draft->kinds); i++) {
        if (draft->kinds[i]) {
            draft->rule.kind = (rg_rule_kind)i;
            kinds++;
        }
    }
    if (kinds != 1)
        return rg_yaml_fail(loader->yaml, node, loader->error,
                            "a rule says exactly one of: `atLeastOne`, `allOrNone`, `order`, `product`, `when`");
    bool when = draft->rule.kind == RG_RULE_WHEN;
    if (when != (draft->then != NULL))
        return rg_yaml_fail(loader->yaml, when ? node : rg_yaml_key(draft->then), loader->error,
                            "`when` and `then` go together");
    return RG_OK;
}

static rg_status check_rule_name(rg_loader *loader, const rg_yaml_node *node, const rg_rule *rule)
{
    const rg_template *t = loader->t;
    for (size_t i = 0; *rule->name && i < t->rule_count; i++)
        if (strcmp(t->rules[i].name, rule->name) == 0)
            return rg_yaml_fail(loader->yaml, rg_yaml_property(node, "name"), loader->error,
                                "a second rule `%s`; the first is on line %u", rule->name, t->rules[i].line);
    return RG_OK;
}

static rg_status load_rule(rg_loader *loader, const rg_yaml_node *node, rg_rule *out)
{
    rule_draft draft = {.rule = {.name = "", .message = "", .hint = "", .line = (unsigned)node->line}};
    rg_status status = rg_load_words(loader, node, "a rule", rule_words, RG_COUNT(rule_words), &draft);
    if (status == RG_OK)
        status = check_kind(loader, node, &draft);
    if (status == RG_OK)
        status = check_rule_name(loader, node, &draft.rule);
    if (status == RG_OK)
        status = load_kind[draft.rule.kind](loader, draft.kinds[draft.rule.kind], &draft.rule);
    if (status == RG_OK && draft.then)
        status = load_then(loader, draft.then, &draft.rule);
    if (status == RG_OK && draft.then)
        status = check_when(loader, draft.then, &draft.rule);
    *out = draft.rule;
    return status;
}

rg_status rg_load_rules(rg_loader *loader, const rg_yaml_node *node)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of rules");
    if (status != RG_OK)
        return status;
    t->rules = rg_arena_alloc(&t->arena, node->count * sizeof *t->rules);
    if (!t->rules)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item)) {
        status = load_rule(loader, item, &t->rules[t->rule_count]);
        t->rule_count += status == RG_OK;
    }
    return status;
}
