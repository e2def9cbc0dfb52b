/* merge_report.h - what a merge says: what went where, and what is open. */
#ifndef ROWGATE_MERGE_REPORT_H
#define ROWGATE_MERGE_REPORT_H

#include "output.h"

typedef enum merge_format { MERGE_TEXT, MERGE_JSON } merge_format;

/* What is done about deleted records, new rows and conflicts. */
typedef enum merge_answer { ANSWER_ERROR, ANSWER_KEEP, ANSWER_OTHER } merge_answer;

typedef struct merge_report {
    output out;
    merge_format format;
    bool is_quiet, is_verbose;
    const char *original, *failed;   /* as they are called */
    int deleted, new, conflicts;     /* a merge_answer each */
    uint64_t shown[RG_FATE_NEW + 2]; /* of each fate; the last are changes by a spreadsheet */
    uint64_t rows;
} merge_report;

rg_status merge_report_begin(merge_report *r, rg_error *error);
rg_status merge_report_row(merge_report *r, const rg_merged *merged, rg_error *error);
rg_status merge_report_total(merge_report *r, const rg_merge_summary *summary, rg_error *error);
/* Of the questions that nobody has answered, the first; NULL: there is none. */
const char *merge_report_question(const merge_report *r, const rg_merge_summary *summary);
/* `written` NULL: nothing was, and why. */
rg_status merge_report_end(merge_report *r, const char *written, const char *why, rg_error *error);

#endif
