/* remains.h - what is left over of a table that is converted: columns with values that nothing takes, columns that it
 * lacks, records that cannot be read. */
#ifndef RG_REMAINS_H
#define RG_REMAINS_H

#include "keyset.h"
#include "layout.h"

typedef struct rg_remains {
    const char *name; /* of the table */
    const rg_template *table;
    const bool *used; /* by column: something takes it */
    bool came;        /* with a header that is known */
    bool *is_there;   /* by column */
    rg_keyset *names; /* of columns with values that nothing takes */
    bool *is_settled; /* by position in the part at hand: there is nothing more to learn */
    size_t width;
    uint64_t unreadable, first_unreadable; /* records, and the line of the first */
} rg_remains;

rg_status rg_remains_open(rg_remains *remains, const char *name, const rg_template *table, const bool *used,
                          rg_error *error);
void rg_remains_close(rg_remains *remains);

/* A part of the table begins; a record of it comes over; another cannot be read. */
rg_status rg_remains_begin(rg_remains *remains, const rg_layout *layout, rg_error *error);
rg_status rg_remains_look(rg_remains *remains, const rg_layout *layout, const rg_row *row, rg_error *error);
void rg_remains_skip(rg_remains *remains, uint64_t line);

#endif
