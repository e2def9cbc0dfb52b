/* typography.h - characters that come from word processors and web pages: those that nobody sees, and those that are
 * printed in place of what is on a keyboard. */
#ifndef RG_TYPOGRAPHY_H
#define RG_TYPOGRAPHY_H

#include "buffer.h"
#include "rowgate.h"

/* Is it one that nobody can see, or that looks like a blank and is none? */
bool rg_is_invisible(uint32_t character);
/* The first such character in `text`, of those that are there by accident: what it is called (static), and where; NULL:
 * there is none. */
const char *rg_find_invisible(rg_text text, rg_text *found);
/* Append `text` without such characters: a blank in place of those that look like one, nothing for the others. */
void rg_add_visible(rg_buffer *out, rg_text text);
/* Is there a joiner or non-joiner between two characters above ASCII? Nobody sees those, either, but some scripts, and
 * emoji, are other words without them. */
bool rg_has_joiner(rg_text text);

/* Is the value in curly quotes, as word processors make them of straight ones? */
bool rg_in_curly_quotes(rg_text text, rg_text *inside);
/* Is there a double one anywhere in it? */
bool rg_has_curly_quote(rg_text text);
/* Append `text` with what a keyboard has in place of curly quotes, and of hyphens and dashes. */
void rg_add_typed(rg_buffer *out, rg_text text);

#endif
