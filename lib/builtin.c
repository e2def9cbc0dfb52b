/* builtin.c - names and texts of the templates that are compiled in. */
#include "builtin.h"

#include "rowgate.h"

size_t rg_builtin_count(void)
{
    return rg_builtins_size;
}

const char *rg_builtin_name(size_t index)
{
    return index < rg_builtins_size ? rg_builtins[index].name : NULL;
}

rg_text rg_builtin_text(size_t index)
{
    if (index >= rg_builtins_size)
        return (rg_text){.bytes = "", .size = 0};
    return (rg_text){.bytes = (const char *)rg_builtins[index].bytes, .size = rg_builtins[index].size};
}
