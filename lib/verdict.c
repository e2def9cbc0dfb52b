/* verdict.c - what a check comes to, in one sentence, and what to do next. */
#include "verdict.h"

#include <string.h>

void rg_add_count(rg_buffer *out, uint64_t number, const char *noun)
{
    rg_buffer_add_grouped(out, number);
    rg_buffer_printf(out, " %s%s", noun, number == 1 ? "" : "s");
}

/* "3 errors, 1 warning" */
static void add_findings(rg_buffer *out, const rg_summary *summary)
{
    if (summary->errors)
        rg_add_count(out, summary->errors, "error");
    if (summary->errors && summary->warnings)
        rg_buffer_add_string(out, ", ");
    if (summary->warnings)
        rg_add_count(out, summary->warnings, "warning");
}

/* The file as a whole is refused: not (only) because all its records fail. */
static bool is_refused(const rg_summary *summary)
{
    return summary->errors && summary->task.server_import_success == 0 && summary->failed < summary->records;
}

void rg_add_verdict(rg_buffer *out, const char *path, const rg_summary *summary)
{
    rg_buffer_printf(out, "%s: ", path);
    if (!summary->classification.template_name) {
        rg_buffer_add_string(out,
                             summary->bytes ? "not recognised, nothing was checked" : "empty, nothing was checked");
    } else if (is_refused(summary)) {
        rg_buffer_add_string(out, "none of ");
        rg_add_count(out, summary->records, "record");
        rg_buffer_add_string(out, " would be imported: ");
        add_findings(out, summary);
    } else if (summary->failed) {
        rg_buffer_add_grouped(out, summary->failed);
        rg_buffer_add_string(out, " of ");
        rg_add_count(out, summary->records, "record");
        rg_buffer_add_string(out, " would fail: ");
        add_findings(out, summary);
        if (summary->unchecked) {
            rg_buffer_add_string(out, "; ");
            rg_add_count(out, summary->unchecked, "record");
            rg_buffer_add_string(out, " not checked");
        }
    } else if (summary->errors) {
        add_findings(out, summary);
    } else {
        rg_buffer_add_string(out, summary->warnings ? "no errors, " : "fine, ");
        add_findings(out, summary);
        rg_buffer_add_string(out, summary->warnings ? "; " : "");
        rg_add_count(out, summary->records, "record");
    }
}

/* What is known to be fixed is fixed first. True: nothing is left to be done then. */
static bool add_fix_step(rg_buffer *out, const char *path, const rg_summary *summary)
{
    bool is_all = summary->safe_fixes == summary->errors + summary->warnings;
    if (!summary->safe_fixes || strcmp(path, "<stdin>") == 0)
        return false;
    rg_buffer_printf(out, "`rowgate fix -i %s` cures ", path);
    if (is_all)
        rg_buffer_add_string(out, summary->safe_fixes == 1 ? "it" : "all of it");
    else
        rg_add_count(out, summary->safe_fixes, "finding");
    rg_buffer_add_string(out, is_all ? "" : "; then ");
    return is_all;
}

void rg_add_next_step(rg_buffer *out, const char *path, const rg_summary *summary, rg_obstacle obstacle,
                      const char *archive)
{
    if (add_fix_step(out, path, summary))
        return;
    if (summary->bytes == 0)
        rg_buffer_add_string(out, "export the file again");
    else if (!summary->classification.template_name)
        rg_buffer_add_string(out, "follow the help above, or name the template to check by with --template NAME|FILE");
    else if (obstacle.container)
        rg_buffer_add_string(out, "follow the help on the file as a whole first: as it is, nothing would be imported");
    else if (obstacle.header)
        rg_buffer_add_string(out, "correct the header, then check again: until then no record would be imported");
    else if (is_refused(summary))
        rg_buffer_add_string(out, "split the file, so that it keeps the limits that are named above");
    else if (summary->errors && archive && summary->table_count > 1)
        rg_buffer_printf(out, "correct the records that are in %s where they come from, export again, and check",
                         archive);
    else if (summary->errors && archive)
        rg_buffer_printf(out, "correct the records in failed-entries-file.csv of %s, check that file, and import it",
                         archive);
    else if (summary->failed)
        rg_buffer_printf(out, "correct the records above and check again; `rowgate check -z %s` packs the failed ones",
                         path);
    else if (summary->errors)
        rg_buffer_add_string(out, "correct the errors above and check again");
    else if (summary->warnings)
        rg_buffer_add_string(out, "look at the warnings; the file would be imported as it is");
    else
        rg_buffer_add_string(out, summary->task.status ? "upload it" : "use it");
}
