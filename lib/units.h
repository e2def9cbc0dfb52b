/* units.h - units of amounts of data. */
#ifndef RG_UNITS_H
#define RG_UNITS_H

#include <stdbool.h>

/* How many bytes the unit is, or 0: "B", "KB" (1000), "KiB" (1024) and so on, up to T. */
double rg_unit_bytes(const char *word);
/* "B, KB, KiB, ...": for messages. Static. */
const char *rg_unit_words(void);

#endif
