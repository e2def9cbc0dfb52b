/* totals.c - what a table came to, and what there is to say of that. */
#include "totals.h"

/* True: `found` is more than the limit. `line`, if known, is where it was reached. */
static bool report_limit(rg_findings *findings, const rg_template *t, rg_limit limit, rg_code_index code,
                         const char *what, uint64_t found, uint64_t line)
{
    uint64_t allowed = t->limits[limit];
    if (!allowed || found <= allowed)
        return false;
    rg_finding *finding = rg_findings_add(
        findings, code, "%s %s, the limit is %s%s", rg_grouped(findings, found), what, rg_grouped(findings, allowed),
        limit == RG_LIMIT_RECORDS ? "; those beyond it were checked, but not compared with others" : "");
    finding->hint = rg_arena_printf(&findings->arena,
                                    "split the file, or ask for a higher quota and raise the limit with --set %s=N",
                                    rg_limit_names[limit]);
    finding->line = line;
    finding->column = line ? 1 : 0;
    return true;
}

bool rg_report_limits(rg_findings *findings, const rg_template *t, const rg_table_totals *totals)
{
    const rg_across_totals *across = &totals->across;
    bool bytes = report_limit(findings, t, RG_LIMIT_BYTES, RG_CODE_TOO_MANY_BYTES, "bytes", totals->bytes, 0);
    bool records = report_limit(findings, t, RG_LIMIT_RECORDS, RG_CODE_TOO_MANY_RECORDS, "records", totals->records,
                                across->record_limit_line);
    bool servers = report_limit(findings, t, RG_LIMIT_SERVERS, RG_CODE_TOO_MANY_SERVERS, "servers", across->servers,
                                across->server_limit_line);
    return bytes || records || servers;
}

bool rg_report_no_header(rg_findings *findings)
{
    rg_findings_add(findings, RG_CODE_FILE_EMPTY, "the file has no header and no records")->hint =
        "was the export broken off?";
    return true;
}

bool rg_report_records_needed(rg_findings *findings)
{
    rg_findings_add(findings, RG_CODE_RECORDS_NEEDED, "there is a header and no records: nothing could be imported")
        ->hint = "was the export filtered to nothing?";
    return true;
}

void rg_report_no_records(rg_findings *findings)
{
    rg_findings_add(findings, RG_CODE_NO_RECORDS, "the file has a header and no records")->hint =
        "is this the right file?";
}
