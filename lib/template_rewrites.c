/* template_rewrites.c - load what is made of values: in templates of those that do not fit, in mappings of all. */
#include <stddef.h>

#include "error.h"
#include "template_parts.h"
#include "text.h"

static rg_status load_rewrite(rg_loader *loader, const rg_yaml_node *node, bool has_safe, rg_rewrite *out)
{
    static const rg_word words[] = {{"pattern", rg_load_pattern, offsetof(rg_rewrite, pattern), 0},
                                    {"replacement", rg_load_string, offsetof(rg_rewrite, replacement), 0},
                                    {"safe", rg_load_bool, offsetof(rg_rewrite, safe), 0}};
    rg_error cause = {0};
    rg_status status = rg_load_words(loader, node, "a rewrite", words, RG_COUNT(words) - !has_safe, out);
    if (status == RG_OK && (!out->pattern || !out->replacement))
        return rg_yaml_fail(loader->yaml, node, loader->error, "a rewrite needs `pattern` and `replacement`");
    if (status == RG_OK)
        status = rg_pattern_try_replacement(out->pattern, rg_text_of(out->replacement), &cause);
    if (status == RG_BAD_TEMPLATE && *cause.message)
        return rg_yaml_fail(loader->yaml, rg_yaml_property(node, "replacement"), loader->error, "%s", cause.message);
    return status == RG_NO_MEMORY ? rg_fail_memory(loader->error) : status;
}

rg_status rg_load_rewrites(rg_loader *loader, const rg_yaml_node *node, bool has_safe, rg_rewrite **list,
                           size_t *list_count)
{
    bool is_list = node->kind == RG_YAML_LIST;
    size_t count = is_list ? node->count : 1;
    rg_status status = RG_OK;
    *list = rg_arena_alloc(&loader->t->arena, (count + 1) * sizeof **list);
    if (!*list)
        return rg_fail_memory(loader->error);
    for (const rg_yaml_node *item = is_list ? rg_yaml_first(node) : node; status == RG_OK && item;
         item = is_list ? rg_yaml_next(item) : NULL)
        status = load_rewrite(loader, item, has_safe, &(*list)[(*list_count)++]);
    return status;
}
