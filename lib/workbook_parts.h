/* workbook_parts.h - what a sheet is read with. */
#ifndef RG_WORKBOOK_PARTS_H
#define RG_WORKBOOK_PARTS_H

#include "shared_strings.h"

typedef struct rg_sheet_context {
    rg_shared_strings *strings; /* NULL: there are none */
    const bool *is_date;        /* by cell format */
    size_t format_count;
    bool from_1904; /* the day that numbers count from */
} rg_sheet_context;

/* sheet.c: a part as CSV; `part` is what it is called in errors, and `input` the sheet's, also on failure. The context
 * is borrowed. */
rg_status rg_sheet_open(rg_input **csv, const char *part, rg_input *input, const rg_sheet_context *context,
                        rg_error *error);

/* sheet_value.c: a number as it stands in a cell. */
void rg_add_cell_number(rg_buffer *out, rg_text text);
void rg_add_cell_date(rg_buffer *out, rg_text text, bool from_1904);
/* Does this number format show a date or a time? */
bool rg_is_date_format(unsigned id, const char *code);

#endif
