/* mapping_fields.c - load which tables belong to the rows, and what the columns of the target are made of. */
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "mapping_parts.h"
#include "template_parts.h"

rg_status rg_find_table(rg_loader *loader, const rg_yaml_node *node, const rg_mapping *m, size_t *resource)
{
    const rg_template *from = m->from;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "the name of a table");
    if (status != RG_OK)
        return status;
    if (!from->resource_count)
        return rg_yaml_fail(loader->yaml, node, loader->error, "`%s` is a single table: there are no others to name",
                            from->name);
    const char **names = rg_arena_alloc(&loader->t->arena, from->resource_count * sizeof *names);
    if (!names)
        return rg_fail_memory(loader->error);
    for (*resource = 0; *resource < from->resource_count; ++*resource) {
        names[*resource] = from->resources[*resource].name;
        if (strcmp(names[*resource], rg_yaml_text(node)) == 0 && from->resources[*resource].table)
            return RG_OK;
    }
    return rg_yaml_fail(loader->yaml, node, loader->error, "`%s` has no table `%s`%s", from->name, rg_yaml_text(node),
                        rg_did_you_mean(loader, rg_yaml_text(node), names, from->resource_count));
}

/* ---------------------------------------------------------------- joins */

typedef struct join_draft {
    const rg_yaml_node *resource, *keys, *row_keys;
} join_draft;

static rg_status load_join_keys(rg_loader *loader, const join_draft *draft, rg_mapping *m, rg_join *join)
{
    rg_loader joined = *loader, row = *loader;
    size_t row_count = 0;
    const rg_yaml_node *of_row = draft->row_keys ? draft->row_keys : draft->keys;
    joined.t = m->from->resources[join->resource].table;
    row.t = m->from->resources[m->rows].table;
    rg_status status = rg_load_keys(&joined, draft->keys, &join->keys, &join->key_count);
    if (status == RG_OK)
        status = rg_load_keys(&row, of_row, &join->row_keys, &row_count);
    if (status == RG_OK && row_count != join->key_count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(of_row), loader->error, "`keys` and `rowKeys` are not as many");
    for (size_t i = 0; status == RG_OK && i < row_count; i++) {
        if (join->keys[i].count != join->row_keys[i].count)
            return rg_yaml_fail(loader->yaml, rg_yaml_key(of_row), loader->error,
                                "key %zu has not as many columns in `rowKeys` as in `keys`", i + 1);
        for (size_t c = 0; c < join->keys[i].count; c++) {
            join->used[join->keys[i].columns[c]] = true;
            m->row_used[join->row_keys[i].columns[c]] = true;
        }
    }
    return status;
}

static rg_status load_join(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_join *join)
{
    static const rg_word words[] = {{"resource", rg_load_node, offsetof(join_draft, resource), 0},
                                    {"keys", rg_load_node, offsetof(join_draft, keys), 0},
                                    {"rowKeys", rg_load_node, offsetof(join_draft, row_keys), 0}};
    join_draft draft = {0};
    rg_status status = rg_load_words(loader, node, "a join", words, RG_COUNT(words), &draft);
    if (status == RG_OK && (!draft.resource || !draft.keys))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a join needs `resource` and `keys`");
    if (status == RG_OK)
        status = rg_find_table(loader, draft.resource, m, &join->resource);
    if (status != RG_OK)
        return status;
    if (join->resource == m->rows)
        return rg_yaml_fail(loader->yaml, draft.resource, loader->error, "`%s` has the rows themselves",
                            rg_yaml_text(draft.resource));
    for (const rg_join *other = m->joins; other < join; other++)
        if (other->resource == join->resource)
            return rg_yaml_fail(loader->yaml, draft.resource, loader->error, "a second join of `%s`",
                                rg_yaml_text(draft.resource));
    join->table = m->from->resources[join->resource].table;
    join->used = rg_arena_alloc(&loader->t->arena, join->table->column_count * sizeof *join->used);
    return join->used ? load_join_keys(loader, &draft, m, join) : rg_fail_memory(loader->error);
}

rg_status rg_load_joins(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m)
{
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of joins");
    if (status == RG_OK && !m->from->resource_count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`%s` is a single table: there is nothing to join", m->from->name);
    if (status != RG_OK)
        return status;
    m->joins = rg_arena_alloc(&loader->t->arena, (node->count + 1) * sizeof *m->joins);
    if (!m->joins)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_join(loader, item, m, &m->joins[m->join_count++]);
    return status;
}

/* ---------------------------------------------------------------- columns of the target */

typedef struct target_draft {
    const rg_yaml_node *name, *from, *all;
} target_draft;

static rg_status load_target(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_target *target)
{
    static const rg_word words[] = {{"name", rg_load_node, offsetof(target_draft, name), 0},
                                    {"description", rg_load_nothing, 0, 0},
                                    {"from", rg_load_node, offsetof(target_draft, from), 0},
                                    {"all", rg_load_node, offsetof(target_draft, all), 0}};
    target_draft draft = {0};
    rg_loader columns = *loader;
    columns.t = m->to;
    rg_status status = rg_load_words(loader, node, "a field", words, RG_COUNT(words), &draft);
    if (status == RG_OK && (!draft.name || !draft.from == !draft.all))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a field needs `name`, and either `from` or `all`");
    if (status == RG_OK)
        status = rg_load_column(&columns, draft.name, &target->column);
    if (status != RG_OK)
        return status;
    for (const rg_target *other = m->targets; other < target; other++)
        if (other->column == target->column)
            return rg_yaml_fail(loader->yaml, draft.name, loader->error, "a second field `%s`",
                                rg_yaml_text(draft.name));
    target->takes_all = draft.all != NULL;
    if (target->takes_all && m->to->columns[target->column].value.type != RG_TYPE_LIST)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(draft.all), loader->error,
                            "`%s` is no list: it takes one value; write `from`", rg_yaml_text(draft.name));
    return rg_load_sources(loader, target->takes_all ? draft.all : draft.from, m, target);
}

rg_status rg_load_targets(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m)
{
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of fields");
    if (status == RG_OK && !node->count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`fields` is empty: nothing could be converted");
    if (status != RG_OK)
        return status;
    m->targets = rg_arena_alloc(&loader->t->arena, node->count * sizeof *m->targets);
    if (!m->targets)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_target(loader, item, m, &m->targets[m->target_count++]);
    return status;
}
