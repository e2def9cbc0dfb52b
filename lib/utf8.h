/* utf8.h - UTF-8: validity, characters, lengths, widths, case. */
#ifndef RG_UTF8_H
#define RG_UTF8_H

#include "buffer.h"
#include "rowgate.h"

#define RG_UTF8_MARK "\xEF\xBB\xBF" /* a byte order mark */
/* The size of the byte order mark that `text` begins with; 0: it does not. */
size_t rg_utf8_mark_size(rg_text text);
rg_text rg_utf8_without_mark(rg_text text);

/* The offset of the first byte that is not UTF-8, or `size` when all is well. */
size_t rg_utf8_valid_prefix(rg_text text);
/* The size of the incomplete character that `text` ends with, from 0 to 3. */
size_t rg_utf8_incomplete(rg_text text);
/* The number of characters; a byte that is not UTF-8 counts as one. */
size_t rg_utf8_length(rg_text text);
/* The character that `text`, which is not empty, begins with, and its size; 0: it begins with something else. */
size_t rg_utf8_read(rg_text text, uint32_t *character);
/* The size in bytes of the character that `text` begins with (1 for a byte that is not UTF-8) and
 * the number of terminal cells it takes; `text` is not empty. */
size_t rg_utf8_next(rg_text text, size_t *cells);

/* Append `text` with what is not UTF-8 replaced by U+FFFD, for those who take nothing else. */
void rg_utf8_repair(rg_buffer *out, rg_text text);
/* Append `text` in the case in which texts are compared. False: it is not UTF-8, and nothing was appended. */
bool rg_utf8_fold_case(rg_buffer *out, rg_text text);

#endif
