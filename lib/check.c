/* check.c - the whole way of one file, one piece after the other: rows come from the reader, the header becomes a
 * layout, records are examined alone and then among each other, totals are kept. */
#include <stdio.h>
#include <string.h>

#include "across.h"
#include "classify.h"
#include "crew.h"
#include "error.h"
#include "examine.h"
#include "findings.h"
#include "input.h"
#include "layout.h"
#include "likeness.h"
#include "memory.h"
#include "reader.h"
#include "tally.h"
#include "task.h"
#include "text.h"

#define BATCH_SIZE 65536

typedef enum { AT_START, BEFORE_HEADER, IN_DATA, AT_END, FAILED } stage;

/* A row that the crew has looked at; `row` NULL: there is no crew. */
typedef struct looked_at {
    const rg_examined *row;
    const rg_finding *findings;
} looked_at;

struct rg_check {
    const rg_template *const *templates;
    size_t template_count;
    bool choose;
    const char *name; /* of the input */
    stage stage;
    rg_reader *reader;
    rg_arena arena; /* what lives as long as the check */
    rg_class class;
    rg_layout layout;
    bool has_layout;
    unsigned jobs;
    size_t batch_size;
    rg_crew *crew; /* NULL: one thread does everything */
    rg_examiner examiner;
    rg_across *across;
    rg_findings findings;
    rg_tally *tally;
    rg_record record;
    bool file_failed;
    rg_summary summary;
    rg_error failure;
};

rg_status rg_check_open(rg_check **check, rg_input *input, const rg_template *const *templates, size_t template_count,
                        const rg_check_options *options, rg_error *error)
{
    rg_check *made = template_count ? rg_alloc(sizeof *made) : NULL;
    *check = NULL;
    if (!made)
        return template_count ? rg_fail_memory(error) : rg_fail(error, RG_BAD_USAGE, "no template to check by");
    made->templates = templates;
    made->template_count = template_count;
    made->choose = options && options->classify;
    made->jobs = options ? options->jobs : 0;
    /* Who asks for small reads wants to see what borders do. */
    made->batch_size = options && options->read_size ? options->read_size : BATCH_SIZE;
    made->name = rg_input_name(input);
    rg_status status = rg_reader_open(&made->reader, input, options, error);
    if (status == RG_OK)
        status = rg_tally_open(&made->tally, error);
    if (status != RG_OK) {
        rg_check_close(made);
        return status;
    }
    *check = made;
    return RG_OK;
}

void rg_check_close(rg_check *check)
{
    if (!check)
        return;
    rg_crew_close(check->crew);
    rg_reader_close(check->reader);
    rg_layout_close(&check->layout);
    rg_matcher_close(check->examiner.matcher);
    rg_across_close(check->across);
    rg_findings_free(&check->findings);
    rg_tally_close(check->tally);
    rg_arena_free(&check->arena);
    rg_free(check);
}

const rg_summary *rg_check_summary(const rg_check *check)
{
    return &check->summary;
}

/* ---------------------------------------------------------------- pieces */

/* Make the piece for the row at hand. */
static void begin_piece(rg_check *check, rg_record_kind kind, const rg_row *row)
{
    check->record = (rg_record){.kind = kind};
    if (!row)
        return;
    check->record.bytes = row->bytes;
    check->record.line = row->line;
    check->record.byte_offset = row->byte_offset;
    check->record.fields = row->fields;
    check->record.field_count = row->field_count;
    check->summary.bytes += row->bytes.size;
}

/* The findings are complete: number, count and hand them out. */
static rg_status end_piece(rg_check *check, const rg_row *row, rg_error *error)
{
    rg_record *record = &check->record;
    const rg_template *t = check->class.t;
    if (check->findings.failed || check->findings.arena.failed)
        return rg_fail_memory(error);
    for (size_t i = 0; i < check->findings.count; i++) {
        rg_finding *finding = &check->findings.items[i];
        finding->record = record->number;
        if (finding->field_number && !finding->field && check->has_layout)
            finding->field = check->layout.names[finding->field_number - 1];
        rg_text id = {NULL, 0};
        if (record->number && t && t->external_id != RG_NO_COLUMN)
            id = rg_column_value(&check->layout, row, t->external_id);
        finding->external_id = id.size ? id : (rg_text){NULL, 0};
        rg_tally_add(check->tally, finding);
    }
    record->findings = check->findings.items;
    record->finding_count = check->findings.count;
    return RG_OK;
}

static bool has_error(const rg_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].severity == RG_ERROR)
            return true;
    return false;
}

/* ---------------------------------------------------------------- the header */

static rg_status classify(rg_check *check, rg_error *error)
{
    rg_status status = rg_classify(&check->class, check->reader, check->templates, check->template_count, check->choose,
                                   &check->arena, error);
    check->summary.classification = check->class.words;
    check->stage = BEFORE_HEADER;
    return status;
}

