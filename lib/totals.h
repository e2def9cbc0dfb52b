/* totals.h - what a table came to, and what there is to say of that. */
#ifndef RG_TOTALS_H
#define RG_TOTALS_H

#include "across.h"
#include "findings.h"

typedef struct rg_table_totals {
    uint64_t bytes;
    uint64_t records, accepted, failed, unchecked;
    uint64_t first_data_line;
    bool failed_whole; /* nothing of it would be imported */
    rg_across_totals across;
} rg_table_totals;

/* Limits of the template that the table exceeds. True: there are some. */
bool rg_report_limits(rg_findings *findings, const rg_template *t, const rg_table_totals *totals);
/* There is less in the table than there must be. True, always: nothing of it would be imported. */
bool rg_report_no_header(rg_findings *findings);
bool rg_report_records_needed(rg_findings *findings);
/* A header alone, where that may be meant. */
void rg_report_no_records(rg_findings *findings);

#endif
