/* workbook.h - a spreadsheet workbook (.xlsx): its sheets, each as CSV. How its parts are packed is not known here. */
#ifndef RG_WORKBOOK_H
#define RG_WORKBOOK_H

#include "input.h"

typedef struct rg_workbook rg_workbook;

/* Open the part (archive member) of this name, compared without regard to case; *input is NULL when there is none. */
typedef rg_status rg_open_part(void *context, const char *name, rg_input **input, rg_error *error);

/* Read all that the sheets share. `name` is for messages, and copied; `context` is borrowed until the close. */
rg_status rg_workbook_open(rg_workbook **workbook, const char *name, rg_open_part *open, void *context,
                           rg_error *error);
/* In the order of the workbook; hidden ones are sheets, charts are not. */
size_t rg_workbook_sheet_count(const rg_workbook *workbook);
const char *rg_workbook_sheet_name(const rg_workbook *workbook, size_t index);
/* The sheet as CSV: what rg_input_read gives. Row N is record N. Any number may be read one after the other; the
 * workbook must outlive them. */
rg_status rg_workbook_sheet(rg_workbook *workbook, size_t index, rg_input **csv, rg_error *error);
void rg_workbook_close(rg_workbook *workbook);

#endif
