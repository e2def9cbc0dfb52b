/* names.h - the names of a template's columns, as the headers of files may spell them. */
#ifndef RG_NAMES_H
#define RG_NAMES_H

#include "memory.h"
#include "row.h"
#include "template.h"

typedef struct rg_names {
    const rg_template *t;
    rg_arena arena;      /* has failed: nothing that was said since counts */
    const char **folded; /* of the columns; NULL until a name is met that is not spelled as in the template */
    const char ***aliases;
} rg_names;

void rg_names_open(rg_names *names, const rg_template *t);
void rg_names_close(rg_names *names);

/* The column of this name, or one of its aliases: exactly, or but for case, blanks and invisible characters. */
size_t rg_names_find(rg_names *names, rg_text name);
/* Is it one of the column's aliases, rather than its name? */
bool rg_names_is_alias(rg_names *names, size_t column, rg_text name);
/* How well a row explains itself as the header. */
typedef struct rg_names_found {
    size_t named;    /* values that are not empty ... */
    size_t known;    /* ... of which so many are names of columns */
    size_t expected; /* of the columns that every file has, so many are among them */
} rg_names_found;

rg_names_found rg_names_count(rg_names *names, const rg_row *row);

#endif
