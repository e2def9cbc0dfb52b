/* units.h - units of amounts of data. */
#ifndef RG_UNITS_H
#define RG_UNITS_H

#include "rowgate.h"

/* Which power of 1024 bytes the unit is, in any case: "B" 0, "KB", "KiB" and "K" 1, up to "PB" 5; -1: it is none. Those
 * who write inventories count 1024 KB to the MB, whatever they call it: RVTools has 16384 for 16 GiB in a column that
 * was once called MB and is now called MiB. */
int rg_unit_power(rg_text unit);

#endif
