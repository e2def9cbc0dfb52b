/* check.h - the inside of a check, for those who write anew what it has read. */
#ifndef RG_CHECK_H
#define RG_CHECK_H

#include "table.h"

/* Is the input a single file of text, neither an archive nor a folder nor a workbook? Known from the first piece on. */
bool rg_check_is_file(const rg_check *check);
/* The table that the last piece is from; NULL: it is of none. */
const rg_table *rg_check_table(const rg_check *check);

#endif
