/* string_format.h - the formats of strings: addresses, names, identifiers. */
#ifndef RG_STRING_FORMAT_H
#define RG_STRING_FORMAT_H

#include "memory.h"
#include "template.h"

bool rg_format_fits(rg_string_format format, rg_text text);
/* What is wrong with a text that does not fit, or NULL. */
const char *rg_format_hint(rg_string_format format, rg_text text, rg_arena *arena);

/* A pattern of texts that certainly fit, as nearly all do, for texts of up to `*most` bytes. NULL: there is none. */
const char *rg_format_pattern(rg_string_format format, size_t *most);

#endif
