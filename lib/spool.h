/* spool.h - bytes to come back to: few stay in memory, many go to a temporary file without a name. */
#ifndef RG_SPOOL_H
#define RG_SPOOL_H

#include <stdio.h>

#include "buffer.h"

/* Zero-initialised is empty; `limit` says how many bytes may stay in memory. */
typedef struct rg_spool {
    size_t limit;
    uint64_t size;
    rg_buffer memory; /* all bytes, or, once there is a file, a part of them */
    uint64_t memory_start;
    FILE *file;
} rg_spool;

rg_status rg_spool_add(rg_spool *spool, rg_text bytes, rg_error *error);
/* Bytes that are there, into `out`. Near ones are cheap. */
rg_status rg_spool_read(rg_spool *spool, uint64_t start, size_t size, char *out, rg_error *error);
void rg_spool_free(rg_spool *spool);

#endif
