/* template_package.c - load what a package has in place of fields: its members, and what holds between its tables. */
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "template_parts.h"

/* ---------------------------------------------------------------- how the service takes it */

static const char *const packaging_words[RG_PACKAGING_COUNT] = {
#define X(id, word, noun) word,
    RG_PACKAGINGS(X)
#undef X
};

rg_status rg_load_packagings(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_strings words = {0};
    rg_status status = rg_load_strings(loader, node, &words);
    const rg_yaml_node *item = rg_yaml_first(node);
    for (size_t i = 0; status == RG_OK && i < words.count; i++, item = rg_yaml_next(item)) {
        size_t word = 0;
        while (word < RG_PACKAGING_COUNT && strcmp(packaging_words[word], words.items[i]) != 0)
            word++;
        if (word == RG_PACKAGING_COUNT)
            return rg_yaml_fail(loader->yaml, item, loader->error,
                                "expected `file`, `zip`, `folder`, `xlsx` or `zipped-xlsx`, found `%s`",
                                words.items[i]);
        *(unsigned *)out |= 1u << word;
    }
    return status;
}

/* ---------------------------------------------------------------- resources */

typedef struct resource_draft {
    rg_resource resource;
    const rg_yaml_node *schema, *format, *json;
} resource_draft;

static rg_status load_top_kind(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "`array` or `object`");
    if (status != RG_OK)
        return status;
    bool array = strcmp(rg_yaml_text(node), "array") == 0;
    if (!array && strcmp(rg_yaml_text(node), "object") != 0)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected `array` or `object`, found `%s`",
                            rg_yaml_text(node));
    *(rg_json_top *)out = array ? RG_JSON_ARRAY : RG_JSON_OBJECT;
    return RG_OK;
}

static rg_status load_json(rg_loader *loader, const rg_yaml_node *node, rg_resource *resource)
{
    static const rg_word words[] = {{"type", load_top_kind, offsetof(rg_resource, top), 0},
                                    {"truncatedBy", rg_load_strings, offsetof(rg_resource, truncated_by), 0}};
    return rg_load_words(loader, node, "`json`", words, RG_COUNT(words), resource);
}

static rg_status load_schema(rg_loader *loader, const rg_yaml_node *node, rg_resource *resource)
{
    if (node->kind == RG_YAML_MAP)
        return rg_template_load_node(loader, node, resource->name, &resource->table);
    const char *name = "";
    rg_error cause = {0};
    rg_status status = rg_load_name(loader, node, &name);
    if (status == RG_OK)
        status = loader->resolve(loader->t->source, name, &resource->table, &cause);
    if (status == RG_OK || status == RG_NO_MEMORY || !cause.message[0])
        return status;
    /* What is wrong in another file is told with its place there; that there is none, with the place here. */
    if (status == RG_BAD_TEMPLATE) {
        if (loader->error)
            *loader->error = cause;
        return status;
    }
    return rg_yaml_fail(loader->yaml, node, loader->error, "%s: %s", *cause.file ? cause.file : name, cause.message);
}

static rg_status load_resource(rg_loader *loader, const rg_yaml_node *node, rg_resource *out)
{
    static const rg_word words[] = {
        {"name", rg_load_name, offsetof(resource_draft, resource.name), 0},
        {"title", rg_load_nothing, 0, 0},
        {"description", rg_load_nothing, 0, 0},
        {"member", rg_load_pattern, offsetof(resource_draft, resource.member), 0},
        {"schema", rg_load_node, offsetof(resource_draft, schema), 0},
        {"json", rg_load_node, offsetof(resource_draft, json), 0},
        {"required", rg_load_bool, offsetof(resource_draft, resource.required), 0},
        {"needsRecords", rg_load_bool, offsetof(resource_draft, resource.needs_records), 0},
        {"hint", rg_load_string, offsetof(resource_draft, resource.hint), 0},
    };
    resource_draft draft = {.resource = {.line = (unsigned)node->line}};
    rg_status status = rg_load_words(loader, node, "a resource", words, RG_COUNT(words), &draft);
    if (status == RG_OK && !draft.resource.name)
        return rg_yaml_fail(loader->yaml, node, loader->error, "this resource has no `name`");
    if (status == RG_OK && draft.schema && draft.json)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(draft.json), loader->error,
                            "a resource is a table with a `schema`, or `json`, not both");
    draft.resource.form = draft.json ? RG_FORM_JSON : RG_FORM_CSV;
    if (status == RG_OK && draft.json)
        status = load_json(loader, draft.json, &draft.resource);
    if (status == RG_OK && draft.schema)
        status = load_schema(loader, draft.schema, &draft.resource);
    *out = draft.resource;
    return status;
}

static size_t find_resource(const rg_template *t, const char *name)
{
    for (size_t i = 0; i < t->resource_count; i++)
        if (strcmp(t->resources[i].name, name) == 0)
            return i;
    return t->resource_count;
}

rg_status rg_load_resources(rg_loader *loader, const rg_yaml_node *node)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of resources");
    if (status == RG_OK && !node->count)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`resources` is empty: nothing could be checked");
    if (status != RG_OK)
        return status;
    t->resources = rg_arena_alloc(&t->arena, node->count * sizeof *t->resources);
    if (!t->resources)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item)) {
        rg_resource *made = &t->resources[t->resource_count];
        status = load_resource(loader, item, made);
        if (made->table && !made->table->lookalike_count) {
            made->table->lookalikes = t->lookalikes;
            made->table->lookalike_count = t->lookalike_count;
        }
        bool twice = status == RG_OK && find_resource(t, made->name) < t->resource_count;
        t->resource_count++; /* also when it is wrong: its table is freed with the others */
        if (twice)
            return rg_yaml_fail(loader->yaml, item, loader->error, "a second resource `%s`", made->name);
    }
    return status;
}

