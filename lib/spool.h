/* spool.h - bytes that are read more than once, also from the middle. */
#ifndef RG_SPOOL_H
#define RG_SPOOL_H

#include "rowgate.h"

/* `size` bytes that were written at offset `at`. All that was written is in the file by then, also when `size` is 0. */
rg_status rg_spool_at(rg_spool *spool, uint64_t at, void *bytes, size_t size, rg_error *error);

#endif
