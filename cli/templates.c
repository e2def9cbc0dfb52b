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

/* Is it a table of a package? Then it is found through that. */
static bool is_part(const char *name)
{
    return strchr(name, '/') != NULL;
}

/* The builtin that stands at this place among those that are no parts; NULL: there are not so many. */
static const char *builtin_at(size_t index)
{
    for (size_t i = 0; i < rg_builtin_count(); i++)
        if (!is_part(rg_builtin_name(i)) && index-- == 0)
            return rg_builtin_name(i);
    return NULL;
}

/* The import template comes first: it is what nearly every file is. */
static const char *builtin_in_order(size_t index)
{
    static const char first[] = "import-template";
    if (index == 0)
        return first;
    for (size_t i = 0, seen = 1;; i++) {
        const char *name = builtin_at(i);
        if (!name || (strcmp(name, first) != 0 && seen++ == index))
            return name;
    }
}

static rg_status load_at(template_list *list, size_t index, const char *name, rg_error *error)
{
    if (list->items[index])
        return RG_OK;
    rg_status status = load_template(&list->items[index], name, error);
    for (size_t i = 0; status == RG_OK && i < list->sets->count; i++) {
        rg_error ignored; /* it was made sure that some template knows the setting */
        rg_template_set(list->items[index], list->sets->items[i], &ignored);
    }
    return status;
}

/* Does each setting mean something for one of the templates? Then each must be loaded. */
static rg_status try_sets(const template_list *list, rg_error *error)
{
    for (size_t i = 0; i < list->sets->count; i++) {
        rg_status status = RG_OK;
        bool known = false;
        for (size_t t = 0; t < list->count; t++) {
            rg_error cause;
            rg_status result = rg_template_set(list->items[t], list->sets->items[i], &cause);
            known |= result == RG_OK;
            if (t == 0)
                *error = cause;
            status = t == 0 ? result : status;
        }
        if (!known)
            return status;
    }
    return RG_OK;
}

rg_status load_templates(template_list *list, const text_list *names, const text_list *sets, rg_error *error)
{
    *list = (template_list){.sets = sets, .is_builtin = names->count == 0, .count = names->count};
    while (list->is_builtin && builtin_in_order(list->count))
        list->count++;
    list->items = calloc(list->count, sizeof *list->items);
    if (!list->items) {
        *error = (rg_error){.status = RG_NO_MEMORY, .message = "out of memory"};
        return RG_NO_MEMORY;
    }
    size_t needed = list->is_builtin && !sets->count ? 1 : list->count;
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < needed; i++)
        status = load_at(list, i, list->is_builtin ? builtin_in_order(i) : names->items[i], error);
    return status == RG_OK && sets->count ? try_sets(list, error) : status;
}

rg_status more_templates(void *context, size_t index, const rg_template **template_, rg_error *error)
{
    template_list *list = context;
    *template_ = NULL;
    if (index + 1 >= list->count)
        return RG_DONE;
    rg_status status = list->is_builtin ? load_at(list, index + 1, builtin_in_order(index + 1), error) : RG_OK;
    *template_ = list->items[index + 1];
    return status;
}

void free_templates(template_list *list)
{
    for (size_t i = 0; list->items && i < list->count; i++)
        rg_template_free(list->items[i]);
    free(list->items);
    *list = (template_list){0};
}
