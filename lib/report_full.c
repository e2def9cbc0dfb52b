/* report_full.c - the report for people: each kind of finding with its line and carets, repeats folded, then totals,
 * what to do next, and the verdict. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "excerpt.h"
#include "folding.h"
#include "lines.h"
#include "report.h"
#include "utf8.h"
#include "verdict.h"

#define SAMPLES 3      /* findings of a group that are shown */
#define MOST_COLUMNS 6 /* columns in the list of those with most findings */

typedef struct state {
    rg_folding folding;
    rg_buffer header; /* the header's line, to show above a field */
    rg_buffer shown, carets;
    uint64_t header_line;
    bool header_failed;
    bool refused;                 /* for what it is, not for what is in it */
    uint64_t fine, with_findings; /* files */
} state;

typedef enum style { PLAIN, STRONG, BAD, DOUBTFUL } style;

static const char *const escapes[] = {
    [PLAIN] = "\033[0m", [STRONG] = "\033[1m", [BAD] = "\033[1;31m", [DOUBTFUL] = "\033[1;33m"};

static const char *paint(const rg_report *report, style s)
{
    return report->options.color ? escapes[s] : "";
}

static style style_of(rg_severity severity)
{
    return severity == RG_ERROR ? BAD : DOUBTFUL;
}

/* ---------------------------------------------------------------- one finding */

/* A column's name in back quotes. */
static void add_name(rg_report *report, rg_buffer *out, const char *before, const char *name)
{
    rg_buffer_printf(out, "%s`", before);
    rg_report_add_words(report, out, name);
    rg_buffer_add_string(out, "`");
}

/* E310 servers.csv:4:31 (record 3, column 4 `IPAddress`): message */
static void add_heading(rg_report *report, rg_buffer *out, const rg_finding *f)
{
    rg_buffer_printf(out, "%s%s%s %s", paint(report, style_of(f->severity)), f->code->id, paint(report, PLAIN),
                     paint(report, STRONG));
    rg_report_add_place(report, out, f);
    rg_buffer_add_string(out, paint(report, PLAIN));
    if (f->record) {
        rg_buffer_add_string(out, " (record ");
        rg_buffer_add_grouped(out, f->record);
        rg_buffer_add_string(out, f->field || f->field_number ? ", column" : "");
        if (f->field_number)
            rg_buffer_printf(out, " %zu", f->field_number);
        if (f->field)
            add_name(report, out, " ", f->field);
        rg_buffer_add_string(out, ")");
    }
    rg_buffer_add_string(out, ": ");
    rg_report_add_words(report, out, f->message);
    rg_buffer_add_string(out, "\n");
}

/* The physical line of the record on which the finding stands. */
static rg_text line_at(rg_text bytes, size_t start, size_t *line_start)
{
    size_t begin = 0, end;
    while ((end = rg_line_end(bytes, begin)) <= start && end < bytes.size)
        begin = end;
    rg_text line = {bytes.bytes + begin, end - begin};
    line.size = rg_line_content(line);
    *line_start = begin;
    return line;
}

/* One line of source behind its number, and carets below when `carets` is not empty. */
static void add_source_line(rg_report *report, rg_buffer *out, int gutter, uint64_t number, rg_severity severity,
                            bool with_carets)
{
    state *s = report->state;
    rg_buffer_printf(out, "%*" PRIu64 " | %s\n", gutter, number, rg_buffer_text(&s->shown).bytes);
    if (with_carets)
        rg_buffer_printf(out, "%*s | %s%s%s\n", gutter, "", paint(report, style_of(severity)),
                         rg_buffer_text(&s->carets).bytes, paint(report, PLAIN));
}

static void cut(rg_report *report, int gutter, rg_text line, size_t start, size_t size)
{
    state *s = report->state;
    rg_buffer_clear(&s->shown);
    rg_buffer_clear(&s->carets);
    rg_excerpt(&s->shown, &s->carets, line, start, size, report->options.width - (size_t)gutter - 3);
}

/* Where in the header's line the column of this number begins; names with commas or quotes in them are rare, and
 * at worst another part of the line is shown. */
