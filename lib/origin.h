/* origin.h - what must be known of the original to understand the failed entries: its header, and its form. */
#ifndef RG_ORIGIN_H
#define RG_ORIGIN_H

#include "memory.h"
#include "table.h"

/* Zero-initialised knows nothing. */
typedef struct rg_origin {
    rg_arena arena;
    rg_buffer header;       /* its bytes without byte order mark and line end; empty: there is none */
    const rg_field *fields; /* of it */
    size_t field_count;
    char delimiter;
    const char *encoding; /* NULL: UTF-8 */
    size_t record_limit;
    rg_text line_end; /* of the header, of a line above it, or what is usual: where lines are added they need one */
} rg_origin;

/* A piece above the header. */
rg_status rg_origin_read_preamble(rg_origin *origin, const rg_record *piece, rg_error *error);
rg_status rg_origin_read_header(rg_origin *origin, const rg_table *table, const rg_record *header, rg_error *error);
/* What the encoding is shows at the end of the table. */
rg_status rg_origin_read_encoding(rg_origin *origin, const rg_table *table, rg_error *error);
void rg_origin_free(rg_origin *origin);

#endif
