/* members.h - which package the parts of an archive, a folder or a workbook are, and which part is which member. */
#ifndef RG_MEMBERS_H
#define RG_MEMBERS_H

#include "classify.h"
#include "container.h"

#define RG_NO_RESOURCE ((size_t)-1)

typedef struct rg_members {
    const rg_template *t; /* a package, or the template of the only table; NULL: none of them */
    size_t *resource_of;  /* by part: the package's resource, or RG_NO_RESOURCE */
    size_t only;          /* of a template that is no package: the part that is the table */
    rg_classification words;
} rg_members;

/* By the names of the parts, and by their headers where names do not tell. The texts live in `arena`. */
rg_status rg_members_classify(rg_members *members, rg_container *container, const rg_choice *choice,
                              const rg_check_options *options, rg_arena *arena, rg_error *error);

#endif
