/* chunk.h - a part of a table's text, the rows in it, and what was found in each of them alone, with the keys by which
 * it is compared with others. */
#ifndef RG_CHUNK_H
#define RG_CHUNK_H

#include "examine.h"
#include "keys.h"
#include "reader.h"

/* A row that was looked at. It lives, with its findings, until the chunk is looked at again. */
typedef struct rg_examined {
    rg_row row;                                       /* its line is counted from that of the chunk */
    size_t first_field, first_finding, finding_count; /* in those of the chunk */
    bool broken;
    rg_keys_of_record keys; /* in those of the chunk; none when it is broken */
} rg_examined;

/* Zero-initialised is empty. */
typedef struct rg_chunk {
    char *bytes;
    size_t size, capacity;
    size_t start;    /* of what was not looked at yet */
    uint64_t offset; /* of bytes[0] in the text */
    bool in_rest;    /* `start` is within a row that is too long */
    bool is_last;    /* the text ends here */
    rg_examined *rows;
    size_t count, row_capacity;
    rg_field *fields;
    size_t field_count, field_capacity;
    rg_findings findings;
    rg_keys keys;
    uint64_t lines;   /* of the rows */
    rg_status status; /* RG_OK: there may be more rows. RG_DONE: what is left is not a whole row. Else why the row
                         behind the last one could not be looked at: it is rows[count] */
    rg_error error;
} rg_chunk;

/* Where the text most probably can be cut between two rows; its size, when that is nowhere. */
size_t rg_chunk_guess_end(rg_text text);
/* Look at the next rows: all, or as many as are reasonable at once. `makers`: of their keys; NULL: none are needed. */
void rg_chunk_examine(rg_chunk *chunk, rg_reader *reader, rg_examiner *examiner, const rg_key_makers *makers);
/* Make room for so many bytes in all, or append some. False: no memory. */
bool rg_chunk_reserve(rg_chunk *chunk, size_t size);
bool rg_chunk_add(rg_chunk *chunk, rg_text text);
/* The text of `from`, not yet looked at, becomes that of `chunk`, whose own goes to `from`. */
void rg_chunk_take_text(rg_chunk *chunk, rg_chunk *from);
/* What no row was made of yet. */
rg_text rg_chunk_rest(const rg_chunk *chunk);
/* Empty it for other text, which begins at `offset`. */
void rg_chunk_clear(rg_chunk *chunk, uint64_t offset);
void rg_chunk_free(rg_chunk *chunk);

#endif
