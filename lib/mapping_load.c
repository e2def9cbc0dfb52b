/* mapping_load.c - from YAML or JSON to a mapping: the whole, and where it comes from. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "mapping_parts.h"
#include "prebuilt.h"
#include "spelling.h"
#include "template_parts.h"
#include "text.h"

typedef struct top_draft {
    const char *name, *title;
    const rg_yaml_node *from, *to, *rows, *joins, *fields;
} top_draft;

static const rg_word top_words[] = {
    {"name", rg_load_name, offsetof(top_draft, name), 0},
    {"title", rg_load_string, offsetof(top_draft, title), 0},
    {"description", rg_load_nothing, 0, 0},
    {"sources", rg_load_nothing, 0, 0},
    {"from", rg_load_node, offsetof(top_draft, from), 0},
    {"to", rg_load_node, offsetof(top_draft, to), 0},
    {"rows", rg_load_node, offsetof(top_draft, rows), 0},
    {"joins", rg_load_node, offsetof(top_draft, joins), 0},
    {"fields", rg_load_node, offsetof(top_draft, fields), 0},
};

/* A template is named. What is wrong in it is told with its place there; that there is none, with the place here. */
static rg_status load_template(rg_loader *loader, const rg_yaml_node *node, rg_template **t)
{
    const char *name = "";
    rg_error cause = {0};
    rg_status status = rg_load_name(loader, node, &name);
    if (status != RG_OK)
        return status;
    status = rg_template_refer(loader->t->source, name, t, &cause);
    if (status == RG_OK || status == RG_NO_MEMORY || status == RG_BAD_TEMPLATE) {
        if (status != RG_OK && loader->error)
            *loader->error = cause;
        return status;
    }
    return rg_yaml_fail(loader->yaml, node, loader->error, "there is no built-in template `%s`, and no such file: %s",
                        name, cause.message);
}

static rg_status load_templates(rg_loader *loader, const top_draft *draft, rg_mapping *m)
{
    rg_status status = load_template(loader, draft->from, &m->from);
    if (status == RG_OK)
        status = load_template(loader, draft->to, &m->to);
    if (status != RG_OK)
        return status;
    if (m->to->resource_count)
        return rg_yaml_fail(loader->yaml, draft->to, loader->error,
                            "`%s` is a package of several tables: only a single table can be made", m->to->name);
    if (!m->from->resource_count != !draft->rows)
        return rg_yaml_fail(loader->yaml, draft->rows ? rg_yaml_key(draft->rows) : draft->from, loader->error,
                            draft->rows ? "`rows` names a table of a package, and `%s` is none"
                                        : "`%s` is a package: say which of its tables has the `rows`",
                            m->from->name);
    if (draft->rows)
        status = rg_find_table(loader, draft->rows, m, &m->rows);
    if (status != RG_OK)
        return status;
    m->row_table = draft->rows ? m->from->resources[m->rows].table : m->from;
    m->row_used = rg_arena_alloc(&loader->t->arena, m->row_table->column_count * sizeof *m->row_used);
    if (!m->row_used)
        return rg_fail_memory(loader->error);
    for (size_t i = 0; i < m->row_table->not_server_count; i++)
        m->row_used[m->row_table->not_servers[i].column] = true;
    return RG_OK;
}

/* Columns come in the order in which people know them. */
static int compare_targets(const void *a, const void *b)
{
    const rg_target *x = a, *y = b;
    return x->column < y->column ? -1 : x->column > y->column;
}

static rg_status load_top(rg_loader *loader, const rg_yaml_node *root, rg_mapping *m)
{
    top_draft draft = {.title = ""};
    rg_status status = rg_load_words(loader, root, "the mapping", top_words, RG_COUNT(top_words), &draft);
    if (status == RG_OK && (!draft.from || !draft.to || !draft.fields))
        return rg_yaml_fail(loader->yaml, root, loader->error, "a mapping needs `from`, `to` and `fields`");
    if (status == RG_OK)
        status = load_templates(loader, &draft, m);
    if (status == RG_OK && draft.joins)
        status = rg_load_joins(loader, draft.joins, m);
    if (status == RG_OK)
        status = rg_load_targets(loader, draft.fields, m);
    if (status != RG_OK)
        return status;
    qsort(m->targets, m->target_count, sizeof *m->targets, compare_targets);
    m->name = draft.name ? draft.name : m->ground->source;
    m->title = draft.title;
    bool out = m->ground->arena.failed || m->from->arena.failed || m->to->arena.failed;
    return out ? rg_fail_memory(loader->error) : RG_OK;
}

static rg_mapping *new_mapping(const char *source)
{
    rg_mapping *m = rg_alloc(sizeof *m);
    if (!m)
        return NULL;
    m->ground = rg_alloc(sizeof *m->ground);
    if (m->ground)
        m->ground->source = rg_arena_string(&m->ground->arena, source);
    if (m->ground && m->ground->source)
        return m;
    rg_mapping_free(m);
    return NULL;
}

rg_status rg_mapping_load_text(rg_mapping **mapping, const char *name, rg_text text, rg_error *error)
{
    rg_yaml *yaml;
    rg_mapping *m = new_mapping(name);
    *mapping = NULL;
    if (!m)
        return rg_fail_memory(error);
    rg_status status = rg_yaml_open(&yaml, m->ground->source, text, error);
    if (status == RG_OK) {
        rg_loader loader = {.t = m->ground, .yaml = yaml, .error = error};
        status = load_top(&loader, yaml->root, m);
        rg_yaml_free(yaml);
    }
    if (status == RG_OK)
        *mapping = m;
    else
        rg_mapping_free(m);
    return status;
}

rg_status rg_mapping_load_file(rg_mapping **mapping, const char *path, rg_error *error)
{
    rg_buffer text = {0};
    *mapping = NULL;
    rg_status status = rg_template_read(path, &text, error);
    if (status == RG_OK)
        status = rg_mapping_load_text(mapping, path, rg_buffer_text(&text), error);
    rg_buffer_free(&text);
    return status;
}

rg_status rg_mapping_builtin(rg_mapping **mapping, const char *name, rg_error *error)
{
    const char *all[16];
    size_t count = 0;
    *mapping = NULL;
    for (; rg_mapping_builtin_name(count); count++) {
        if (strcmp(rg_mapping_builtin_name(count), name) == 0)
            return rg_mapping_load_text(mapping, name, rg_mapping_builtin_text(count), error);
        if (count < RG_COUNT(all))
            all[count] = rg_mapping_builtin_name(count);
    }
    bool failed = false;
    const char *nearest =
        rg_nearest_name(rg_text_of(name), all, count < RG_COUNT(all) ? count : RG_COUNT(all), &failed);
    if (failed)
        return rg_fail_memory(error);
    if (nearest)
        return rg_fail(error, RG_BAD_USAGE, "there is no built-in mapping `%s`; did you mean `%s`?", name, nearest);
    return rg_fail(error, RG_BAD_USAGE, "there is no built-in mapping `%s`", name);
}
