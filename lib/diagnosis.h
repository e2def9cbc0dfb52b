/* diagnosis.h - what is wrong with a broken row, and where it ends. */
#ifndef RG_DIAGNOSIS_H
#define RG_DIAGNOSIS_H

#include "parser.h"
#include "plain.h"
#include "row.h"

/* libcsv has stopped in the row, or (`unclosed`) wants more than there is. The row gets its defect, and ends behind the
 * physical line that has it: what follows is to be read again. */
void rg_diagnose(rg_row *row, rg_stop stop, bool unclosed, char delimiter);

/* A row that libcsv took, but not of the `expected` width (0: that is not known): did a quote run away, and meet its
 * end by chance? Then the row gets a defect as above, and keeps the fields before the quote. False: no memory to tell.
 */
bool rg_look_for_runaway(rg_row *row, size_t expected, char delimiter, rg_plain_function *cut_plain);

#endif
