/* mapping_source.c - load where the values of a column come from. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "mapping_parts.h"
#include "template_parts.h"
#include "units.h"
#include "utf8.h"

typedef struct source_draft {
    rg_source source;
    const rg_yaml_node *resource, *field, *text, *needs, *rewrite, *unit;
} source_draft;

/* The table that a source is about, for the names of its columns. */
typedef struct scope {
    rg_mapping *m;
    rg_template *table;
    bool *used;
    rg_loader columns; /* whose template is the table */
} scope;

static rg_loader loader_of(const rg_loader *loader, rg_template *table)
{
    rg_loader inner = *loader;
    inner.t = table;
    return inner;
}

/* ---------------------------------------------------------------- pieces */

static rg_status add_column(scope *s, const rg_yaml_node *node, rg_text name, rg_source *source)
{
    rg_piece *piece = &source->pieces[source->piece_count];
    *piece = (rg_piece){.column = RG_NO_COLUMN};
    rg_status status = rg_find_column(&s->columns, node, name, &piece->column);
    if (status == RG_OK) {
        s->used[piece->column] = true;
        source->piece_count++;
    }
    return status;
}

static rg_status add_text(scope *s, rg_text text, rg_source *source)
{
    if (!text.size)
        return RG_OK;
    const char *copy = rg_arena_text(&s->m->ground->arena, text);
    if (!copy)
        return rg_fail_memory(s->columns.error);
    source->pieces[source->piece_count++] = (rg_piece){.column = RG_NO_COLUMN, .text = copy};
    return RG_OK;
}

/* "{VI SDK UUID}/{VM ID}" */
static rg_status load_text(scope *s, const rg_yaml_node *node, rg_source *source)
{
    rg_loader *loader = &s->columns;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a text");
    source->pieces = rg_arena_alloc(&s->m->ground->arena, (node->size + 1) * sizeof *source->pieces);
    if (status == RG_OK && !source->pieces)
        return rg_fail_memory(loader->error);
    const char *at = rg_yaml_text(node);
    while (status == RG_OK && *at) {
        size_t plain = strcspn(at, "{}");
        status = add_text(s, (rg_text){at, plain}, source);
        at += plain;
        if (status != RG_OK || !*at)
            break;
        const char *end = strchr(at, '}');
        if (*at == '}' || !end)
            return rg_yaml_fail_inside(
                loader->yaml, node, rg_utf8_length((rg_text){rg_yaml_text(node), (size_t)(at - rg_yaml_text(node))}),
                loader->error, "a column's name stands in braces, as in `{VM}`: one is alone here");
        status = add_column(s, node, (rg_text){at + 1, (size_t)(end - at) - 1}, source);
        at = end + 1;
    }
    if (status == RG_OK && !source->piece_count)
        return rg_yaml_fail(loader->yaml, node, loader->error, "`text` is empty: leave the column out instead");
    return status;
}

static rg_status load_field(scope *s, const rg_yaml_node *node, rg_source *source)
{
    rg_status status = rg_expect(&s->columns, node, RG_YAML_SCALAR, "the name of a column");
    source->pieces = rg_arena_alloc(&s->m->ground->arena, sizeof *source->pieces);
    if (status == RG_OK && !source->pieces)
        return rg_fail_memory(s->columns.error);
    return status == RG_OK ? add_column(s, node, (rg_text){rg_yaml_text(node), node->size}, source) : status;
}

/* ---------------------------------------------------------------- what is done to a value */

static rg_status load_unit_word(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a unit");
    if (status != RG_OK)
        return status;
    int power = rg_unit_power((rg_text){rg_yaml_text(node), node->size});
    if (power < 0)
        return rg_yaml_fail(
            loader->yaml, node, loader->error,
            "there is no unit `%s`; there are: B, KB, MB, GB, TB, PB, and KiB to PiB, which are the same",
            rg_yaml_text(node));
    *(double *)out = ldexp(1, 10 * power);
    return RG_OK;
}

static rg_status load_unit(rg_loader *loader, const rg_yaml_node *node, rg_source *source)
{
    typedef struct unit_draft {
        double from, to;
    } unit_draft;
    static const rg_word words[] = {{"from", load_unit_word, offsetof(unit_draft, from), 0},
                                    {"to", load_unit_word, offsetof(unit_draft, to), 0}};
    unit_draft draft = {0};
    rg_status status = rg_load_words(loader, node, "`unit`", words, RG_COUNT(words), &draft);
    if (status == RG_OK && !(draft.from > 0 && draft.to > 0))
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`unit` needs `from` and `to`");
    if (status == RG_OK)
        source->factor = draft.from / draft.to;
    return status;
}

