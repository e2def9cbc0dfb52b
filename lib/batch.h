/* batch.h - rows taken out of the reader's hands, and what was found in each of them alone. */
#ifndef RG_BATCH_H
#define RG_BATCH_H

#include "examine.h"

/* A row that was looked at. Its pointers, and its findings, live as long as the batch is not filled anew. */
typedef struct rg_examined {
    rg_row row;
    size_t first_finding, finding_count; /* in the batch's findings */
    bool broken;
} rg_examined;

/* Zero-initialised is empty. */
typedef struct rg_batch {
    size_t usual_size; /* of the bytes in it; only a row that is longer makes it larger */
    rg_examined *rows;
    size_t count, capacity;
    char *bytes; /* of the rows, and the values that libcsv decoded */
    size_t used, size;
    rg_field *fields;
    size_t field_count, field_size;
    rg_findings findings;
    rg_status status; /* of looking at the row behind the last that was examined */
    size_t examined;
    rg_error error;
} rg_batch;

/* Copy a row into the batch. False: there is no room for it, or, in an empty batch, no memory. */
bool rg_batch_add(rg_batch *batch, const rg_row *row);
/* Look at all rows, up to the first that gives no answer. */
void rg_batch_examine(rg_batch *batch, rg_examiner *examiner);
/* Empty it for other rows. */
void rg_batch_clear(rg_batch *batch);
void rg_batch_free(rg_batch *batch);

#endif
