/* merge_report.c - what a merge says: what went where, and what is open. */
#include "merge_report.h"

#include <inttypes.h>
#include <string.h>

#define MOST_SHOWN 10 /* of each kind, unless all are asked for */

static const char *const fates[] = {
    [RG_FATE_NONE] = "none",         [RG_FATE_KEPT] = "kept",       [RG_FATE_CHANGED] = "changed",
    [RG_FATE_CONFLICT] = "conflict", [RG_FATE_DELETED] = "deleted", [RG_FATE_NEW] = "new",
};
static const char *const ways[] = {
    [RG_WAY_NONE] = "none", [RG_WAY_BYTES] = "bytes",       [RG_WAY_ERRORS_FILE] = "errors-file",
    [RG_WAY_KEY] = "key",   [RG_WAY_POSITION] = "position",
};
static const char *const way_words[] = {
    [RG_WAY_NONE] = "",
    [RG_WAY_BYTES] = "the same bytes",
    [RG_WAY_ERRORS_FILE] = "errors-file.csv",
    [RG_WAY_KEY] = "ExternalId or another key",
    [RG_WAY_POSITION] = "position among the failed records",
};

/* The text in quotes, as JSON has it: a terminal gets nothing strange. */
static rg_status quote(merge_report *r, const char *before, rg_text text, const char *after, rg_error *error)
{
    rg_status status = output_printf(&r->out, error, "%s", before);
    if (status == RG_OK)
        status = rg_write_json_text(output_write, &r->out, text, error);
    return status == RG_OK ? output_printf(&r->out, error, "%s", after) : status;
}

static rg_text text_of(const char *string)
{
    return (rg_text){string, strlen(string)};
}

/* ---------------------------------------------------------------- rows, as text */

static rg_status say_place(merge_report *r, const rg_merged *m, const char *what, rg_error *error)
{
    if (m->line)
        return output_printf(&r->out, error, "%s:%" PRIu64 ": %s", r->original, m->line, what);
    return output_printf(&r->out, error, "%s:%" PRIu64 ": %s", r->failed, m->row_line, what);
}

static rg_status say_versions(merge_report *r, const rg_merged *m, rg_error *error)
{
    rg_status status = RG_OK;
    if (m->line)
        status = quote(r, "  original:  ", m->original, "\n", error);
    if (status == RG_OK && m->row_line)
        status = output_printf(&r->out, error, "  corrected: ");
    if (status == RG_OK && m->row_line)
        status = quote(r, "", m->row, "", error);
    if (status == RG_OK && m->row_line && m->line)
        status = output_printf(&r->out, error, " (%s:%" PRIu64 ")", r->failed, m->row_line);
    if (status == RG_OK && m->row_line)
        status = output_printf(&r->out, error, "\n");
    return status;
}

static rg_status say_changes(merge_report *r, const rg_merged *m, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < m->change_count; i++) {
        const rg_merged_field *change = &m->changes[i];
        if (change->retyped ? !r->is_verbose && ++r->shown[RG_FATE_NEW + 1] > MOST_SHOWN : !r->is_verbose)
            continue;
        status = say_place(r, m, change->retyped ? "warning: " : m->is_header ? "header: " : "", error);
        if (status == RG_OK && !m->is_header)
            status = output_printf(&r->out, error, "%s ", change->column);
        if (status == RG_OK)
            status = quote(r, "", change->before, " -> ", error);
        if (status == RG_OK)
            status = quote(r, "", change->after, "", error);
        if (status == RG_OK)
            status = change->retyped
                         ? output_printf(&r->out, error,
                                         ": %s, as spreadsheets do by themselves: the original's value stays "
                                         "(--trust-spreadsheet takes the other)\n",
                                         change->retyped)
                         : output_printf(&r->out, error, "\n");
    }
    if (status == RG_OK && r->is_verbose && m->fate == RG_FATE_CHANGED && !m->change_count) {
        status = say_place(r, m, "the broken record is written anew\n", error);
        if (status == RG_OK)
            status = say_versions(r, m, error);
    }
    return status;
}

static rg_status say_row(merge_report *r, const rg_merged *m, rg_error *error)
{
    static const char *const deleted[] = {"deleted: there is no row for it; keep it or drop it?\n",
                                          "deleted: there is no row for it; it stays\n",
                                          "deleted: there is no row for it; it is dropped\n"};
    static const char *const new[] = {"new: there is no record for it; append it?\n",
                                      "new: there is no record for it; it is left out\n",
                                      "new: there is no record for it; it is appended\n"};
    if (m->fate == RG_FATE_KEPT || m->fate == RG_FATE_CHANGED)
        return say_changes(r, m, error);
    if (!r->is_verbose && ++r->shown[m->fate] > MOST_SHOWN)
        return RG_OK;
    rg_status status;
    if (m->fate == RG_FATE_CONFLICT) {
        status = say_place(r, m, "conflict: ", error);
        if (status == RG_OK)
            status = output_printf(&r->out, error, "%s\n", m->reason);
    } else {
        status = say_place(r, m, m->fate == RG_FATE_DELETED ? deleted[r->deleted] : new[r->new], error);
    }
    return status == RG_OK ? say_versions(r, m, error) : status;
}

