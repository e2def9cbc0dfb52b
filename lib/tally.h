/* tally.h - exact totals of findings, whatever is printed of them. */
#ifndef RG_TALLY_H
#define RG_TALLY_H

#include "findings.h"
#include "layout.h"

typedef struct rg_tally rg_tally;

rg_status rg_tally_open(rg_tally **tally, rg_error *error);
void rg_tally_close(rg_tally *tally);
/* From now on columns are those of `layout` (borrowed until the next call), called "TABLE/NAME" when the table has a
 * name. */
rg_status rg_tally_columns(rg_tally *tally, const rg_layout *layout, const char *table, rg_error *error);
/* The table is read: what comes is in no column of it. */
void rg_tally_leave(rg_tally *tally);
void rg_tally_add(rg_tally *tally, const rg_finding *finding);
/* Set the members of `summary` that count findings; its lists are the tally's. */
rg_status rg_tally_sum(rg_tally *tally, rg_summary *summary, rg_error *error);

#endif
