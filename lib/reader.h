/* reader.h - bytes to records: the parts of the input that libcsv, or the reader after it, calls records. */
#ifndef RG_READER_H
#define RG_READER_H

#include "row.h"

typedef struct rg_reader rg_reader;

/* `input` is borrowed. NULL: rg_reader_show gives the text. */
rg_status rg_reader_open(rg_reader **reader, rg_input *input, const rg_check_options *options, rg_error *error);
void rg_reader_close(rg_reader *reader);

/* The most bytes a record may have, and how many fields a sound one has (0: not known yet). The number
 * helps to tell a quote that ran away from a field with line breaks in it. */
void rg_reader_expect(rg_reader *reader, size_t record_limit, size_t field_count);

/* The next row; RG_DONE at the end. Bytes and lines are never lost: the rows' bytes, in order, are the
 * input. */
rg_status rg_reader_next(rg_reader *reader, rg_row *row, rg_error *error);

/* The next row that may be a header: neither a blank line nor Excel's `sep=;`. */
rg_status rg_reader_header(rg_reader *reader, rg_row *row, rg_error *error);

/* The next `count` physical lines, as one row into which nobody looks: it has no fields. A row that goes on as
 * `rest` counts as one that is not there: RG_DONE. */
rg_status rg_reader_lines(rg_reader *reader, uint64_t count, rg_row *row, rg_error *error);

/* What separates fields, `,` at first. To be changed only where a row begins. */
void rg_reader_set_delimiter(rg_reader *reader, char delimiter);
/* The rows are those of a sheet: each counts as one line, whatever is in it. */
void rg_reader_number_rows(rg_reader *reader);

/* Look ahead: from rg_reader_hold on, every byte stays in memory, until rg_reader_rewind goes back to
 * where the hold began. For a few rows only. */
void rg_reader_hold(rg_reader *reader);
void rg_reader_rewind(rg_reader *reader);

/* For tests: from now on libcsv reads every row, also the plain ones. The result must be the same. */
void rg_reader_use_libcsv_alone(rg_reader *reader);

/* The offset behind the last row. */
uint64_t rg_reader_position(const rg_reader *reader);

/* ---------------------------------------------------------------- the same text, read by several
 *
 * One reader has the input; it hands over bytes without reading them. Others, each by itself, read rows of such parts.
 */

/* Up to `capacity` bytes behind the last row; 0 is the end. They are gone for this reader. */
rg_status rg_reader_take(rg_reader *reader, char *bytes, size_t capacity, size_t *size, rg_error *error);
/* A reader without an input, for the same kind of text as `model`. */
rg_status rg_reader_open_like(rg_reader **reader, const rg_reader *model, rg_error *error);
/* What it is to read: `text`, at `offset` in the whole; `in_rest`: it begins within a row that is too long. Lines are
 * counted from 1. RG_DONE is then said at the end, or where a row is not complete unless something follows; `is_last`:
 * nothing does. The text must stay. */
void rg_reader_show(rg_reader *reader, rg_text text, uint64_t offset, bool in_rest, bool is_last);
/* Where the fields of the next row are put if they are cut without a parser; else they are the reader's own. */
void rg_reader_lend(rg_reader *reader, rg_field *fields, size_t capacity);
/* How many fields a sound row has; 0: not known. */
size_t rg_reader_width(const rg_reader *reader);
/* The line behind the last row, and whether that row goes on. */
uint64_t rg_reader_line(const rg_reader *reader);
bool rg_reader_in_rest(const rg_reader *reader);

#endif
