/* fixer.h - one pass over a file that is fixed: what its parts share. */
#ifndef RG_FIXER_H
#define RG_FIXER_H

#include "rewriting.h"

/* A record that is filled up with empty fields waits until the next one is seen: if both are too short, a line end may
 * have divided one record. */
typedef struct rg_waiting {
    bool is_there;
    bool is_half;               /* the record before it is the other half */
    rg_buffer before, original; /* as it stands */
    rg_buffer filled, other;    /* filled up; and otherwise: the same where that changes nothing */
    rg_buffer field;            /* the name in `change` */
    uint64_t line;
    rg_change change;
} rg_waiting;

struct rg_fixer {
    rg_check *check;
    rg_fix_options options;
    rg_write_function *write;
    void *context;
    rg_row_form form;
    bool to_utf8;
    bool is_foreign;     /* pieces of the file were not in UTF-8 */
    bool is_mark_lost;   /* the lines above the header that are left out begin with it */
    bool is_void;        /* `notes` have changed */
    size_t columns;      /* of the header */
    size_t short_before; /* fields of the record before the one at hand, if they were too few; 0: they were not */
    rg_rewriter rewriter;
    const rg_finding **values; /* the fixes to be made, by position in the record at hand */
    size_t value_capacity;
    rg_change *changes; /* of the record at hand */
    size_t change_count, change_capacity;
    rg_buffer preamble, preamble_original; /* lines above the header, until that is seen */
    rg_waiting waiting;
    rg_buffer encoded;
    rg_fix_result result;
};

/* fixer.c: which fixes are to be made, and how they are told and written. */
bool rg_fixer_wants(const rg_fixer *fixer, const rg_code *code);
bool rg_fixer_is_wanted(const rg_fixer *fixer, const rg_finding *finding);
/* The finding whose fix is one of the record as a whole; NULL: there is none. */
const rg_finding *rg_fixer_of_record(const rg_fixer *fixer, const rg_record *record);
/* One more change of the piece at hand; false: memory is out. */
bool rg_fixer_note_change(rg_fixer *fixer, const rg_finding *f, rg_text before);
/* Write `text`, whose bytes in the input, if it is unchanged, are `original`; else that is NULL. */
rg_status rg_fixer_put(rg_fixer *fixer, rg_text text, const rg_text *original, rg_error *error);
rg_status rg_fixer_tell(rg_fixer *fixer, const rg_fixed *fixed, rg_error *error);
rg_status rg_fixer_put_changed(rg_fixer *fixer, const rg_record *record, rg_text after, rg_error *error);
rg_status rg_fixer_write_record(rg_fixer *fixer, const rg_record *record, rg_error *error);

/* fixer_form.c: lines above the header wait for it; it says in which form the file is written. */
rg_status rg_fixer_read_preamble(rg_fixer *fixer, const rg_record *record, rg_error *error);
/* `late` (or NULL): the finding whose fix leaves them out. */
rg_status rg_fixer_write_preamble(rg_fixer *fixer, const rg_finding *late, rg_error *error);
rg_status rg_fixer_read_header(rg_fixer *fixer, const rg_record *header, rg_error *error);

#endif