/* ---------------------------------------------------------------- rows, as JSON */

static rg_status print_number(merge_report *r, const char *name, uint64_t number, rg_error *error)
{
    return number ? output_printf(&r->out, error, ",\"%s\":%" PRIu64, name, number) : RG_OK;
}

static rg_status print_changes(merge_report *r, const rg_merged *m, rg_error *error)
{
    rg_status status = output_printf(&r->out, error, ",\"changes\":[");
    for (size_t i = 0; status == RG_OK && i < m->change_count; i++) {
        const rg_merged_field *change = &m->changes[i];
        status = quote(r, i ? ",{\"column\":" : "{\"column\":", text_of(change->column), "", error);
        if (status == RG_OK)
            status = quote(r, ",\"before\":", change->before, "", error);
        if (status == RG_OK)
            status = quote(r, ",\"after\":", change->after, "", error);
        if (status == RG_OK && change->retyped)
            status = quote(r, ",\"left_alone\":", text_of(change->retyped), "", error);
        if (status == RG_OK)
            status = output_printf(&r->out, error, "}");
    }
    return status == RG_OK ? output_printf(&r->out, error, "]") : status;
}

static rg_status print_row(merge_report *r, const rg_merged *m, rg_error *error)
{
    rg_status status = output_printf(&r->out, error, "%s\n{\"fate\":\"%s\",\"way\":\"%s\"", r->rows++ ? "," : "",
                                     m->is_header ? "header" : fates[m->fate], ways[m->way]);
    if (status == RG_OK)
        status = print_number(r, "line", m->line, error);
    if (status == RG_OK)
        status = print_number(r, "record", m->record, error);
    if (status == RG_OK)
        status = print_number(r, "row_line", m->row_line, error);
    if (status == RG_OK && m->change_count)
        status = print_changes(r, m, error);
    bool both = m->fate == RG_FATE_CONFLICT || m->fate == RG_FATE_DELETED || m->fate == RG_FATE_NEW;
    if (status == RG_OK && m->reason)
        status = quote(r, ",\"reason\":", text_of(m->reason), "", error);
    if (status == RG_OK && both && m->line)
        status = quote(r, ",\"original\":", m->original, "", error);
    if (status == RG_OK && both && m->row_line)
        status = quote(r, ",\"corrected\":", m->row, "", error);
    return status == RG_OK ? output_printf(&r->out, error, "}") : status;
}

/* ---------------------------------------------------------------- begin, rows, totals, end */

rg_status merge_report_begin(merge_report *r, rg_error *error)
{
    if (r->is_quiet || r->format == MERGE_TEXT)
        return RG_OK;
    rg_status status = output_printf(&r->out, error, "{\"rowgate\":{\"version\":\"%s\"}", rg_version());
    if (status == RG_OK)
        status = quote(r, ",\"original\":", text_of(r->original), "", error);
    if (status == RG_OK)
        status = quote(r, ",\"failed\":", text_of(r->failed), ",\"rows\":[", error);
    return status;
}

rg_status merge_report_row(merge_report *r, const rg_merged *merged, rg_error *error)
{
    if (r->is_quiet || merged->fate == RG_FATE_NONE)
        return RG_OK;
    return r->format == MERGE_JSON ? print_row(r, merged, error) : say_row(r, merged, error);
}

static rg_status print_names(merge_report *r, const char *name, const char *const *list, size_t count, rg_error *error)
{
    rg_status status = output_printf(&r->out, error, ",\"%s\":[", name);
    for (size_t i = 0; status == RG_OK && i < count; i++)
        status = quote(r, i ? "," : "", text_of(list[i]), "", error);
    return status == RG_OK ? output_printf(&r->out, error, "]") : status;
}

static rg_status print_total(merge_report *r, const rg_merge_summary *s, rg_error *error)
{
    rg_status status = output_printf(&r->out, error,
                                     "\n],\"total\":{\"rows\":%" PRIu64 ",\"kept\":%" PRIu64 ",\"changed\":%" PRIu64
                                     ",\"conflicts\":%" PRIu64 ",\"deleted\":%" PRIu64 ",\"new\":%" PRIu64
                                     ",\"left_alone\":%" PRIu64 "}",
                                     s->rows, s->kept, s->changed, s->conflicts, s->deleted, s->added, s->retyped);
    if (status == RG_OK)
        status = print_names(r, "unknown_columns", s->unknown, s->unknown_count, error);
    return status == RG_OK ? print_names(r, "missing_columns", s->missing, s->missing_count, error) : status;
}

