/* deflated.h - bytes that are compressed as they come, for an archive: its members are then only to be copied. */
#ifndef RG_DEFLATED_H
#define RG_DEFLATED_H

#include "rowgate.h"

/* A temporary file without a name, with pieces one behind the other. */
typedef struct rg_deflated rg_deflated;

/* A piece: one stream of raw deflate, as ZIP wants it. */
typedef struct rg_deflated_piece {
    uint64_t start, packed; /* its place in the file, and how many bytes it has there */
    uint64_t size;          /* how many went in */
    uint32_t crc;           /* CRC-32 of those */
} rg_deflated_piece;

/* `archive` is the path that errors name; it must outlive the file. */
rg_status rg_deflated_open(rg_deflated **deflated, const char *archive, rg_error *error);
/* Once writing has failed (RG_IO_ERROR) it goes on to fail: what was added is lost. */
rg_status rg_deflated_add(rg_deflated *deflated, rg_text text, rg_error *error);
/* All that was added since the piece before is one, also when that is nothing. */
rg_status rg_deflated_end(rg_deflated *deflated, rg_deflated_piece *piece, rg_error *error);
/* `size` compressed bytes from `at` on, of pieces that have ended; false: errno says why not. */
bool rg_deflated_read(rg_deflated *deflated, uint64_t at, void *bytes, size_t size);
void rg_deflated_close(rg_deflated *deflated);

#endif
