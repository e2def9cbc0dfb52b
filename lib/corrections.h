/* corrections.h - the failed entries as they come back: found in what the user gives, cut into rows, and kept. */
#ifndef RG_CORRECTIONS_H
#define RG_CORRECTIONS_H

#include "alignment.h"
#include "buffer.h"
#include "columns.h"
#include "decoder.h"
#include "errors_file.h"
#include "kept_rows.h"

/* What is known of the original when they are read. */
typedef struct rg_origin {
    rg_buffer header;       /* its bytes without byte order mark and line end; empty: there is none */
    const rg_field *fields; /* of it */
    size_t field_count;
    char delimiter;
    const char *encoding; /* NULL: UTF-8 */
    size_t record_limit;
} rg_origin;

/* The key of a row whose values are those of the original's columns; 0: it has none. */
typedef uint64_t rg_key_function(void *context, const rg_text *values, size_t count);

typedef struct rg_corrections rg_corrections;

/* Find the failed entries, of several those of the file at `original`, and errors-file.csv. `encoding` NULL: it is
 * found out. */
rg_status rg_corrections_open(rg_corrections **corrections, rg_input *failed, rg_input *errors, const char *original,
                              const char *encoding, rg_error *error);
void rg_corrections_close(rg_corrections *corrections);
/* errors-file.csv; false: there is none. `table` is the name of an export's
 * table, e.g. "vInfo"; NULL: it is none. */
rg_status rg_corrections_errors(rg_corrections *corrections, const char *table, rg_errors_file *errors, bool *found,
                                rg_error *error);
/* Read the rows into `a`, whose places are known; rows that are the bytes of a place get it. */
rg_status rg_corrections_read(rg_corrections *corrections, const rg_origin *origin, rg_alignment *a,
                              rg_key_function *key, void *context, rg_error *error);

const rg_columns *rg_corrections_columns(const rg_corrections *corrections);
/* The header itself, without its line end. */
rg_text rg_corrections_header(const rg_corrections *corrections);
char rg_corrections_delimiter(const rg_corrections *corrections);

/* It lives until the next call. */
rg_status rg_corrections_row(rg_corrections *corrections, const rg_returned *row, rg_correction *correction,
                             rg_error *error);
/* The bytes in the failed entries that this part of a row was made of. */
rg_status rg_corrections_raw(rg_corrections *corrections, rg_text text, rg_buffer *out, rg_error *error);

/* A hash over a record's pieces, one after the other. */
uint64_t rg_content_hash(uint64_t before, rg_text piece);
/* The bytes, as they stood, of a text without the line end at its end; they may live in `out`, which is emptied. */
rg_status rg_raw_content(rg_decoder *decoder, rg_text text, rg_buffer *out, rg_text *raw, rg_error *error);

#endif
