/* plain.h - cut a record that needs no parser. */
#ifndef RG_PLAIN_H
#define RG_PLAIN_H

#include "rowgate.h"

/* Cut the line that `text` begins with into at most `capacity` fields. Returns their number, and in `*size` that of the
 * line with its end; or 0 when the line is not plain and only libcsv can say what it means: a quote that is not at both
 * edges of a field, a doubled quote, blanks at the edge of an unquoted field, an open quote, an empty line, or more
 * fields than `capacity`. For a plain line the fields are exactly libcsv's. A line whose end is not in sight is not
 * plain, unless `is_all`: nothing follows the text. */
typedef size_t rg_plain_function(rg_text text, char delimiter, bool is_all, rg_field *fields, size_t capacity,
                                 size_t *size);

rg_plain_function rg_plain_cut_portable;
/* The fastest that this processor has. */
rg_plain_function *rg_plain_choose(void);

#endif