static size_t column_start(rg_text header, size_t field_number)
{
    size_t at = 0;
    for (size_t i = 0; i < header.size && field_number > 1; i++) {
        if (header.bytes[i] == ',') {
            field_number--;
            at = i + 1;
        }
    }
    return at;
}

/* The line with carets; above it, for the first of a group, the header round the column's name. */
static void add_excerpt(rg_report *report, rg_buffer *out, const rg_record *record, const rg_finding *f,
                        bool with_header)
{
    state *s = report->state;
    size_t line_start;
    rg_text line = line_at(record->bytes, f->start, &line_start);
    int gutter = snprintf(NULL, 0, "%" PRIu64, f->line);
    rg_buffer_printf(out, "%*s |\n", gutter, "");
    if (with_header && f->record && f->field_number && s->header.size) {
        rg_text header = rg_buffer_text(&s->header);
        size_t at = column_start(header, f->field_number);
        cut(report, gutter, header, at, f->field ? strlen(f->field) : 1);
        add_source_line(report, out, gutter, s->header_line, f->severity, false);
    }
    cut(report, gutter, line, f->start - line_start, f->size);
    add_source_line(report, out, gutter, f->line, f->severity, true);
}

static void add_finding(rg_report *report, rg_buffer *out, const rg_record *record, const rg_finding *f, bool is_first)
{
    add_heading(report, out, f);
    if (f->line && record->kind != RG_END)
        add_excerpt(report, out, record, f, is_first);
    if (f->rule && is_first) {
        rg_buffer_add_string(out, "  = rule: ");
        rg_report_add_words(report, out, f->rule);
        rg_buffer_add_string(out, "\n");
    }
    if (f->hint) {
        rg_buffer_add_string(out, "help: ");
        rg_report_add_words(report, out, f->hint);
        rg_buffer_add_string(out, !f->fix ? "\n" : f->fix->safe ? " [safe fix]\n" : " [unsafe fix]\n");
    }
}

static void begin(rg_report *report)
{
    state *s = report->state;
    if (report->file_count > 1)
        rg_buffer_add_string(&report->out, "\n");
    rg_folding_clear(&s->folding);
    rg_buffer_clear(&s->header);
    s->header_failed = s->refused = false;
}

static void keep_header(rg_report *report, const rg_record *record)
{
    state *s = report->state;
    rg_text line = rg_utf8_without_mark(record->bytes);
    s->header_line = record->line;
    rg_buffer_clear(&s->header);
    rg_buffer_add(&s->header, line.bytes, rg_line_content(line));
    for (size_t i = 0; i < record->finding_count; i++)
        s->header_failed |= record->findings[i].severity == RG_ERROR;
}

/* Is it about the form of the whole file? */
static bool is_about_form(const rg_code *code)
{
    return code == rg_code_at(RG_CODE_ENCODING) || code == rg_code_at(RG_CODE_DELIMITER) ||
           code == rg_code_at(RG_CODE_SEP_LINE);
}

static void add_record(rg_report *report, const rg_record *record)
{
    state *s = report->state;
    if (record->kind == RG_HEADER)
        keep_header(report, record);
    for (size_t i = 0; i < record->finding_count; i++) {
        const rg_finding *f = &record->findings[i];
        s->refused |= f->severity == RG_ERROR &&
                      (record->kind == RG_CONTAINER || (record->kind != RG_END && is_about_form(f->code)));
        rg_group *group = rg_folding_group(&s->folding, f);
        if (!group)
            continue;
        if (group->sample_count < SAMPLES && rg_report_show_one(report)) {
            rg_buffer_add_string(&group->samples, group->sample_count ? "\n" : "");
            add_finding(report, &group->samples, record, f, group->sample_count == 0);
            group->sample_count++;
            report->out.failed |= group->samples.failed;
        } else {
            rg_group_fold(group, f);
        }
    }
    report->out.failed |= s->folding.arena.failed || s->header.failed || s->shown.failed || s->carets.failed;
}

/* ---------------------------------------------------------------- the end of a file */

