/* retyped.h - values that a spreadsheet has taken for numbers, dates or truth values, and written in its own way. */
#ifndef RG_RETYPED_H
#define RG_RETYPED_H

#include "rowgate.h"

/* How `after` came from `before` when nobody has typed anything: "a leading zero was dropped"; NULL: somebody has. */
const char *rg_retyped(rg_text before, rg_text after);
/* Is it a long number as spreadsheets round it, e.g. 6.93217E+12? */
bool rg_is_rounded(rg_text value);

#endif
