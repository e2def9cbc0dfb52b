/* show.h - bytes as people can see them. */
#ifndef RG_SHOW_H
#define RG_SHOW_H

#include "buffer.h"
#include "rowgate.h"

/* The size of what `text` begins with that is ASCII, and that people can see. */
size_t rg_visible_prefix(rg_text text);
/* Append the character that `text` begins with in a form that people can see: control bytes and bytes that are
 * not UTF-8 as \x07, invisible characters as \u200B, others as they are. The result and `cells` are as for
 * rg_utf8_next; the cells are those of what was appended. */
size_t rg_show_character(rg_buffer *out, rg_text text, size_t *cells);

/* The same for all of `text`. */
void rg_show(rg_buffer *out, rg_text text);

/* Replace, in place, what a terminal should not get (control characters, bytes that are not UTF-8) by question marks.
 * Line ends stay where `keep_lines` says so. */
void rg_make_showable(char *text, bool keep_lines);

/* "comma", "semicolon": what people call it, or NULL. Static. */
const char *rg_delimiter_name(char delimiter);

#endif
