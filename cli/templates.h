/* templates.h - find the templates that the user means. */
#ifndef ROWGATE_TEMPLATES_H
#define ROWGATE_TEMPLATES_H

#include "rowgate.h"

/* The templates to check by. */
typedef struct template_list {
    rg_template **items;
    size_t count;
} template_list;

/* A built-in template's name, or the path of a template file. */
rg_status load_template(rg_template **made, const char *name, rg_error *error);
/* The one that is named, or all built-in ones when `name` is NULL. Free with free_templates, also on failure. */
rg_status load_templates(template_list *list, const char *name, rg_error *error);
/* Apply "LIMIT=VALUE" to each template that knows the limit; it is an error when none does. */
rg_status set_limit(template_list *list, const char *assignment, rg_error *error);
void free_templates(template_list *list);

#endif
