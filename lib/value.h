/* value.h - is a value of its column's type, and if not, why? */
#ifndef RG_VALUE_H
#define RG_VALUE_H

#include "memory.h"
#include "template.h"

/* Is `text` a value of this type (which is no list)? `*number` (may be NULL) is what bounds compare: for
 * integers and numbers their value, for dates and times seconds, for years the year, else 0. */
bool rg_value_fits(const rg_value_type *type, rg_text text, double *number);
/* The same for types that have an order; false for the others. */
bool rg_value_number(const rg_value_type *type, rg_text text, double *number);
/* Do values of this type have an order, which bounds and rules may compare? */
bool rg_value_is_ordered(const rg_value_type *type);
/* "integer": the word in a template. Static. */
const char *rg_type_name(rg_type type);
/* "integer", "ipv4": the word in a template. Static. */
const char *rg_value_word(const rg_value_type *type);
/* "a whole number", "an IPv4 address". Static. */
const char *rg_value_noun(const rg_value_type *type);
/* Damage that values of any type take: words for "no value", numbers that a spreadsheet rounded,
 * characters that nobody sees. What to do (in `arena`), or NULL. */
const char *rg_value_damage(rg_text text, rg_arena *arena);
/* Is it a word for "no value", such as N/A? */
bool rg_value_is_null_word(rg_text text);
/* What is wrong with a `text` that does not fit, and what to do: a sentence part in `arena`, or NULL when
 * there is nothing to add. */
const char *rg_value_hint(const rg_value_type *type, rg_text text, rg_arena *arena);

#endif
