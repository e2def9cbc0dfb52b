/* template_words.c - read the maps of a template by tables of words. */
#include "template_words.h"

#include <string.h>

#include "error.h"
#include "spelling.h"
#include "template_limits.h"
#include "text.h"

#define MAX_WORDS 40 /* in one table */

static const char *const kind_nouns[] = {
    [RG_YAML_SCALAR] = "a single value", [RG_YAML_LIST] = "a list", [RG_YAML_MAP] = "a map of properties"};

rg_status rg_expect(rg_loader *loader, const rg_yaml_node *node, rg_yaml_kind kind, const char *expected)
{
    if (node->kind == kind)
        return RG_OK;
    return rg_yaml_fail(loader->yaml, node, loader->error, "expected %s, found %s", expected, kind_nouns[node->kind]);
}

const char *rg_did_you_mean(rg_loader *loader, const char *name, const char *const *candidates, size_t count)
{
    const char *nearest = rg_nearest_name(rg_text_of(name), candidates, count, &loader->t->arena.failed);
    const char *text = nearest ? rg_arena_printf(&loader->t->arena, "; did you mean `%s`?", nearest) : NULL;
    return text ? text : "";
}

const rg_yaml_node *rg_yaml_property(const rg_yaml_node *map, const char *name)
{
    for (const rg_yaml_node *node = rg_yaml_first(map); node; node = rg_yaml_next(node))
        if (strcmp(rg_yaml_text(rg_yaml_key(node)), name) == 0)
            return node;
    return NULL;
}

/* ---------------------------------------------------------------- maps */

static size_t find_word(const rg_word *words, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(words[i].name, name) != 0)
        i++;
    return i;
}

static rg_status unknown_word(rg_loader *loader, const rg_yaml_node *key, const char *what, const rg_word *words,
                              size_t count)
{
    const char *names[MAX_WORDS];
    for (size_t i = 0; i < count; i++)
        names[i] = words[i].name;
    return rg_yaml_fail(loader->yaml, key, loader->error, "%s has no property `%s`%s", what, rg_yaml_text(key),
                        rg_did_you_mean(loader, rg_yaml_text(key), names, count));
}

static rg_status load_word(rg_loader *loader, const rg_yaml_node *node, const rg_word *word, void *out)
{
    if (!word->load)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error,
                            "`%s` is a word of Table Schema that rowgate does not support; remove it, for it would not"
                            " be checked",
                            word->name);
    if (rg_yaml_is_null(node) && word->load != rg_load_nothing)
        return rg_yaml_fail(loader->yaml, rg_yaml_key(node), loader->error, "`%s` has no value", word->name);
    return word->load(loader, node, (char *)out + word->offset);
}

rg_status rg_load_words(rg_loader *loader, const rg_yaml_node *node, const char *what, const rg_word *words,
                        size_t count, void *out)
{
    const rg_yaml_node *seen[MAX_WORDS] = {0};
    rg_status status = rg_expect(loader, node, RG_YAML_MAP, "a map of properties");
    for (const rg_yaml_node *child = rg_yaml_first(node); status == RG_OK && child; child = rg_yaml_next(child)) {
        size_t i = find_word(words, count, rg_yaml_text(rg_yaml_key(child)));
        if (i == count)
            return unknown_word(loader, rg_yaml_key(child), what, words, count);
        if (seen[i])
            return rg_yaml_fail(loader->yaml, rg_yaml_key(child), loader->error,
                                "`%s` is given twice; first on line %llu", rg_yaml_text(rg_yaml_key(child)),
                                (unsigned long long)rg_yaml_key(seen[i])->line);
        seen[i] = child;
        status = load_word(loader, child, &words[i], out);
    }
    return status;
}

/* ---------------------------------------------------------------- single values */

rg_status rg_load_nothing(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    (void)loader;
    (void)node;
    (void)out;
    return RG_OK;
}

rg_status rg_load_node(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    (void)loader;
    *(const rg_yaml_node **)out = node;
    return RG_OK;
}

rg_status rg_load_string(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a text");
    if (status != RG_OK)
        return status;
    const char *copy = rg_arena_text(&loader->t->arena, (rg_text){rg_yaml_text(node), node->size});
    if (!copy)
        return rg_fail_memory(loader->error);
    *(const char **)out = copy;
    return RG_OK;
}

rg_status rg_load_name(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a name");
    if (status == RG_OK && (!node->size || rg_yaml_is_null(node)))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a name cannot be empty");
    return status == RG_OK ? rg_load_string(loader, node, out) : status;
}

