/* templates.h - find the templates that the user means. */
#ifndef ROWGATE_TEMPLATES_H
#define ROWGATE_TEMPLATES_H

#include "command.h"

/* The templates to check by: those that were named, or the built-in ones, which are loaded when they are needed. */
typedef struct template_list {
    rg_template **items; /* NULL: not loaded yet */
    size_t count;
    const text_list *sets; /* "LIMIT=VALUE", for each that is loaded */
    bool is_builtin;
} template_list;

/* A built-in template's name, or the path of a template file. */
rg_status load_template(rg_template **made, const char *name, rg_error *error);
/* Those that are named, or all built-in ones that are no part of another when there are no names. It is an error when a
 * setting means nothing for any of them. Free with free_templates, also on failure. */
rg_status load_templates(template_list *list, const text_list *names, const text_list *sets, rg_error *error);
/* Give the template at `index` behind the first; an rg_more_templates. */
rg_status more_templates(void *list, size_t index, const rg_template **template_, rg_error *error);
void free_templates(template_list *list);

#endif
