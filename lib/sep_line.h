/* sep_line.h - the line `sep=;`, which tells Excel by what fields are separated. */
#ifndef RG_SEP_LINE_H
#define RG_SEP_LINE_H

#include "rowgate.h"

/* The delimiter that the line names, perhaps in quotes and behind a byte order mark; 0: it is no such line. */
char rg_sep_of(rg_text line);

#endif