/* … and 4,811 more records fail E310 in `IPAddress` (lines 1,204 … 48,110) */
static void add_folded(rg_report *report, const rg_group *group)
{
    rg_buffer *out = &report->out;
    rg_buffer_add_string(out, group->sample_count ? "  … and " : "  … ");
    rg_buffer_add_grouped(out, group->folded);
    rg_buffer_add_string(out, group->sample_count ? " more " : " ");
    rg_buffer_add_string(out, !group->in_records ? "findings" : group->folded == 1 ? "record" : "records");
    rg_buffer_add_string(out, !group->in_records              ? " of"
                              : group->severity == RG_WARNING ? " with"
                              : group->folded == 1            ? " fails"
                                                              : " fail");
    rg_buffer_printf(out, " %s", group->code->id);
    if (group->in_records && group->field)
        add_name(report, out, " in ", group->field);
    if (group->in_records) {
        rg_buffer_add_string(out, group->folded == 1 ? " (line " : " (lines ");
        rg_buffer_add_grouped(out, group->first_line);
        if (group->folded > 1) {
            rg_buffer_add_string(out, " … ");
            rg_buffer_add_grouped(out, group->last_line);
        }
        rg_buffer_add_string(out, ")");
    }
    rg_buffer_add_string(out, "\n");
}

static void add_groups(rg_report *report)
{
    state *s = report->state;
    for (rg_group *group = s->folding.first; group; group = group->next) {
        rg_buffer_add(&report->out, rg_buffer_text(&group->samples).bytes, group->samples.size);
        if (group->folded)
            add_folded(report, group);
        rg_buffer_add_string(&report->out, "\n");
    }
    if (s->folding.overflow) {
        rg_buffer_add_string(&report->out, "… and ");
        rg_add_count(&report->out, s->folding.overflow, "finding");
        rg_buffer_add_string(&report->out, " of further kinds\n\n");
    }
}

static void add_codes(rg_buffer *out, const rg_summary *summary)
{
    for (size_t i = 0; i < summary->by_code_count; i++) {
        const rg_count *count = &summary->by_code[i];
        rg_buffer number = {0};
        rg_buffer_add_grouped(&number, count->errors + count->warnings);
        rg_buffer_printf(out, "  %10s  %s  %s\n", rg_buffer_text(&number).bytes, count->name,
                         rg_code_find(count->name)->title);
        out->failed |= number.failed;
        rg_buffer_free(&number);
    }
}

static uint64_t total(const rg_count *count)
{
    return count->errors + count->warnings;
}

static int by_total(const void *a, const void *b)
{
    const rg_count *one = *(const rg_count *const *)a, *other = *(const rg_count *const *)b;
    if (total(one) != total(other))
        return total(one) > total(other) ? -1 : 1;
    return one < other ? -1 : 1; /* as they stand in the file */
}

/* The columns with the most findings. */
static void add_columns(rg_report *report, const rg_summary *summary)
{
    rg_buffer *out = &report->out;
    size_t count = 0;
    const rg_count **sorted = rg_alloc((summary->by_column_count + 1) * sizeof *sorted);
    out->failed |= !sorted;
    for (size_t i = 0; sorted && i < summary->by_column_count; i++)
        if (*summary->by_column[i].name)
            sorted[count++] = &summary->by_column[i];
    if (count) {
        qsort(sorted, count, sizeof *sorted, by_total);
        rg_buffer_add_string(out, "  most in    ");
        for (size_t i = 0; i < count && i < MOST_COLUMNS; i++) {
            add_name(report, out, i ? ", " : "", sorted[i]->name);
            rg_buffer_add_string(out, " ");
            rg_buffer_add_grouped(out, total(sorted[i]));
        }
        rg_buffer_add_string(out, count > MOST_COLUMNS ? ", …\n" : "\n");
    }
    rg_free(sorted);
}

