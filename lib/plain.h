/* plain.h - cut a record that needs no parser. */
#ifndef RG_PLAIN_H
#define RG_PLAIN_H

#include "rowgate.h"

/* Cut `line` (one physical line without its end) at `delimiter` into at most `capacity` fields. Returns
 * their number, or 0 when the line is not plain and only libcsv can say what it means: a quote that is not
 * at both edges of a field, a doubled quote, blanks at the edge of an unquoted field, an open quote, an
 * empty line, or more fields than `capacity`. For a plain line the fields are exactly libcsv's. */
size_t rg_plain_cut(rg_text line, char delimiter, rg_field *fields, size_t capacity);

#endif
