/* constraints.h - what the constraints of a column may say together. */
#ifndef RG_CONSTRAINTS_H
#define RG_CONSTRAINTS_H

#include "template.h"

/* The type of the values that bounds and patterns are about: the column's own, or its items'. */
const rg_value_type *rg_compared_type(const rg_column *column);
/* Has the type an order, so that a bound means something? */
bool rg_type_is_ordered(rg_type type);
/* Which two constraints can never hold together; false when all can. */
bool rg_constraints_conflict(const rg_constraints *constraints, const char **one, const char **other);

#endif
