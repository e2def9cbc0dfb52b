/* source.h - places in a template's text, as errors show them. */
#ifndef RG_SOURCE_H
#define RG_SOURCE_H

#include "rowgate.h"

/* Write into `error` (may be NULL) the place, and an excerpt with carets under `width` characters from it on. Lines
 * and columns are counted from 1. */
void rg_source_place(rg_text source, uint64_t line, uint64_t column, uint64_t width, rg_error *error);
/* Write an excerpt of one line, whose number is known. */
void rg_source_excerpt(rg_text line, uint64_t number, uint64_t column, uint64_t width, rg_error *error);

#endif
