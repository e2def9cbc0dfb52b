/* styles.h - which cell formats of a workbook show dates. */
#ifndef RG_STYLES_H
#define RG_STYLES_H

#include "xml.h"

typedef struct rg_styles rg_styles;

/* Reads all of the part; its input is closed in any case. */
rg_status rg_styles_open(rg_styles **styles, const rg_part *part, rg_error *error);
/* Of a cell's s="INDEX"; false for one that there is not, and when `styles` is NULL. */
bool rg_styles_is_date(const rg_styles *styles, uint64_t index);
void rg_styles_close(rg_styles *styles);

#endif
