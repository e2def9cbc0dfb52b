/* template_load.c - from YAML or JSON to a template: the whole, and what is said about it at the top. */
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "prebuilt.h"
#include "template_limits.h"
#include "template_parts.h"
#include "value.h"

#define DEFAULT_SHARE 0.5

/* The top of a template while it is loaded: what names fields waits until these are known. */
typedef struct top_draft {
    const char *name, *title, *description;
    rg_strings sources, missing_values;
    rg_fields_match fields_match;
    const rg_yaml_node *fields, *primary_key, *unique_keys, *external_id, *servers, *applications, *rules;
    const rg_yaml_node *classification, *limits, *required_columns, *resources, *relations;
    bool others_allowed, aliases_allowed, blanks_allowed;
} top_draft;

/* ---------------------------------------------------------------- texts at the top */

/* A document: a text, or its title and path. */
static rg_status load_source(rg_loader *loader, const rg_yaml_node *node, const char **out)
{
    typedef struct source_draft {
        const char *title, *path;
    } source_draft;
    static const rg_word words[] = {{"title", rg_load_string, offsetof(source_draft, title), 0},
                                    {"path", rg_load_string, offsetof(source_draft, path), 0},
                                    {"email", rg_load_nothing, 0, 0},
                                    {"version", rg_load_nothing, 0, 0}};
    source_draft draft = {0};
    if (node->kind != RG_YAML_MAP)
        return rg_load_name(loader, node, out);
    rg_status status = rg_load_words(loader, node, "a source", words, RG_COUNT(words), &draft);
    if (status == RG_OK && !draft.title && !draft.path)
        return rg_yaml_fail(loader->yaml, node, loader->error, "a source needs a `title` or a `path`");
    if (status != RG_OK)
        return status;
    *out = !draft.path    ? draft.title
           : !draft.title ? draft.path
                          : rg_arena_printf(&loader->t->arena, "%s, %s", draft.title, draft.path);
    return *out ? RG_OK : rg_fail_memory(loader->error);
}

static rg_status load_sources(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_strings *sources = out;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of sources");
    if (status != RG_OK)
        return status;
    sources->items = rg_arena_alloc(&loader->t->arena, node->count * sizeof *sources->items);
    if (!sources->items)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_source(loader, item, &sources->items[sources->count++]);
    return status;
}

/* A word, or a list of one word, as the standard has it in different places. */
static rg_status load_fields_match(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    static const char *const names[] = {[RG_MATCH_EXACT] = "exact",
                                        [RG_MATCH_EQUAL] = "equal",
                                        [RG_MATCH_SUBSET] = "subset",
                                        [RG_MATCH_SUPERSET] = "superset",
                                        [RG_MATCH_PARTIAL] = "partial"};
    const rg_yaml_node *word = node->kind == RG_YAML_LIST && node->count == 1 ? rg_yaml_first(node) : node;
    rg_status status = rg_expect(loader, word, RG_YAML_SCALAR, "one word");
    if (status != RG_OK)
        return status;
    for (size_t i = 0; i < RG_COUNT(names); i++) {
        if (strcmp(names[i], rg_yaml_text(word)) == 0) {
            *(rg_fields_match *)out = (rg_fields_match)i;
            return RG_OK;
        }
    }
    return rg_yaml_fail(loader->yaml, word, loader->error,
                        "expected `exact`, `equal`, `subset`, `superset` or `partial`, found `%s`%s",
                        rg_yaml_text(word), rg_did_you_mean(loader, rg_yaml_text(word), names, RG_COUNT(names)));
}

static rg_status load_allowed(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "`reported` or `allowed`");
    *(bool *)out = status == RG_OK && strcmp(rg_yaml_text(node), "allowed") == 0;
    if (status == RG_OK && !*(bool *)out && strcmp(rg_yaml_text(node), "reported") != 0)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected `reported` or `allowed`, found `%s`",
                            rg_yaml_text(node));
    return status;
}

