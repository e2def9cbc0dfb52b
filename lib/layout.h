/* layout.h - what a file's header means: which field of its records is which column of the template. */
#ifndef RG_LAYOUT_H
#define RG_LAYOUT_H

#include "findings.h"
#include "glance.h"
#include "memory.h"
#include "row.h"
#include "template.h"

typedef struct rg_layout {
    rg_arena arena;
    const rg_template *t;
    size_t field_count;  /* of the header */
    size_t *column_of;   /* by position: the template's column, or RG_NO_COLUMN */
    size_t *position_of; /* by column: the position, or RG_NO_COLUMN when the file has no such column */
    rg_glance *glances;  /* by position: what a field must be */
    const char **names;  /* by position: as the template spells it, or the file where it is unknown */
    bool *rule_is_idle;  /* by rule: the header has said already what it would say of every record */
    char delimiter;      /* of the file's fields */
    bool is_cut;         /* the header has more fields than are looked at */
    bool broken;         /* the header has errors: as it stands, no record would be imported */
    bool empty;          /* not one column is known: there is nothing to check records by */
} rg_layout;

/* Read the header. What is wrong with it goes to `findings`. */
rg_status rg_layout_open(rg_layout *layout, const rg_template *t, const rg_row *header, char delimiter,
                         rg_findings *findings, rg_error *error);
void rg_layout_close(rg_layout *layout);

#endif
