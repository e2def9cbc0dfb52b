/* recheck.c - check a file that was written anew, and report what is left to be told. */
#include "recheck.h"

rg_status recheck(rg_spool *spool, const char *name, const rg_template *const *templates,
                  const rg_check_options *options, rg_report *report, rg_summary *summary, rg_error *error)
{
    rg_input *input = NULL;
    rg_check *check = NULL;
    const rg_record *record;
    rg_status status = rg_spool_read(spool, name, &input, error);
    if (status == RG_OK)
        status = rg_check_open(&check, input, templates, 1, options, error);
    if (status == RG_OK && report)
        status = rg_report_begin(report, name, error);
    while (status == RG_OK) {
        status = rg_check_next(check, &record, error);
        if (status == RG_OK && report)
            status = rg_report_record(report, record, error);
    }
    if (status == RG_DONE) {
        *summary = *rg_check_summary(check);
        status = report ? rg_report_end(report, summary, NULL, error) : RG_OK;
        *summary = (rg_summary){.records = summary->records,
                                .accepted = summary->accepted,
                                .failed = summary->failed,
                                .safe_fixes = summary->safe_fixes,
                                .unsafe_fixes = summary->unsafe_fixes,
                                .errors = summary->errors,
                                .warnings = summary->warnings};
    }
    rg_check_close(check);
    rg_input_close(input);
    return status;
}
