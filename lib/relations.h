/* relations.h - what must hold between the tables of a package. */
#ifndef RG_RELATIONS_H
#define RG_RELATIONS_H

#include "findings.h"
#include "layout.h"

typedef struct rg_relations rg_relations;

/* `package` is borrowed. */
rg_status rg_relations_open(rg_relations **relations, const rg_template *package, rg_error *error);
void rg_relations_close(rg_relations *relations);

/* A table begins: `resource` in the package, `member` in findings. A relation between tables that do not both come,
 * with the columns that it is about, is not looked at. */
void rg_relations_begin(rg_relations *relations, size_t resource, const rg_member *member, const rg_layout *layout);
/* A sound record of the table that began last. */
rg_status rg_relations_record(rg_relations *relations, const rg_layout *layout, const rg_row *row, uint64_t number,
                              rg_error *error);
/* A record of the table at hand, or the rest of it, cannot be read. */
void rg_relations_unread(rg_relations *relations);
/* When all tables are read: add the next findings, a few at a time. RG_DONE: there are no more. */
rg_status rg_relations_next(rg_relations *relations, rg_findings *findings, rg_error *error);

#endif
