/* likeness.h - what a file looks like that has no header to read. */
#ifndef RG_LIKENESS_H
#define RG_LIKENESS_H

#include "reader.h"

/* What the first row shows of the cause, and what to do, or NULL. Static. */
const char *rg_likeness(const rg_row *first);

#endif