static const rg_word top_words[] = {
    {"$schema", rg_load_nothing, 0, 0},
    {"name", rg_load_name, offsetof(top_draft, name), 0},
    {"title", rg_load_string, offsetof(top_draft, title), 0},
    {"description", rg_load_string, offsetof(top_draft, description), 0},
    {"sources", load_sources, offsetof(top_draft, sources), 0},
    {"missingValues", rg_load_missing_values, offsetof(top_draft, missing_values), 0},
    {"fieldsMatch", load_fields_match, offsetof(top_draft, fields_match), 0},
    {"fields", rg_load_node, offsetof(top_draft, fields), 0},
    {"requiredColumns", rg_load_node, offsetof(top_draft, required_columns), 0},
    {"otherColumns", load_allowed, offsetof(top_draft, others_allowed), 0},
    {"otherNames", load_allowed, offsetof(top_draft, aliases_allowed), 0},
    {"edgeBlanks", load_allowed, offsetof(top_draft, blanks_allowed), 0},
    {"resources", rg_load_node, offsetof(top_draft, resources), 0},
    {"relations", rg_load_node, offsetof(top_draft, relations), 0},
    {"primaryKey", rg_load_node, offsetof(top_draft, primary_key), 0},
    {"uniqueKeys", rg_load_node, offsetof(top_draft, unique_keys), 0},
    {"foreignKeys", NULL, 0, 0},
    {"classification", rg_load_node, offsetof(top_draft, classification), 0},
    {"externalId", rg_load_node, offsetof(top_draft, external_id), 0},
    {"servers", rg_load_node, offsetof(top_draft, servers), 0},
    {"applications", rg_load_node, offsetof(top_draft, applications), 0},
    {"limits", rg_load_node, offsetof(top_draft, limits), 0},
    {"rules", rg_load_node, offsetof(top_draft, rules), 0},
};

/* ---------------------------------------------------------------- parts of a few words */

static rg_status load_share(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    static const rg_value_type number = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
    double share = 0;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a number");
    if (status != RG_OK)
        return status;
    if (!rg_value_number(&number, (rg_text){rg_yaml_text(node), node->size}, &share) || !(share > 0 && share <= 1))
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected a number above 0 and up to 1");
    *(double *)out = share;
    return RG_OK;
}

static rg_status load_header(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    static const rg_word words[] = {{"share", load_share, 0, 0}};
    return rg_load_words(loader, node, "`header`", words, RG_COUNT(words), out);
}

static rg_status load_lookalike(rg_loader *loader, const rg_yaml_node *node, rg_lookalike *out)
{
    static const rg_word words[] = {{"header", rg_load_pattern, offsetof(rg_lookalike, header), 0},
                                    {"hint", rg_load_name, offsetof(rg_lookalike, hint), 0}};
    rg_status status = rg_load_words(loader, node, "a lookalike", words, RG_COUNT(words), out);
    if (status == RG_OK && (!out->header || !out->hint))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a lookalike needs `header` and `hint`");
    return status;
}

static rg_status load_lookalikes(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_template *t = loader->t;
    (void)out;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of lookalikes");
    if (status != RG_OK)
        return status;
    t->lookalikes = rg_arena_alloc(&t->arena, node->count * sizeof *t->lookalikes);
    if (!t->lookalikes)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_lookalike(loader, item, &t->lookalikes[t->lookalike_count++]);
    return status;
}

static rg_status load_classification(rg_loader *loader, const rg_yaml_node *node)
{
    static const rg_word words[] = {{"name", rg_load_name, offsetof(rg_template, classification), 0},
                                    {"header", load_header, offsetof(rg_template, header_share), 0},
                                    {"packaging", rg_load_packagings, offsetof(rg_template, packagings), 0},
                                    {"lookalikes", load_lookalikes, 0, 0},
                                    {"notImported", rg_load_name, offsetof(rg_template, not_imported), 0},
                                    {"guess", rg_load_bool, offsetof(rg_template, is_guess), 0}};
    return rg_load_words(loader, node, "`classification`", words, RG_COUNT(words), loader->t);
}

static rg_status load_exception(rg_loader *loader, const rg_yaml_node *node, rg_exception *out)
{
    static const rg_word words[] = {{"field", rg_load_column, offsetof(rg_exception, column), 0},
                                    {"matches", rg_load_pattern, offsetof(rg_exception, pattern), 0}};
    *out = (rg_exception){.column = RG_NO_COLUMN};
    rg_status status = rg_load_words(loader, node, "an exception", words, RG_COUNT(words), out);
    if (status == RG_OK && out->column == RG_NO_COLUMN)
        return rg_yaml_fail(loader->yaml, node, loader->error, "an exception needs a `field`");
    return status;
}

static rg_status load_exceptions(rg_loader *loader, const rg_yaml_node *node)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of exceptions");
    if (status != RG_OK)
        return status;
    t->not_servers = rg_arena_alloc(&t->arena, node->count * sizeof *t->not_servers);
    if (!t->not_servers)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_exception(loader, item, &t->not_servers[t->not_server_count++]);
    return status;
}

