/* template_parts.h - the parts that a template is loaded from; each has a file of its own. */
#ifndef RG_TEMPLATE_PARTS_H
#define RG_TEMPLATE_PARTS_H

#include "buffer.h"
#include "template_words.h"

/* template_fields.c: `fields`, into the template's columns. `missing_values` holds for fields without. */
rg_status rg_load_fields(rg_loader *loader, const rg_yaml_node *node, rg_strings missing_values);
rg_load_function rg_load_missing_values; /* rg_strings */

/* template_types.c: `type` and `format`; both nodes may be NULL. */
rg_status rg_load_type(rg_loader *loader, const rg_yaml_node *type, const rg_yaml_node *format, rg_value_type *out);

/* template_constraints.c: `constraints` of a column whose type is known. */
rg_status rg_load_constraints(rg_loader *loader, const rg_yaml_node *node, rg_column *column);
/* Fails for the first property of the map `node` that means nothing for the column's type. */
rg_status rg_check_words_apply(rg_loader *loader, const rg_yaml_node *node, const rg_word *words, size_t count,
                               const rg_column *column);

/* template_rewrites.c: one rewrite, or a list of them; `has_safe`: they may say of themselves that they are. */
rg_status rg_load_rewrites(rg_loader *loader, const rg_yaml_node *node, bool has_safe, rg_rewrite **list,
                           size_t *list_count);

/* template_rules.c: what names several columns. */
rg_status rg_load_keys(rg_loader *loader, const rg_yaml_node *node, rg_key **keys, size_t *count);
rg_load_function rg_load_key; /* rg_key, from a name or a list of names */
rg_status rg_load_rules(rg_loader *loader, const rg_yaml_node *node);

/* template_package.c: what a package has in place of fields. */
rg_status rg_load_resources(rg_loader *loader, const rg_yaml_node *node);
rg_status rg_load_relations(rg_loader *loader, const rg_yaml_node *node);
rg_load_function rg_load_packagings; /* unsigned: bits */

/* template_load.c: a template from text, or from a map inside another. `resolve` finds the tables that a package
 * refers to; NULL: it may not be a package. */
rg_status rg_template_load(rg_template **template_, const char *source, rg_text text, rg_resolve_function *resolve,
                           rg_error *error);
rg_status rg_template_load_node(rg_loader *loader, const rg_yaml_node *node, const char *name, rg_template **table);

/* template_source.c: all of a file that holds a template or a mapping, and the template, or package, that a mapping in
 * `source` refers to. */
rg_status rg_template_read(const char *path, rg_buffer *text, rg_error *error);
rg_resolve_function rg_template_refer;

#endif
