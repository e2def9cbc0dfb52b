/* parser.h - libcsv, which decides what a record is, fed one physical line at a time. */
#ifndef RG_PARSER_H
#define RG_PARSER_H

#include "rowgate.h"

typedef struct rg_parser rg_parser;

/* Room for the fields of one row. */
typedef struct rg_fields {
    rg_field *items;
    size_t count;
    size_t total; /* with those that were too many to be kept */
    size_t capacity;
} rg_fields;

/* Where a row stands after one more line. */
typedef enum rg_row_state { RG_ROW_COMPLETE, RG_ROW_OPEN, RG_ROW_BROKEN, RG_ROW_UNCLOSED, RG_ROW_FAILED } rg_row_state;

/* Where libcsv is in a row that it did not take; offsets in the row. */
typedef struct rg_stop {
    size_t at;
    size_t field;   /* where the field begins in which it stopped, or the blanks before it */
    bool in_quotes; /* that field is quoted */
} rg_stop;

/* The fields are put where the caller says. NULL: no memory. */
rg_parser *rg_parser_open(rg_fields *fields, char delimiter);
void rg_parser_close(rg_parser *parser);
void rg_parser_set_delimiter(rg_parser *parser, char delimiter);

/* A row begins, and its first field at this offset in it: behind a byte order mark. */
void rg_parser_begin(rg_parser *parser, size_t first_field);
/* Feed the physical line that begins at offset `at` of the row, and is the last of it so far. */
rg_row_state rg_parser_feed(rg_parser *parser, rg_text row, size_t at);
/* No more lines of the row will follow: its fields get their pointers. They are valid until the next row begins. */
void rg_parser_settle(rg_parser *parser, rg_text row);
/* Was a record in the lines, if only one field? */
bool rg_parser_has_record(const rg_parser *parser);
rg_stop rg_parser_stop(const rg_parser *parser);
/* After an error libcsv's state means nothing: start anew. False: no memory. */
bool rg_parser_reset(rg_parser *parser);

#endif
