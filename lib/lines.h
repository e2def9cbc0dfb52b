/* lines.h - physical lines: where they end, and how many there are. */
#ifndef RG_LINES_H
#define RG_LINES_H

#include "rowgate.h"

/* The size of `line` without its line end. */
size_t rg_line_content(rg_text line);
/* The offset behind the physical line in which offset `at` lies, with its end: LF, CR LF, or CR. */
size_t rg_line_end(rg_text text, size_t at);
/* The number of line ends. */
uint64_t rg_count_lines(rg_text text);

#endif