/* The tables of a file that has several, with what would fail in each. */
static void add_tables(rg_report *report, const rg_summary *summary)
{
    rg_buffer *out = &report->out;
    for (size_t i = 0; summary->table_count > 1 && i < summary->table_count; i++) {
        const rg_table_summary *table = &summary->tables[i];
        if (!table->records)
            continue;
        rg_buffer number = {0};
        rg_buffer_add_grouped(&number, table->records);
        rg_buffer_printf(out, "  %10s  record%s in ", rg_buffer_text(&number).bytes, table->records == 1 ? "" : "s");
        rg_report_add_words(report, out, table->name);
        if (table->failed && table->failed < table->records) {
            rg_buffer_add_string(out, ", of which ");
            rg_buffer_add_grouped(out, table->failed);
            rg_buffer_add_string(out, " would fail");
        }
        rg_buffer_add_string(out, "\n");
        out->failed |= number.failed;
        rg_buffer_free(&number);
    }
    if (summary->table_count > 1)
        rg_buffer_add_string(out, "\n");
}

/* What the file was taken for: the last reason is the one that counts columns. */
static void add_class(rg_report *report, const rg_classification *c)
{
    if (!c->reason_count || !c->template_name)
        return;
    rg_buffer_add_string(&report->out, "checked as ");
    rg_report_add_words(report, &report->out, c->template_name);
    rg_buffer_printf(&report->out, ": %s\n", c->reasons[c->reason_count - 1]);
}

static void add_task(rg_buffer *out, const rg_task *task)
{
    rg_buffer_printf(out, "the service would answer %s", task->status);
    if (task->server_import_success >= 0) {
        rg_buffer_add_string(out, ": ");
        rg_add_count(out, (uint64_t)task->server_import_success, "server record");
        rg_buffer_add_string(out, " imported, ");
        rg_buffer_add_grouped(out, (uint64_t)task->server_import_failure);
        rg_buffer_add_string(out, " failed");
    }
    if (task->application_import_success > 0 || task->application_import_failure > 0) {
        rg_buffer_add_string(out, "; ");
        rg_add_count(out, (uint64_t)task->application_import_success, "application");
        rg_buffer_add_string(out, " imported, ");
        rg_buffer_add_grouped(out, (uint64_t)task->application_import_failure);
        rg_buffer_add_string(out, " failed");
    }
    rg_buffer_add_string(out, "\n");
}

static void end(rg_report *report, const rg_summary *summary, const char *archive)
{
    state *s = report->state;
    rg_buffer *out = &report->out;
    bool is_fine = !summary->errors && !summary->warnings;
    add_groups(report);
    add_codes(out, summary);
    add_columns(report, summary);
    if (!is_fine)
        rg_buffer_add_string(out, "\n");
    add_tables(report, summary);
    add_class(report, &summary->classification);
    if (summary->task.status)
        add_task(out, &summary->task);
    if (summary->filed_keys) {
        rg_add_count(out, summary->filed_keys, "key");
        rg_buffer_add_string(out, " were too many for memory, and were compared by way of a temporary file\n");
    }
    if (archive)
        rg_buffer_printf(out, "errors and failed entries are in %s\n", archive);
    rg_buffer_add_string(out, "next: ");
    rg_add_next_step(out, report->label, summary, (rg_obstacle){s->refused, s->header_failed}, archive);
    rg_buffer_printf(out, "\n%s", paint(report, summary->errors ? BAD : summary->warnings ? DOUBTFUL : STRONG));
    rg_add_verdict(out, report->label, summary);
    rg_buffer_printf(out, "%s\n", paint(report, PLAIN));
    *(summary->errors ? &s->with_findings : &s->fine) += 1;
}

static void finish(rg_report *report)
{
    const state *s = report->state;
    if (report->file_count < 2)
        return;
    rg_buffer_add_string(&report->out, "\n");
    rg_add_count(&report->out, report->file_count, "file");
    rg_buffer_printf(&report->out, ": %" PRIu64 " fine, %" PRIu64 " with errors\n", s->fine, s->with_findings);
}

static void release(rg_report *report)
{
    state *s = report->state;
    rg_folding_clear(&s->folding);
    rg_buffer_free(&s->header);
    rg_buffer_free(&s->shown);
    rg_buffer_free(&s->carets);
}

const rg_report_kind rg_report_full = {.state_size = sizeof(state),
                                       .begin = begin,
                                       .record = add_record,
                                       .end = end,
                                       .class = rg_report_add_class,
                                       .finish = finish,
                                       .close = release};