static rg_status load_servers(rg_loader *loader, const rg_yaml_node *node)
{
    typedef struct servers_draft {
        const rg_yaml_node *matched_by, *except;
    } servers_draft;
    static const rg_word words[] = {{"matchedBy", rg_load_node, offsetof(servers_draft, matched_by), 0},
                                    {"except", rg_load_node, offsetof(servers_draft, except), 0}};
    servers_draft draft = {0};
    rg_status status = rg_load_words(loader, node, "`servers`", words, RG_COUNT(words), &draft);
    if (status == RG_OK && !draft.matched_by)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`servers` needs `matchedBy`");
    if (status == RG_OK)
        status = rg_load_keys(loader, draft.matched_by, &loader->t->server_keys, &loader->t->server_key_count);
    return status == RG_OK && draft.except ? load_exceptions(loader, draft.except) : status;
}

/* Columns that every file has. */
static rg_status load_required_columns(rg_loader *loader, const rg_yaml_node *node)
{
    rg_key key = {0};
    rg_status status = rg_load_key(loader, node, &key);
    for (size_t i = 0; status == RG_OK && i < key.count; i++)
        loader->t->columns[key.columns[i]].expected = true;
    return status;
}

static rg_status load_applications(rg_loader *loader, const rg_yaml_node *node)
{
    static const rg_word words[] = {{"listedIn", rg_load_column, offsetof(rg_template, applications), 0}};
    rg_status status = rg_load_words(loader, node, "`applications`", words, RG_COUNT(words), loader->t);
    if (status == RG_OK && loader->t->applications == RG_NO_COLUMN)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`applications` needs `listedIn`");
    return status;
}

static rg_status load_limit(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a number");
    if (status != RG_OK)
        return status;
    const char *expected = rg_limit_parse(rg_limit_find(rg_yaml_text(rg_yaml_key(node))), rg_yaml_text(node), out);
    if (expected)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected %s, found `%s`", expected, rg_yaml_text(node));
    return RG_OK;
}

static rg_status load_limits(rg_loader *loader, const rg_yaml_node *node)
{
    static const rg_word words[] = {
#define X(id, name, value, what) {name, load_limit, offsetof(rg_template, limits[RG_LIMIT_##id]), 0},
        RG_LIMITS(X)
#undef X
    };
    return rg_load_words(loader, node, "`limits`", words, RG_COUNT(words), loader->t);
}

static rg_status load_external_id(rg_loader *loader, const rg_yaml_node *node)
{
    return rg_load_column(loader, node, &loader->t->external_id);
}

/* The primary key and the other unique keys, in one array. A key for all records needs its values. */
static rg_status load_unique_keys(rg_loader *loader, const top_draft *draft)
{
    rg_template *t = loader->t;
    rg_key *keys = NULL;
    size_t count = 0;
    rg_status status = draft->unique_keys ? rg_load_keys(loader, draft->unique_keys, &keys, &count) : RG_OK;
    if (status != RG_OK || (!count && !draft->primary_key))
        return status;
    t->unique_keys = rg_arena_alloc(&t->arena, (count + 1) * sizeof *t->unique_keys);
    if (!t->unique_keys)
        return rg_fail_memory(loader->error);
    t->has_primary_key = draft->primary_key != NULL;
    if (t->has_primary_key)
        status = rg_load_key(loader, draft->primary_key, &t->unique_keys[t->unique_key_count++]);
    for (size_t i = 0; status == RG_OK && t->has_primary_key && i < t->unique_keys[0].count; i++)
        t->columns[t->unique_keys[0].columns[i]].constraints.required = true;
    for (size_t i = 0; i < count; i++)
        t->unique_keys[t->unique_key_count++] = keys[i];
    return status;
}

/* ---------------------------------------------------------------- the whole */

typedef struct part {
    const char *name;
    const rg_yaml_node *node;
    rg_status (*load)(rg_loader *loader, const rg_yaml_node *node);
} part;

static rg_status load_each(rg_loader *loader, const part *parts, size_t count)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < count; i++)
        if (parts[i].node)
            status = parts[i].load(loader, parts[i].node);
    return status;
}

