/* templates.c - find the templates that the user means. */
#include "templates.h"

#include <stdlib.h>
#include <string.h>

rg_status load_template(rg_template **made, const char *name, rg_error *error)
{
    for (size_t i = 0; i < rg_builtin_count(); i++)
        if (strcmp(rg_builtin_name(i), name) == 0)
            return rg_template_builtin(made, name, error);
    /* What looks like a path is one; of other words the library knows the nearest name. */
    if (strpbrk(name, "/."))
        return rg_template_load_file(made, name, error);
    return rg_template_builtin(made, name, error);
}

rg_status load_templates(template_list *list, const char *name, rg_error *error)
{
    size_t count = name ? 1 : rg_builtin_count();
    *list = (template_list){.items = calloc(count, sizeof *list->items)};
    if (!list->items) {
        *error = (rg_error){.status = RG_NO_MEMORY, .message = "out of memory"};
        return RG_NO_MEMORY;
    }
    for (; list->count < count; list->count++) {
        const char *wanted = name ? name : rg_builtin_name(list->count);
        rg_status status = load_template(&list->items[list->count], wanted, error);
        if (status != RG_OK)
            return status;
    }
    return RG_OK;
}

rg_status set_limit(template_list *list, const char *assignment, rg_error *error)
{
    rg_status status = RG_OK;
    bool known = false;
    for (size_t i = 0; i < list->count; i++) {
        rg_status result = rg_template_set(list->items[i], assignment, error);
        known |= result == RG_OK;
        status = result == RG_OK ? status : result;
    }
    return known ? RG_OK : status;
}

void free_templates(template_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        rg_template_free(list->items[i]);
    free(list->items);
    *list = (template_list){0};
}
