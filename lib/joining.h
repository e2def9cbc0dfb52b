/* joining.h - the records of other tables that belong to a row. */
#ifndef RG_JOINING_H
#define RG_JOINING_H

#include "layout.h"
#include "mapping.h"

typedef struct rg_joining rg_joining;

/* `mapping` is borrowed. */
rg_status rg_joining_open(rg_joining **joining, const rg_mapping *mapping, rg_error *error);
void rg_joining_close(rg_joining *joining);

/* First: each sound record of each table that is joined ... */
rg_status rg_joining_add(rg_joining *joining, size_t join, const rg_layout *layout, const rg_row *row, rg_error *error);
/* ... then, if keys are in use that more than one row may have, every row, so that it shows which are ... */
bool rg_joining_needs_rows(const rg_joining *joining);
rg_status rg_joining_note_row(rg_joining *joining, const rg_layout *layout, const rg_row *row, rg_error *error);

/* What was found for a row. */
typedef enum rg_found {
    RG_FOUND_NOTHING,
    RG_FOUND_SOME,
    RG_FOUND_AMBIGUOUS, /* other rows have the same key: nothing is taken */
    RG_FOUND_TOO_MUCH   /* more than 1 MiB: nothing is taken */
} rg_found;

/* ... and at last each row: what belongs to it, ... */
rg_status rg_joining_find(rg_joining *joining, size_t join, const rg_layout *layout, const rg_row *row, rg_found *found,
                          rg_error *error);
/* ... one record after the other, from the first again after RG_DONE: the values by column of the table, of those
 * columns that are used. NULL: there is no other. */
const rg_text *rg_joining_next(rg_joining *joining, size_t join);

/* How many records of the table came, how many belonged to rows, and how many have no value in any key. */
typedef struct rg_joined_totals {
    uint64_t records, taken, strays;
} rg_joined_totals;

rg_joined_totals rg_joining_total(const rg_joining *joining, size_t join);

#endif
