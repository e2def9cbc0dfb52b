/* remedy_number.h - the number that was meant by one that was written in another way. */
#ifndef RG_REMEDY_NUMBER_H
#define RG_REMEDY_NUMBER_H

#include "buffer.h"
#include "template.h"

/* Append the number as the column writes it: without thousands separators and unit, in the column's unit, and with its
 * decimal sign. False: `text` is no such number. `delimiter` is that of the file's fields: who separates them by
 * anything but commas probably has decimal commas. `*safe`: there is no other way to read it. */
bool rg_remedy_number(rg_buffer *out, const rg_value_type *type, char delimiter, rg_text text, bool *safe);

/* The same for a number with one comma, which is taken for the decimal sign. */
bool rg_remedy_fraction(rg_buffer *out, const rg_value_type *type, rg_text text, bool *safe);

/* Append 6.93217E+12 as 6932170000000; false when it is not of that form. */
bool rg_remedy_exponent(rg_buffer *out, rg_text text);

#endif
