/* quoting.h - a value as a field of a CSV. */
#ifndef RG_QUOTING_H
#define RG_QUOTING_H

#include "buffer.h"

typedef enum rg_quotes {
    RG_QUOTES_NEEDED, /* only where a reader would otherwise see another value */
    RG_QUOTES_ALWAYS
} rg_quotes;

/* Append `value` as a field between `delimiter`s: in quotes where it has the delimiter, a quote or a line end in it, or
 * a blank at an edge. */
void rg_add_field(rg_buffer *csv, rg_text value, char delimiter, rg_quotes quotes);

#endif
