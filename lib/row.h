/* row.h - what the reader gives: one record, blank line, or further piece of a record, and what is broken about it. */
#ifndef RG_ROW_H
#define RG_ROW_H

#include "rowgate.h"

typedef enum rg_defect {
    RG_SOUND,
    RG_TEXT_AFTER_QUOTE,
    RG_QUOTE_IN_FIELD,
    RG_QUOTE_UNCLOSED,
    RG_ROW_TOO_LONG
} rg_defect;

/* One record, blank line, or further piece of a record that is too long. Valid until the next call. */
typedef struct rg_row {
    rg_text bytes; /* with the line end, and with the byte order mark before the first */
    uint64_t line;
    uint64_t byte_offset;
    rg_field *fields; /* of a broken row: those before the defect */
    size_t field_count;
    size_t field_total; /* how many there were, where that is more than are kept */
    rg_defect defect;
    size_t defect_at; /* offset in `bytes` of the byte at fault: for an open quote, of the quote */
    bool blank;       /* a line with no record on it */
    bool rest;        /* more bytes of the row before */
    bool is_decoded;  /* libcsv gave the values: they are not inside `bytes` */
    size_t mark_size; /* of the byte order mark before the first field */
    bool has_high;    /* some byte is not ASCII */
    bool has_control; /* some byte is a control character other than tab, CR, LF */
} rg_row;

#endif
