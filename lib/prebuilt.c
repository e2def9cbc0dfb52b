/* prebuilt.c - the trees of the templates and mappings that are compiled in. */
#include "prebuilt.h"

#include "error.h"
#include "memory.h"

static const rg_prebuilt *find(rg_text text)
{
    for (const rg_prebuilt *tree = rg_prebuilts; tree->source; tree++)
        if ((const char *)tree->source->bytes == text.bytes && tree->source->size == text.size)
            return tree;
    return NULL;
}

rg_status rg_yaml_open(rg_yaml **yaml, const char *name, rg_text text, rg_error *error)
{
    const rg_prebuilt *tree = find(text);
    if (!tree)
        return rg_yaml_parse(yaml, name, text, error);
    *yaml = rg_alloc(sizeof **yaml);
    if (!*yaml)
        return rg_fail_memory(error);
    **yaml = (rg_yaml){.name = name, .source = text, .root = (const rg_yaml_node *)(const void *)tree->block};
    return RG_OK;
}
