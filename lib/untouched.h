/* untouched.h - rows that nobody has touched: each is one of the records that were handed out, byte for byte. */
#ifndef RG_UNTOUCHED_H
#define RG_UNTOUCHED_H

#include "alignment.h"
#include "failed_table.h"
#include "fingerprint.h"

/* Zero-initialised is closed. The first two are borrowed. */
typedef struct rg_untouched {
    rg_failed_table *table;
    const rg_alignment *alignment;  /* places that have a row are no longer looked at */
    struct rg_first_line *by_first; /* all places, in the order of the hashes of their first lines */
    uint32_t last_place;            /* that was found */
    rg_buffer room;
} rg_untouched;

rg_status rg_untouched_open(rg_untouched *untouched, rg_failed_table *table, const rg_alignment *alignment,
                            rg_error *error);
void rg_untouched_close(rg_untouched *untouched);

/* The place of the row that is next, and `*line`, where it is; the table's reader is then behind it. RG_NOWHERE: it is
 * none of them, or there is no row; the reader is where it was. */
rg_status rg_untouched_next(rg_untouched *untouched, uint32_t *place, uint64_t *line, rg_error *error);
/* The place with this fingerprint, or RG_NOWHERE. */
rg_status rg_untouched_find(rg_untouched *untouched, const rg_fingerprint *fingerprint, uint32_t *place,
                            rg_error *error);

#endif