static void report_late_header(rg_check *check, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(&check->findings, RG_CODE_HEADER_LATE,
                        "the header is on line %zu: the lines above it would be taken for it", (size_t)row->line);
    finding->hint = "remove the lines above the header";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

static void report_unrecognised(rg_check *check, const rg_row *row)
{
    const rg_classification *words = &check->class.words;
    rg_finding *finding =
        rg_findings_add(&check->findings, RG_CODE_FILE_UNRECOGNISED, "the header is not that of any known import file");
    const char *likeness = rg_likeness(row);
    finding->hint =
        likeness ? likeness
        : words->near_miss_count
            ? rg_arena_printf(&check->findings.arena, "nearest: %s; name the template with --template to check by it",
                              words->near_misses[0])
            : "name the template with --template to check by it; `rowgate template list` shows them";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

/* The template is known and the header is read: get ready for records. */
static rg_status open_layout(rg_check *check, const rg_row *row, rg_error *error)
{
    const rg_template *t = check->class.t;
    rg_pattern_limits limits = {
        .match = (uint32_t)t->limits[RG_LIMIT_MATCH],
        .depth = (uint32_t)t->limits[RG_LIMIT_DEPTH],
        .heap_kib = (uint32_t)t->limits[RG_LIMIT_HEAP_KIB],
    };
    rg_status status = rg_layout_open(&check->layout, t, row, &check->findings, error);
    if (status != RG_OK)
        return status;
    check->has_layout = true;
    status = rg_tally_columns(check->tally, &check->layout, error);
    if (status == RG_OK)
        status = rg_matcher_open(&check->examiner.matcher, limits, error);
    if (status == RG_OK)
        status = rg_across_open(&check->across, &check->layout, check->examiner.matcher, error);
    check->examiner.layout = &check->layout;
    check->examiner.findings = &check->findings;
    check->examiner.numbers = rg_examiner_numbers(&check->layout, &check->arena);
    if (status == RG_OK && !check->examiner.numbers)
        status = rg_fail_memory(error);
    rg_reader_expect(check->reader, (size_t)t->limits[RG_LIMIT_RECORD_BYTES], row->field_count);
    if (status == RG_OK && check->jobs > 1 && !check->layout.empty)
        status =
            rg_crew_open(&check->crew, check->reader, &check->layout, limits, check->jobs, check->batch_size, error);
    return status;
}

static rg_status read_header(rg_check *check, const rg_row *row, rg_error *error)
{
    begin_piece(check, RG_HEADER, row);
    check->stage = IN_DATA;
    if (!check->class.t) {
        report_unrecognised(check, row);
        check->file_failed = true;
        return end_piece(check, row, error);
    }
    rg_status status = open_layout(check, row, error);
    if (status != RG_OK)
        return status;
    if (check->class.is_late)
        report_late_header(check, row);
    check->file_failed = check->layout.broken || check->class.is_late;
    return end_piece(check, row, error);
}

/* ---------------------------------------------------------------- records */

static rg_status check_blank(rg_check *check, const rg_row *row, rg_error *error)
{
    begin_piece(check, RG_BLANK, row);
    if (check->has_layout && !check->layout.empty) {
        rg_finding *finding = rg_findings_add(&check->findings, RG_CODE_LINE_BLANK, "there is nothing on this line");
        finding->hint = "remove the line: most readers pass over it, some do not";
        rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
    }
    return end_piece(check, row, error);
}

/* Where the data was when something outside it failed. */
static rg_status add_place(rg_check *check, const rg_row *row, rg_status status, rg_error *error)
{
    if (error && status == RG_LIMIT_REACHED) {
        error->line = row->line;
        snprintf(error->file, sizeof error->file, "%s", check->name);
    }
    return status;
}

/* What there is to say of the record alone: it was said by one of the crew, or is now. */
static rg_status examine(rg_check *check, const rg_row *row, const looked_at *looked, bool *broken, rg_error *error)
{
    if (!looked->row)
        return rg_examine(&check->examiner, row, broken, error);
    rg_findings_copy(&check->findings, looked->findings, looked->row->finding_count);
    *broken = looked->row->broken;
    return RG_OK;
}

static rg_status check_record(rg_check *check, const rg_row *row, const looked_at *looked, rg_error *error)
{
    rg_summary *summary = &check->summary;
    bool sound = false, broken = true;
    rg_status status = RG_OK;
    begin_piece(check, RG_DATA, row);
    check->record.number = ++summary->records;
    if (summary->records == 1)
        summary->first_data_line = row->line;
    if (check->has_layout && !check->layout.empty) {
        status = examine(check, row, looked, &broken, error);
        sound = status == RG_OK && !broken;
        if (sound)
            status = rg_across_record(check->across, row, summary->records, &check->findings, error);
        if (status != RG_OK)
            return add_place(check, row, status, error);
    } else {
        summary->unchecked++;
    }
    bool failed = check->file_failed || has_error(&check->findings);
    if (check->across)
        rg_across_settle(check->across, row, summary->records, sound, failed);
    check->record.failed = failed;
    *(failed ? &summary->failed : &summary->accepted) += 1;
    return end_piece(check, row, error);
}

static rg_status continue_record(rg_check *check, const rg_row *row)
{
    bool failed = check->record.failed;
    uint64_t number = check->record.number;
    begin_piece(check, RG_REST, row);
    check->record.failed = failed;
    check->record.number = number;
    return RG_OK;
}

/* ---------------------------------------------------------------- the end */

static void report_limit(rg_check *check, rg_code_index code, const char *what, rg_limit limit, uint64_t found,
                         uint64_t line)
{
    rg_findings *findings = &check->findings;
    uint64_t allowed = check->class.t->limits[limit];
    if (!allowed || found <= allowed)
        return;
    rg_finding *finding = rg_findings_add(
        findings, code, "%s %s, the limit is %s%s", rg_grouped(findings, found), what, rg_grouped(findings, allowed),
        limit == RG_LIMIT_RECORDS ? "; those beyond it were checked, but not compared with others" : "");
    finding->hint = rg_arena_printf(&findings->arena,
                                    "split the file, or ask for a higher quota and raise the limit with --set %s=N",
                                    rg_limit_names[limit]);
    finding->line = line;
    finding->column = line ? 1 : 0;
    check->file_failed = true;
}

static void report_file(rg_check *check, rg_code_index code, const char *message, const char *hint)
{
    rg_finding *finding = rg_findings_add(&check->findings, code, "%s", message);
    finding->hint = hint;
}

static rg_status finish(rg_check *check, rg_error *error)
{
    rg_summary *summary = &check->summary;
    rg_across_totals across = {0};
    begin_piece(check, RG_END, NULL);
    if (check->across)
        across = rg_across_total(check->across);
    if (check->stage == BEFORE_HEADER) {
        report_file(check, RG_CODE_FILE_EMPTY, "the file has no header and no records", "was the export broken off?");
        check->file_failed = true;
    } else if (summary->records == 0 && check->class.t && !check->file_failed) {
        report_file(check, RG_CODE_NO_RECORDS, "the file has a header and no records", "is this the right file?");
    }
    if (check->class.t) {
        report_limit(check, RG_CODE_TOO_MANY_BYTES, "bytes", RG_LIMIT_BYTES, summary->bytes, 0);
        report_limit(check, RG_CODE_TOO_MANY_RECORDS, "records", RG_LIMIT_RECORDS, summary->records,
                     across.record_limit_line);
        report_limit(check, RG_CODE_TOO_MANY_SERVERS, "servers", RG_LIMIT_SERVERS, across.servers,
                     across.server_limit_line);
    }
    rg_status status = end_piece(check, NULL, error);
    if (status != RG_OK)
        return status;
    rg_outcome outcome = {check->class.t, check->file_failed, summary->records, summary->failed, across};
    summary->servers = across.servers;
    summary->task = rg_predict_task(&outcome);
    check->stage = AT_END;
    return rg_tally_sum(check->tally, summary, error);
}

/* ---------------------------------------------------------------- one piece after the other */

static rg_status next_row(rg_check *check, rg_row *row, looked_at *looked, rg_error *error)
{
    if (!check->crew)
        return rg_reader_next(check->reader, row, error);
    rg_status status = rg_crew_next(check->crew, &looked->row, &looked->findings, error);
    if (looked->row)
        *row = looked->row->row;
    return status == RG_LIMIT_REACHED ? add_place(check, row, status, error) : status;
}

static rg_status next_piece(rg_check *check, rg_error *error)
{
    rg_row row;
    looked_at looked = {0};
    if (check->stage == AT_END)
        return RG_DONE;
    rg_findings_clear(&check->findings);
    rg_status status = check->stage == AT_START ? classify(check, error) : RG_OK;
    if (status == RG_OK)
        status = next_row(check, &row, &looked, error);
    if (status == RG_DONE)
        return finish(check, error);
    if (status != RG_OK)
        return status;
    if (check->stage == BEFORE_HEADER && row.line == check->class.header_line && !row.rest)
        return read_header(check, &row, error);
    if (check->stage == BEFORE_HEADER) {
        begin_piece(check, RG_PREAMBLE, &row);
        return RG_OK;
    }
    if (row.rest)
        return continue_record(check, &row);
    return row.blank ? check_blank(check, &row, error) : check_record(check, &row, &looked, error);
}

rg_status rg_check_next(rg_check *check, const rg_record **record, rg_error *error)
{
    *record = NULL;
    if (check->stage != FAILED) {
        rg_status status = next_piece(check, &check->failure);
        if (status == RG_OK)
            *record = &check->record;
        if (status == RG_OK || status == RG_DONE)
            return status;
        check->failure.status = status;
        check->stage = FAILED;
    }
    if (error)
        *error = check->failure;
    return check->failure.status;
}