rg_status rg_load_bool(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "`true` or `false`");
    if (status != RG_OK)
        return status;
    bool yes = strcmp(rg_yaml_text(node), "true") == 0;
    if (node->quoted || (!yes && strcmp(rg_yaml_text(node), "false") != 0))
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected `true` or `false`, without quotes");
    *(bool *)out = yes;
    return RG_OK;
}

rg_status rg_load_char(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "one character");
    if (status != RG_OK)
        return status;
    unsigned char c = (unsigned char)rg_yaml_text(node)[0];
    bool alphanumeric = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    bool usable = node->size == 1 && c < 0x80 && (c >= 0x20 || c == '\t') && c != '"' && !alphanumeric;
    if (!usable)
        return rg_yaml_fail(loader->yaml, node, loader->error,
                            "expected one ASCII character, and no letter, digit, quote or line break");
    *(char *)out = (char)c;
    return RG_OK;
}

rg_status rg_load_count(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a whole number");
    if (status == RG_OK && !rg_parse_count(rg_yaml_text(node), out))
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected a whole number, zero or more");
    return status;
}

rg_status rg_load_severity(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "`error` or `warning`");
    if (status != RG_OK)
        return status;
    bool warning = strcmp(rg_yaml_text(node), "warning") == 0;
    if (!warning && strcmp(rg_yaml_text(node), "error") != 0)
        return rg_yaml_fail(loader->yaml, node, loader->error, "expected `error` or `warning`");
    *(rg_severity *)out = warning ? RG_WARNING : RG_ERROR;
    return RG_OK;
}

/* ---------------------------------------------------------------- lists, patterns, columns */

rg_status rg_load_texts(rg_loader *loader, const rg_yaml_node *node, rg_strings *strings, rg_load_function *load_item)
{
    rg_status status = rg_expect(loader, node, RG_YAML_LIST, "a list of texts");
    if (status != RG_OK)
        return status;
    strings->items = rg_arena_alloc(&loader->t->arena, node->count * sizeof *strings->items);
    strings->count = 0;
    if (!strings->items)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = rg_yaml_first(node); status == RG_OK && item; item = rg_yaml_next(item))
        status = load_item(loader, item, &strings->items[strings->count++]);
    return status;
}

rg_status rg_load_text(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    if (rg_yaml_is_null(node))
        return rg_yaml_fail(loader->yaml, node, loader->error, "no value; put it in quotes to mean the text `%s`",
                            rg_yaml_text(node));
    return rg_load_string(loader, node, out);
}

rg_status rg_load_strings(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    return rg_load_texts(loader, node, out, rg_load_text);
}

rg_status rg_load_pattern(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_template *t = loader->t;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a pattern");
    if (status != RG_OK)
        return status;
    rg_text source = {rg_yaml_text(node), node->size};
    for (size_t i = 0; i < t->pattern_count; i++) {
        if (rg_text_equal(rg_pattern_source(t->patterns[i]), source)) {
            *(rg_pattern **)out = t->patterns[i];
            return RG_OK;
        }
    }
    if (!RG_GROW(t->patterns, t->pattern_count, t->pattern_capacity))
        return rg_fail_memory(loader->error);
    rg_error cause = {0};
    rg_pattern *made;
    status = rg_pattern_compile(&made, source, &cause);
    if (status == RG_BAD_TEMPLATE)
        return rg_yaml_fail_inside(loader->yaml, node, cause.column - 1, loader->error, "%s", cause.message);
    if (status != RG_OK)
        return rg_fail(loader->error, status, "%s", cause.message);
    t->patterns[t->pattern_count++] = made;
    *(rg_pattern **)out = made;
    return RG_OK;
}

static rg_status unknown_column(rg_loader *loader, const rg_yaml_node *node, rg_text name)
{
    const rg_template *t = loader->t;
    const char **names = rg_arena_alloc(&loader->t->arena, t->column_count * sizeof *names);
    const char *unknown = rg_arena_text(&loader->t->arena, name);
    if (!names || !unknown)
        return rg_fail_memory(loader->error);
    for (size_t i = 0; i < t->column_count; i++)
        names[i] = t->columns[i].name;
    return rg_yaml_fail(loader->yaml, node, loader->error, "there is no field `%s`%s", unknown,
                        rg_did_you_mean(loader, unknown, names, t->column_count));
}

rg_status rg_find_column(rg_loader *loader, const rg_yaml_node *node, rg_text name, size_t *column)
{
    *column = rg_template_find_column(loader->t, name);
    return *column == RG_NO_COLUMN ? unknown_column(loader, node, name) : RG_OK;
}

rg_status rg_load_column(rg_loader *loader, const rg_yaml_node *node, void *out)
{
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "the name of a field");
    return status == RG_OK ? rg_find_column(loader, node, (rg_text){rg_yaml_text(node), node->size}, out) : status;
}
