/* shelf.h - records by key, on the disk: however many there are, memory stays the same. */
#ifndef RG_SHELF_H
#define RG_SHELF_H

#include "buffer.h"

typedef struct rg_shelf rg_shelf;

rg_status rg_shelf_open(rg_shelf **shelf, rg_error *error);
void rg_shelf_close(rg_shelf *shelf);

rg_status rg_shelf_put(rg_shelf *shelf, rg_text key, rg_text value, rg_error *error);
/* How many values lie under `key`, up to `most`. */
rg_status rg_shelf_count(rg_shelf *shelf, rg_text key, size_t most, size_t *count, rg_error *error);
/* Append the values under `key` to `values`, each behind its size (a uint32_t), in the order in which they were put
 * there. `*whole` false: they have more than `most` bytes, and those that came first are left out. */
rg_status rg_shelf_get(rg_shelf *shelf, rg_text key, size_t most, rg_buffer *values, bool *whole, rg_error *error);

#endif