/* ---------------------------------------------------------------- relations */

typedef struct side_draft {
    const rg_yaml_node *resource, *fields, *value;
} side_draft;

typedef struct relation_draft {
    rg_relation relation;
    const rg_yaml_node *from;
    const rg_yaml_node *kinds[RG_RELATION_EQUALS + 1];
} relation_draft;

/* What is said of the value of a side. */
typedef enum value_rule { NO_VALUE, A_VALUE, PERHAPS_A_VALUE } value_rule;

static rg_status load_side(rg_loader *loader, const rg_yaml_node *node, value_rule rule, rg_side *out)
{
    static const rg_word words[] = {{"resource", rg_load_node, offsetof(side_draft, resource), 0},
                                    {"fields", rg_load_node, offsetof(side_draft, fields), 0},
                                    {"value", rg_load_node, offsetof(side_draft, value), 0}};
    side_draft draft = {0};
    rg_template *t = loader->t;
    out->value = RG_NO_COLUMN;
    rg_status status = rg_load_words(loader, node, "a side of a relation", words, RG_COUNT(words), &draft);
    bool fits = rule == PERHAPS_A_VALUE || (rule == A_VALUE) == (draft.value != NULL);
    if (status == RG_OK && (!draft.resource || !draft.fields || !fits))
        return rg_yaml_fail(loader->yaml, node, loader->error, "this side needs %s",
                            rule == A_VALUE ? "`resource`, `fields` and `value`"
                                            : "`resource` and `fields`, and nothing else");
    if (status == RG_OK)
        status = rg_expect(loader, draft.resource, RG_YAML_SCALAR, "the name of a resource");
    if (status != RG_OK)
        return status;
    out->resource = find_resource(t, rg_yaml_text(draft.resource));
    if (out->resource == t->resource_count || !t->resources[out->resource].table)
        return rg_yaml_fail(loader->yaml, draft.resource, loader->error, "there is no table `%s` among the resources",
                            rg_yaml_text(draft.resource));
    /* Columns are those of that table. */
    rg_loader inner = *loader;
    inner.t = t->resources[out->resource].table;
    status = rg_load_key(&inner, draft.fields, &out->fields);
    return status == RG_OK && draft.value ? rg_load_column(&inner, draft.value, &out->value) : status;
}

static bool is_number(const rg_template *t, const rg_side *side)
{
    rg_type type = t->resources[side->resource].table->columns[side->value].value.type;
    return type == RG_TYPE_INTEGER || type == RG_TYPE_NUMBER;
}

static rg_status load_relation(rg_loader *loader, const rg_yaml_node *node, rg_relation *out)
{
    static const rg_word words[] = {
        {"name", rg_load_name, offsetof(relation_draft, relation.name), 0},
        {"message", rg_load_string, offsetof(relation_draft, relation.message), 0},
        {"hint", rg_load_string, offsetof(relation_draft, relation.hint), 0},
        {"severity", rg_load_severity, offsetof(relation_draft, relation.severity), 0},
        {"from", rg_load_node, offsetof(relation_draft, from), 0},
        {"exists", rg_load_node, offsetof(relation_draft, kinds[RG_RELATION_EXISTS]), 0},
        {"counts", rg_load_node, offsetof(relation_draft, kinds[RG_RELATION_COUNTS]), 0},
        {"equals", rg_load_node, offsetof(relation_draft, kinds[RG_RELATION_EQUALS]), 0},
    };
    static const value_rule of_other_side[] = {
        [RG_RELATION_EXISTS] = NO_VALUE, [RG_RELATION_COUNTS] = PERHAPS_A_VALUE, [RG_RELATION_EQUALS] = A_VALUE};
    relation_draft draft = {
        .relation = {
            .name = "relation", .message = "", .hint = "", .severity = RG_WARNING, .line = (unsigned)node->line}};
    rg_relation *r = &draft.relation;
    rg_status status = rg_load_words(loader, node, "a relation", words, RG_COUNT(words), &draft);
    size_t kinds = 0;
    for (size_t i = 0; i < RG_COUNT(draft.kinds); i++) {
        r->kind = draft.kinds[i] ? (rg_relation_kind)i : r->kind;
        kinds += draft.kinds[i] != NULL;
    }
    if (status == RG_OK && (kinds != 1 || !draft.from))
        return rg_yaml_fail(loader->yaml, node, loader->error,
                            "a relation says `from`, and exactly one of `exists`, `counts`, `equals`");
    if (status == RG_OK)
        status = load_side(loader, draft.from, r->kind == RG_RELATION_EXISTS ? NO_VALUE : A_VALUE, &r->from);
    if (status == RG_OK)
        status = load_side(loader, draft.kinds[r->kind], of_other_side[r->kind], &r->to);
    if (status == RG_OK && r->from.fields.count != r->to.fields.count)
        return rg_yaml_fail(loader->yaml, node, loader->error, "both sides need the same number of `fields`");
    if (status == RG_OK && ((r->kind != RG_RELATION_EXISTS && !is_number(loader->t, &r->from)) ||
                            (r->kind == RG_RELATION_EQUALS && !is_number(loader->t, &r->to))))
        return rg_yaml_fail(loader->yaml, node, loader->error, "`value` must be a column of numbers");
    *out = *r;
    return status;
}

rg_status rg_load_relations(rg_loader *loader, const rg_yaml_node *node)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of relations");
    if (status != RG_OK)
        return status;
    t->relations = rg_arena_alloc(&t->arena, node->count * sizeof *t->relations);
    if (!t->relations)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_relation(loader, item, &t->relations[t->relation_count++]);
    return status;
}
