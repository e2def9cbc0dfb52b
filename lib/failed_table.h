/* failed_table.h - how the failed entries are to be read: their encoding, their delimiter, and their header beside the
 * original's. */
#ifndef RG_FAILED_TABLE_H
#define RG_FAILED_TABLE_H

#include "columns.h"
#include "decoder.h"
#include "origin.h"
#include "reader.h"

/* Zero-initialised is closed. */
typedef struct rg_failed_table {
    const char *name;
    const char *encoding; /* NULL: it is found out while it is read */
    rg_input *input;
    rg_decoder *decoder;
    rg_reader *reader; /* behind the header */
    char delimiter;
    rg_columns columns;
} rg_failed_table;

/* `bytes` are the failed entries, `name` what they are called. `encoding` NULL: it is found out. RG_BAD_USAGE: they
 * have no header, or none of the original's columns. */
rg_status rg_failed_table_open(rg_failed_table *table, rg_spool *bytes, const char *name, const char *encoding,
                               const rg_origin *origin, rg_error *error);
void rg_failed_table_close(rg_failed_table *table);

#endif
