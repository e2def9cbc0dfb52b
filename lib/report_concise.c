/* report_concise.c - one line a finding, in the form in which compilers report, which editors and grep know. */
#include <string.h>

#include "report.h"
#include "verdict.h"

static void add_finding(rg_report *report, const rg_finding *f)
{
    rg_buffer *out = &report->out;
    rg_report_add_place(report, out, f);
    rg_buffer_add_string(out, f->severity == RG_ERROR ? ": error: " : ": warning: ");
    if (f->field && !strstr(f->message, f->field)) {
        rg_report_add_words(report, out, f->field);
        rg_buffer_add_string(out, ": ");
    }
    rg_report_add_words(report, out, f->message);
    rg_buffer_add_string(out, f->hint ? "; " : "");
    rg_report_add_words(report, out, f->hint);
    rg_buffer_add_string(out, " [");
    rg_buffer_add_string(out, f->code->id);
    rg_buffer_add_string(out, "]\n");
}

static void add_record(rg_report *report, const rg_record *record)
{
    for (size_t i = 0; i < record->finding_count && rg_report_show_one(report); i++)
        add_finding(report, &record->findings[i]);
}

static void end(rg_report *report, const rg_summary *summary, const char *archive)
{
    uint64_t findings = summary->errors + summary->warnings;
    if (report->shown < findings) {
        rg_buffer_printf(&report->out, "%s: ", report->label);
        rg_add_count(&report->out, findings - report->shown, "more finding");
        rg_buffer_add_string(&report->out, "\n");
    }
    if (archive)
        rg_buffer_printf(&report->out, "%s: failed entries are in %s\n", report->label, archive);
    rg_add_verdict(&report->out, report->label, summary);
    rg_buffer_add_string(&report->out, "\n");
}

const rg_report_kind rg_report_concise = {.record = add_record, .end = end, .class = rg_report_add_class};
