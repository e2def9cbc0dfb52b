/* excerpt.h - a line of text with carets under a part of it, for errors and reports. */
#ifndef RG_EXCERPT_H
#define RG_EXCERPT_H

#include "buffer.h"
#include "rowgate.h"

/* Append to `shown` the line (without its end) as it can be seen, and to `carets` what stands below it: carets
 * under the `size` bytes from `start` on, but at least one. Of a line that takes more terminal cells than `room`
 * only what is round the part is shown. */
void rg_excerpt(rg_buffer *shown, rg_buffer *carets, rg_text line, size_t start, size_t size, size_t room);

#endif
