/* shared_strings.h - the texts of a workbook, which its cells refer to by number. */
#ifndef RG_SHARED_STRINGS_H
#define RG_SHARED_STRINGS_H

#include "buffer.h"
#include "input.h"

typedef struct rg_shared_strings rg_shared_strings;

/* Read them all; `input` is the reader's from then on, also on failure. Few stay in memory, many go to a temporary
 * file: what is held of each then is its place. */
rg_status rg_shared_strings_read(rg_shared_strings **strings, const char *part, rg_input *input, rg_error *error);
void rg_shared_strings_close(rg_shared_strings *strings);
size_t rg_shared_strings_count(const rg_shared_strings *strings);
/* Append one; RG_DAMAGED when there is none of this number. */
rg_status rg_shared_strings_get(rg_shared_strings *strings, size_t index, rg_buffer *out, rg_error *error);

/* Append text with the escapes that workbooks use for what XML cannot hold: _x000D_. */
void rg_add_unescaped(rg_buffer *out, rg_text text);

#endif
