/* container.h - what an input holds: itself, the members of an archive or a folder, or the sheets of a workbook. */
#ifndef RG_CONTAINER_H
#define RG_CONTAINER_H

#include "findings.h"
#include "input.h"
#include "member_names.h"

typedef struct rg_entry {
    rg_member *member;  /* what findings say it is */
    rg_text stem;       /* its name without folders and ending */
    rg_content content; /* by the ending */
    bool unreadable;    /* a finding says why */
    size_t index;       /* in the archive or workbook */
} rg_entry;

typedef struct rg_container rg_container;

/* Look at what `input` (borrowed) is. What is wrong with an archive goes to `findings`, with its texts. */
rg_status rg_container_open(rg_container **container, rg_input *input, rg_findings *findings, rg_error *error);
void rg_container_close(rg_container *container);

rg_packaging rg_container_packaging(const rg_container *container);
/* RG_PACKAGING_FILE has one part, whose member has no name, and none where the file is of a kind that cannot be read.
 */
size_t rg_container_count(const rg_container *container);
const rg_entry *rg_container_entry(const rg_container *container, size_t index);
/* A part's bytes; of a sheet, its CSV. To be closed by rg_container_done. */
rg_status rg_container_read(rg_container *container, size_t index, rg_input **input, rg_error *error);
/* A part that belongs to nothing that is known. */
void rg_report_stranger(rg_findings *findings, rg_member *member);
void rg_container_done(rg_container *container, rg_input *input);

#endif