static rg_status say_more(merge_report *r, uint64_t shown, const char *what, rg_error *error)
{
    if (r->is_verbose || shown <= MOST_SHOWN)
        return RG_OK;
    return output_printf(&r->out, error, "... and %" PRIu64 " more %s (-v shows all)\n", shown - MOST_SHOWN, what);
}

static rg_status say_ways(merge_report *r, const rg_merge_summary *s, rg_error *error)
{
    rg_status status = RG_OK;
    const char *before = "; their places were found by ";
    for (size_t way = 0; status == RG_OK && way < sizeof ways / sizeof *ways; way++) {
        if (!s->by_way[way])
            continue;
        status = output_printf(&r->out, error, "%s%s (%" PRIu64 ")", before, way_words[way], s->by_way[way]);
        before = ", ";
    }
    return status == RG_OK ? output_printf(&r->out, error, "\n") : status;
}

static rg_status say_columns(merge_report *r, const rg_merge_summary *s, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < s->unknown_count; i++)
        status = output_printf(&r->out, error, "%s: column `%s` is not in %s: its values are left out\n", r->failed,
                               s->unknown[i], r->original);
    for (size_t i = 0; status == RG_OK && i < s->missing_count; i++)
        status = output_printf(&r->out, error, "%s: column `%s` is missing: its values in %s stay\n", r->failed,
                               s->missing[i], r->original);
    return status;
}

static rg_status say_total(merge_report *r, const rg_merge_summary *s, rg_error *error)
{
    rg_status status = say_more(r, r->shown[RG_FATE_CONFLICT], "conflicts", error);
    if (status == RG_OK)
        status = say_more(r, r->shown[RG_FATE_DELETED], "deleted records", error);
    if (status == RG_OK)
        status = say_more(r, r->shown[RG_FATE_NEW], "new rows", error);
    if (status == RG_OK)
        status = say_more(r, r->shown[RG_FATE_NEW + 1], "values that a spreadsheet changed", error);
    if (status == RG_OK)
        status = say_columns(r, s, error);
    if (status == RG_OK)
        status = output_printf(&r->out, error, "%s: %" PRIu64 " row%s: %" PRIu64 " changed, %" PRIu64 " unchanged",
                               r->failed, s->rows, plural(s->rows), s->changed, s->kept);
    if (status == RG_OK && s->conflicts)
        status = output_printf(&r->out, error, ", %" PRIu64 " conflict%s", s->conflicts, plural(s->conflicts));
    if (status == RG_OK && s->added)
        status = output_printf(&r->out, error, ", %" PRIu64 " new", s->added);
    if (status == RG_OK && s->deleted)
        status = output_printf(&r->out, error, ", %" PRIu64 " deleted", s->deleted);
    return status == RG_OK ? say_ways(r, s, error) : status;
}

rg_status merge_report_total(merge_report *r, const rg_merge_summary *summary, rg_error *error)
{
    if (r->is_quiet)
        return RG_OK;
    return r->format == MERGE_JSON ? print_total(r, summary, error) : say_total(r, summary, error);
}

const char *merge_report_question(const merge_report *r, const rg_merge_summary *s)
{
    if (s->conflicts && r->conflicts == ANSWER_ERROR)
        return "there are conflicts: --conflicts=keep leaves these records as they are and puts back the others, "
               "--conflicts=replace takes the corrected rows where their places are certain";
    if (s->deleted && r->deleted == ANSWER_ERROR)
        return "records have no row any more: --deleted=keep leaves them as they are, --deleted=drop drops them";
    if (s->added && r->new == ANSWER_ERROR)
        return "rows are no records of the original: --new=append appends them, --new=skip leaves them out";
    return NULL;
}

rg_status merge_report_end(merge_report *r, const char *written, const char *why, rg_error *error)
{
    if (r->is_quiet)
        return RG_OK;
    if (r->format == MERGE_TEXT && written && strcmp(written, "-") == 0)
        return output_printf(&r->out, error, "the merged file is written to standard output\n");
    if (r->format == MERGE_TEXT)
        return written ? output_printf(&r->out, error, "%s is written\n", written)
                       : output_printf(&r->out, error, "nothing was written: %s\n", why);
    rg_status status = output_printf(&r->out, error, ",\"written\":%s", written ? "" : "null");
    if (status == RG_OK && written)
        status = output_json(&r->out, written, error);
    if (status == RG_OK && !written)
        status = quote(r, ",\"why_not\":", text_of(why), "", error);
    return status == RG_OK ? output_printf(&r->out, error, "}\n") : status;
}
