/* marks.h - the bytes of a CSV text that mean something, found 64 at a time. */
#ifndef RG_MARKS_H
#define RG_MARKS_H

#include <stdint.h>

#include "rowgate.h"

#define RG_MARKS_BLOCK 64

/* Bit i is set where block[i], of RG_MARKS_BLOCK bytes, is the delimiter, a quote, CR or LF. */
typedef uint64_t rg_marks_function(const char *block, char delimiter);

rg_marks_function rg_marks_portable;
/* The fastest that this processor has. */
rg_marks_function *rg_marks_choose(void);

#endif
