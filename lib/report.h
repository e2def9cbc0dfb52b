/* report.h - what the formats share: where their text goes, and the questions that a format answers. */
#ifndef RG_REPORT_H
#define RG_REPORT_H

#include "buffer.h"

/* A format: what it writes at each step. NULL: nothing. They append to report->out; a failure to get memory shows
 * in report->out.failed. */
typedef struct rg_report_kind {
    size_t state_size; /* of what report->state points to, zeroed */
    void (*begin)(rg_report *report);
    void (*record)(rg_report *report, const rg_record *record);
    void (*end)(rg_report *report, const rg_summary *summary, const char *archive);
    void (*class)(rg_report *report, const rg_classification *classification);
    void (*finish)(rg_report *report);
    void (*close)(rg_report *report);
} rg_report_kind;

extern const rg_report_kind rg_report_full, rg_report_concise, rg_report_json, rg_report_jsonl;

struct rg_report {
    const rg_report_kind *kind;
    rg_report_options options;
    rg_buffer out; /* written when it has grown, and at the end of each file */
    rg_write_function *write;
    void *context;
    const char *path;  /* of the file at hand, in UTF-8, for programs */
    const char *label; /* the same for people: without anything that a terminal would obey */
    rg_buffer path_bytes, label_bytes;
    uint64_t file_count;
    uint64_t shown; /* findings of the file at hand */
    void *state;
};

/* May one more finding of this file be shown? If so it is counted as shown. */
bool rg_report_show_one(rg_report *report);
/* Append where a finding is, for people: the file, the member in it, line and column, or the cell of a sheet. */
void rg_report_add_place(rg_report *report, rg_buffer *out, const rg_finding *finding);
/* "B14": a cell as spreadsheets call it; the column alone is not known: "14:14", a row. */
void rg_add_cell(rg_buffer *out, const rg_finding *finding);
/* What a file is, for people: the same in both formats. */
void rg_report_add_class(rg_report *report, const rg_classification *classification);
/* Append words of a finding for people: they may hold parts of the file. NULL: nothing. */
void rg_report_add_words(rg_report *report, rg_buffer *out, const char *words);

#endif
