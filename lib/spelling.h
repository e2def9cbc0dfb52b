/* spelling.h - names that people would call the same, and those that were probably meant. */
#ifndef RG_SPELLING_H
#define RG_SPELLING_H

#include "buffer.h"
#include "rowgate.h"

/* Append the form in which names are compared: case folded, blanks, NBSP, zero-width characters and
 * a byte order mark removed. */
void rg_fold_name(rg_buffer *out, rg_text name);
/* Edit distance of two names with transpositions, in bytes, or `limit` + 1 when it is greater. */
size_t rg_spelling_distance(rg_text a, rg_text b, size_t limit);
/* The candidate nearest to `name`, or NULL when none is near enough to be meant. `*failed` becomes true when there was
 * no memory to tell. */
const char *rg_nearest_name(rg_text name, const char *const *candidates, size_t count, bool *failed);

#endif
