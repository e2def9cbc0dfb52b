/* settlement.h - what becomes of each piece of the original, and of each row that has no record there. */
#ifndef RG_SETTLEMENT_H
#define RG_SETTLEMENT_H

#include "handed_out.h"
#include "kept_rows.h"
#include "open_rows.h"
#include "outcome.h"
#include "putback.h"

/* Zero-initialised but for the first members, which are borrowed, and those of `putback`. */
typedef struct rg_settlement {
    const char *original; /* what it is called */
    const rg_merge_options *options;
    rg_handed_out *handed_out;
    rg_alignment *alignment;
    rg_kept_rows *rows;
    rg_putback putback;
    rg_outcome outcome; /* what is said of the piece or row that was settled last, and of all */
    rg_open_rows open_rows;
    size_t next_place, next_row;
    bool dropping;  /* further pieces of the record before go as it did */
    bool ends_line; /* the text so far ends with a line end */
    rg_buffer room;
} rg_settlement;

/* The rows have their places. */
rg_status rg_settlement_begin(rg_settlement *settlement, rg_error *error);
/* Each piece of the original, in their order, when it is read for the second time. */
rg_status rg_settle_piece(rg_settlement *settlement, const rg_record *piece, rg_error *error);
/* Then the next row without a record; RG_DONE: there is none left. */
rg_status rg_settle_row(rg_settlement *settlement, rg_error *error);
void rg_settlement_free(rg_settlement *settlement);

#endif
