/* shared_strings.h - the texts that the cells of a workbook refer to by number. */
#ifndef RG_SHARED_STRINGS_H
#define RG_SHARED_STRINGS_H

#include "buffer.h"
#include "xml.h"

typedef struct rg_shared_strings rg_shared_strings;

/* Reads all of the part; its input is closed in any case. */
rg_status rg_shared_strings_open(rg_shared_strings **strings, const rg_part *part, rg_error *error);
/* 0 when `strings` is NULL. */
uint64_t rg_shared_strings_count(const rg_shared_strings *strings);
/* Append a text to `out`; `index` is less than the count. */
rg_status rg_shared_strings_add(rg_shared_strings *strings, uint64_t index, rg_buffer *out, rg_error *error);
void rg_shared_strings_close(rg_shared_strings *strings);

#endif
