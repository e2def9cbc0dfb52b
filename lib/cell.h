/* cell.h - what a cell of a workbook says: places, numbers, dates and escapes, as text. */
#ifndef RG_CELL_H
#define RG_CELL_H

#include "buffer.h"
#include "rowgate.h"

#define RG_CELL_ROWS 1048576 /* what a sheet can have, by the format's own limits */
#define RG_CELL_COLUMNS 16384
#define RG_CELL_SIZE ((size_t)1 << 20) /* bytes of text in one cell; the format's limit is 32,767 characters */

/* "D5" is column 4 of row 5. Numbers beyond the limits are given as one more than the limit; false: no place. */
bool rg_cell_place(const char *reference, uint32_t *column, uint32_t *row);

/* Append a number as people write it: 1.6384E4 as 16384, 0.30000000000000004 as 0.3, integers as they stand. What is
 * no number is left as it is. */
void rg_cell_number(rg_buffer *out, rg_text text);
/* Append a number of days as yyyy/MM/dd HH:mm:ss; false when it is none, or on no calendar. */
bool rg_cell_date(rg_buffer *out, rg_text text, bool from_1904);
/* Does a number format show dates or times? By its number among those that every workbook has, or by its code. */
bool rg_cell_builtin_is_date(uint64_t number);
bool rg_cell_format_is_date(const char *code);

/* Decode _xHHHH_ in place, in all that stands behind `from`. */
void rg_cell_decode(rg_buffer *text, size_t from);

#endif
