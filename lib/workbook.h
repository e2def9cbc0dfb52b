/* workbook.h - an .xlsx workbook, whose sheets are given as CSV. */
#ifndef RG_WORKBOOK_H
#define RG_WORKBOOK_H

#include "input.h"

typedef struct rg_workbook rg_workbook;

/* Open the part of this name, compared without regard to case; `*input` is NULL when there is none. */
typedef rg_status rg_open_part(void *context, const char *name, rg_input **input, rg_error *error);

/* Read what is said of all sheets: their names, the texts that they share, which numbers are dates. `name` stands for
 * the workbook in errors. RG_DAMAGED: it is broken. */
rg_status rg_workbook_open(rg_workbook **workbook, const char *name, rg_open_part *open, void *context,
                           rg_error *error);
void rg_workbook_close(rg_workbook *workbook);
size_t rg_workbook_sheet_count(const rg_workbook *workbook);
const char *rg_workbook_sheet_name(const rg_workbook *workbook, size_t index);

/* The sheet as CSV: row N of the sheet is the N-th record or empty line, in fields as wide as the first row that has
 * anything in it; rows of nothing at the end are left out. Dates are written as RVTools does, yyyy/MM/dd HH:mm:ss. The
 * workbook must outlive the input. */
rg_status rg_workbook_sheet(rg_workbook *workbook, size_t index, rg_input **csv, rg_error *error);

#endif
