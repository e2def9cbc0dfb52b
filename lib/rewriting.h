/* rewriting.h - one record written anew: with other values in some of its fields, or in another form. */
#ifndef RG_REWRITING_H
#define RG_REWRITING_H

#include "buffer.h"
#include "memory.h"

/* How the records of a file are to be written. */
typedef struct rg_row_form {
    char from, to;  /* what separates the fields, and what is to separate them */
    size_t columns; /* only so many fields are kept; 0: all */
    bool add_mark;  /* before the header, since what began with it is left out */
    bool drop_mark; /* without the byte order mark before the first record */
} rg_row_form;

typedef enum rg_rewritten {
    RG_UNCHANGED,
    RG_CHANGED,
    RG_LEFT_OUT,
    RG_NOT_SPLIT, /* as it stands: its fields cannot be told apart, or are not all known */
    RG_NOT_EMPTY  /* as it stands: there is a value in a column that is not kept */
} rg_rewritten;

/* Scratch memory; zero-initialised is empty. */
typedef struct rg_rewriter {
    rg_text *cells; /* the fields as they are written */
    size_t count, capacity;
    rg_arena arena;
    rg_buffer out; /* the record with its line end */
} rg_rewriter;

/* Write the record in the form; with the fields of `fix`, if it has the scope of a record, in place of its own; and
 * with the fixes of `values` (findings by position; NULL: as it is). `fix` and `values` may be NULL. On RG_CHANGED the
 * text is in rewriter->out. */
rg_rewritten rg_rewrite_record(rg_rewriter *rewriter, const rg_record *record, const rg_fix *fix,
                               const rg_finding *const *values, rg_row_form form);
/* Can the fields of the record be told apart, and are they all that it has? */
bool rg_can_rewrite(rg_rewriter *rewriter, const rg_record *record);
/* Was memory out at some time? */
bool rg_rewriter_failed(const rg_rewriter *rewriter);
void rg_rewriter_free(rg_rewriter *rewriter);

#endif
