/* check.h - the inside of a check, for those who change what it has read. */
#ifndef RG_CHECK_H
#define RG_CHECK_H

#include "table.h"

/* The table that the last piece is from; NULL: it is of none. */
const rg_table *rg_check_table(const rg_check *check);

#endif
