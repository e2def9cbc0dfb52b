/* number.h - numbers as import files have them. */
#ifndef RG_NUMBER_H
#define RG_NUMBER_H

#include "template.h"

/* Is `text` an integer or a number, as the type says? Then `*number` is its value. */
bool rg_number_read(const rg_value_type *type, rg_text text, double *number);

#define RG_MOST_SIMPLE 15 /* digits that a double holds exactly */
/* The same for digits with perhaps one decimal point among them: what nearly all are. False: look closer. */
bool rg_number_simple(const rg_value_type *type, rg_text text, double *number);

#endif