/* A table has fields, and what is said about them; a package has resources. */
static rg_status load_parts(rg_loader *loader, const top_draft *draft)
{
    const part common[] = {{"classification", draft->classification, load_classification},
                           {"limits", draft->limits, load_limits}};
    const part of_tables[] = {
        {"externalId", draft->external_id, load_external_id},
        {"servers", draft->servers, load_servers},
        {"applications", draft->applications, load_applications},
        {"rules", draft->rules, rg_load_rules},
        {"requiredColumns", draft->required_columns, load_required_columns},
        {"primaryKey", draft->primary_key, NULL},
        {"uniqueKeys", draft->unique_keys, NULL},
    };
    rg_status status = load_each(loader, common, RG_COUNT(common));
    if (status != RG_OK)
        return status;
    if (!draft->resources) {
        if (draft->relations)
            return rg_yaml_fail(loader->yaml, rg_yaml_key(draft->relations), loader->error,
                                "`relations` are between the tables of a package, and there are no `resources`");
        status = rg_load_fields(loader, draft->fields, draft->missing_values);
        if (status == RG_OK)
            status = load_each(loader, of_tables, RG_COUNT(of_tables) - 2);
        return status == RG_OK ? load_unique_keys(loader, draft) : status;
    }
    for (size_t i = 0; i < RG_COUNT(of_tables); i++)
        if (of_tables[i].node)
            return rg_yaml_fail(loader->yaml, rg_yaml_key(of_tables[i].node), loader->error,
                                "`%s` belongs to a table: put it into the `schema` of a resource", of_tables[i].name);
    status = rg_load_resources(loader, draft->resources);
    return status == RG_OK && draft->relations ? rg_load_relations(loader, draft->relations) : status;
}

/* "import-template" of "templates/import-template.yaml". */
static rg_text stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *point = strrchr(name, '.');
    return (rg_text){name, point && point > name ? (size_t)(point - name) : strlen(name)};
}

static rg_status load_top(rg_loader *loader, const rg_yaml_node *root)
{
    rg_template *t = loader->t;
    /* Nothing is missing but the empty value, which always is. */
    top_draft draft = {.title = "", .description = ""};
    rg_status status = rg_load_words(loader, root, "the template", top_words, RG_COUNT(top_words), &draft);
    if (status == RG_OK && !draft.fields && !draft.resources)
        return rg_yaml_fail(loader->yaml, root, loader->error,
                            "there are no `fields`, and no `resources`: nothing could be checked");
    if (status == RG_OK && draft.fields && draft.resources)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(draft.resources), loader->error,
                            "a template has `fields` or `resources`, not both");
    if (status == RG_OK && draft.resources && !loader->resolve)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(draft.resources), loader->error,
                            "a table of a package cannot be a package");
    if (status != RG_OK)
        return status;
    t->name = draft.name ? draft.name : rg_arena_text(&t->arena, stem(t->source));
    t->title = draft.title;
    t->description = draft.description;
    t->sources = draft.sources;
    t->fields_match = draft.fields_match;
    t->others_allowed = draft.others_allowed;
    t->aliases_allowed = draft.aliases_allowed;
    t->blanks_allowed = draft.blanks_allowed;
    status = load_parts(loader, &draft);
    return status == RG_OK && t->arena.failed ? rg_fail_memory(loader->error) : status;
}

static rg_template *new_template(const char *source)
{
    rg_template *t = rg_alloc(sizeof *t);
    if (!t)
        return NULL;
    t->header_share = DEFAULT_SHARE;
    t->applications = t->external_id = RG_NO_COLUMN;
#define X(id, name, value, what) t->limits[RG_LIMIT_##id] = value;
    RG_LIMITS(X)
#undef X
    t->source = rg_arena_string(&t->arena, source);
    if (t->source)
        return t;
    rg_template_free(t);
    return NULL;
}

rg_status rg_template_load_node(rg_loader *loader, const rg_yaml_node *node, const char *name, rg_template **table)
{
    rg_template *t = new_template(loader->t->source);
    *table = t;
    if (!t)
        return rg_fail_memory(loader->error);
    rg_loader inner = {.t = t, .yaml = loader->yaml, .error = loader->error};
    rg_status status = load_top(&inner, node);
    if (status == RG_OK && !rg_yaml_property(node, "name"))
        t->name = rg_arena_string(&t->arena, name);
    return status == RG_OK && t->arena.failed ? rg_fail_memory(loader->error) : status;
}

rg_status rg_template_load(rg_template **template_, const char *source, rg_text text, rg_resolve_function *resolve,
                           rg_error *error)
{
    *template_ = NULL;
    rg_template *t = new_template(source);
    if (!t)
        return rg_fail_memory(error);
    rg_yaml *yaml;
    rg_status status = rg_yaml_open(&yaml, t->source, text, error);
    if (status == RG_OK) {
        rg_loader loader = {.t = t, .resolve = resolve, .yaml = yaml, .error = error};
        status = load_top(&loader, yaml->root);
        rg_yaml_free(yaml);
    }
    if (status == RG_OK)
        *template_ = t;
    else
        rg_template_free(t);
    return status;
}
