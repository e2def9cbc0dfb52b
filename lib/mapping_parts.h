/* mapping_parts.h - the parts that a mapping is loaded from. */
#ifndef RG_MAPPING_PARTS_H
#define RG_MAPPING_PARTS_H

#include "mapping.h"
#include "template_words.h"

/* mapping_fields.c: `joins`, whose tables `fields` may take values from ... */
rg_status rg_load_joins(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m);
/* ... and `fields`: what each column of the target is made of. */
rg_status rg_load_targets(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m);

/* The table among the resources of the mapping's `from` that `node` names. */
rg_status rg_find_table(rg_loader *loader, const rg_yaml_node *node, const rg_mapping *m, size_t *resource);

/* mapping_source.c: one source, or a list of them. */
rg_status rg_load_sources(rg_loader *loader, const rg_yaml_node *node, rg_mapping *m, rg_target *target);

#endif