/* ---------------------------------------------------------------- sources */

/* The row's table, or that of a join. */
static rg_status find_scope(rg_loader *loader, const rg_yaml_node *resource, rg_mapping *m, rg_source *source, scope *s)
{
    size_t wanted = m->rows;
    *s = (scope){.m = m};
    source->join = RG_NO_JOIN;
    rg_status status = resource ? rg_find_table(loader, resource, m, &wanted) : RG_OK;
    if (status != RG_OK)
        return status;
    for (size_t i = 0; wanted != m->rows && i < m->join_count; i++)
        if (m->joins[i].resource == wanted)
            source->join = i;
    if (wanted != m->rows && source->join == RG_NO_JOIN)
        return rg_yaml_fail(loader->yaml, resource, loader->error,
                            "`%s` is not among the `joins`: which of its records belong to a row?",
                            rg_yaml_text(resource));
    bool is_row = source->join == RG_NO_JOIN;
    s->table = m->from->resource_count ? m->from->resources[wanted].table : m->from;
    s->used = is_row ? m->row_used : m->joins[source->join].used;
    s->columns = loader_of(loader, s->table);
    return RG_OK;
}

static rg_status load_needs(scope *s, const rg_yaml_node *node, rg_source *source)
{
    rg_status status = rg_load_key(&s->columns, node, &source->needs);
    for (size_t i = 0; status == RG_OK && i < source->needs.count; i++)
        s->used[source->needs.columns[i]] = true;
    return status;
}

static rg_status load_source_map(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_source *out)
{
    static const rg_word words[] = {
        {"resource", rg_load_node, offsetof(source_draft, resource), 0},
        {"field", rg_load_node, offsetof(source_draft, field), 0},
        {"text", rg_load_node, offsetof(source_draft, text), 0},
        {"needs", rg_load_node, offsetof(source_draft, needs), 0},
        {"matches", rg_load_pattern, offsetof(source_draft, source.matches), 0},
        {"rewrite", rg_load_node, offsetof(source_draft, rewrite), 0},
        {"unit", rg_load_node, offsetof(source_draft, unit), 0},
    };
    source_draft draft = {0};
    scope s;
    rg_status status = rg_load_words(loader, node, "a source", words, RG_COUNT(words), &draft);
    if (status == RG_OK && !draft.field == !draft.text)
        return rg_yaml_fail(loader->yaml, node, loader->error, "a source has either `field` or `text`");
    if (status == RG_OK)
        status = find_scope(loader, draft.resource, m, &draft.source, &s);
    if (status == RG_OK)
        status = draft.field ? load_field(&s, draft.field, &draft.source) : load_text(&s, draft.text, &draft.source);
    if (status == RG_OK && draft.needs)
        status = load_needs(&s, draft.needs, &draft.source);
    if (status == RG_OK && draft.rewrite)
        status = rg_load_rewrites(loader, draft.rewrite, false, &draft.source.rewrites, &draft.source.rewrite_count);
    if (status == RG_OK && draft.unit)
        status = load_unit(loader, draft.unit, &draft.source);
    *out = draft.source;
    return status;
}

/* A source is a map, or the name of a column of the rows. */
static rg_status load_source(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_source *out)
{
    scope s;
    if (node->kind == RG_YAML_MAP)
        return load_source_map(loader, node, m, out);
    rg_status status = find_scope(loader, NULL, m, out, &s);
    return status == RG_OK ? load_field(&s, node, out) : status;
}

rg_status rg_load_sources(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_target *target)
{
    bool is_list = node->kind == RG_YAML_LIST;
    size_t count = is_list ? node->count : 1;
    rg_status status = RG_OK;
    if (!count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "there is no source: leave the column out instead");
    target->sources = rg_arena_alloc(&loader->t->arena, count * sizeof *target->sources);
    if (!target->sources)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = is_list ? rg_yaml_first(node) : node; status == RG_OK && item;
         item = is_list ? rg_yaml_next(item) : NULL)
        status = load_source(loader, item, m, &target->sources[target->source_count++]);
    return status;
}
