/* sheet.h - one sheet of a workbook as CSV. */
#ifndef RG_SHEET_H
#define RG_SHEET_H

#include "shared_strings.h"
#include "styles.h"

/* What the sheets of a workbook share. All of it is borrowed. */
typedef struct rg_sheet_context {
    rg_shared_strings *strings; /* NULL: none */
    const rg_styles *styles;    /* NULL: none */
    bool from_1904;             /* how days are counted */
} rg_sheet_context;

/* `name` is copied. The part's input is closed with `csv`, and when this fails. */
rg_status rg_sheet_open(rg_input **csv, const char *name, const rg_part *part, const rg_sheet_context *shared,
                        rg_error *error);

#endif
