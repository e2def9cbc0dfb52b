/* builtin.c - names and texts of the templates and mappings that are compiled in. */
#include "builtin.h"

#include "rowgate.h"

static const char *name_at(const rg_builtin *table, size_t size, size_t index)
{
    return index < size ? table[index].name : NULL;
}

static rg_text text_at(const rg_builtin *table, size_t size, size_t index)
{
    if (index >= size)
        return (rg_text){.bytes = "", .size = 0};
    return (rg_text){.bytes = (const char *)table[index].bytes, .size = table[index].size};
}

size_t rg_builtin_count(void)
{
    return rg_builtins_size;
}

const char *rg_builtin_name(size_t index)
{
    return name_at(rg_builtins, rg_builtins_size, index);
}

rg_text rg_builtin_text(size_t index)
{
    return text_at(rg_builtins, rg_builtins_size, index);
}

size_t rg_mapping_builtin_count(void)
{
    return rg_builtin_mappings_size;
}

const char *rg_mapping_builtin_name(size_t index)
{
    return name_at(rg_builtin_mappings, rg_builtin_mappings_size, index);
}

rg_text rg_mapping_builtin_text(size_t index)
{
    return text_at(rg_builtin_mappings, rg_builtin_mappings_size, index);
}
