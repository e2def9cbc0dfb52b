/* check.h - what those who write a file anew ask of its check. */
#ifndef RG_CHECK_H
#define RG_CHECK_H

#include "buffer.h"

/* Is the input a single file of text, neither an archive nor a folder nor a workbook? Known from the first piece on. */
bool rg_check_is_file(const rg_check *check);
/* What separates the fields of the table at hand. */
char rg_check_delimiter(const rg_check *check);
/* Append a text of the table at hand in the encoding of the input; `*faithful` is false when that lacks a character. */
rg_status rg_check_encode(rg_check *check, rg_text text, rg_buffer *out, bool *faithful, rg_error *error);

#endif
