/* likeness.h - what a file looks like that is nothing known. */
#ifndef RG_LIKENESS_H
#define RG_LIKENESS_H

#include "row.h"

/* Bytes from the start of a file by which rg_foreign_kind knows it. */
#define RG_FOREIGN_START 264

/* A file that is no text, no ZIP and no workbook. */
typedef struct rg_foreign {
    const char *what; /* "a tar archive" */
    const char *hint;
} rg_foreign;

/* By its first bytes; NULL: it may be text. */
const rg_foreign *rg_foreign_kind(rg_text start);

/* What to say of a table whose first row is nobody's header; NULL: it looks like a table. */
const char *rg_likeness(const rg_row *first);

#endif
