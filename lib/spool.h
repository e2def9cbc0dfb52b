/* spool.h - what the library itself does with a spool. */
#ifndef RG_SPOOL_H
#define RG_SPOOL_H

#include "rowgate.h"

/* The `size` bytes from offset `at` on, all of which must be there. */
rg_status rg_spool_peek(rg_spool *spool, uint64_t at, void *bytes, size_t size, rg_error *error);

#endif
