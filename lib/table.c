/* table.c - the whole way of one table, one piece after the other: rows come from the reader, the header becomes a
 * layout, records are examined alone and then among each other. */
#include "table.h"

#include <stdio.h>
#include <string.h>

#include "crew.h"
#include "decoder.h"
#include "error.h"
#include "examine.h"
#include "findings.h"
#include "habits.h"
#include "layout.h"
#include "likeness.h"
#include "memory.h"
#include "reader.h"
#include "text.h"

#define BATCH_SIZE 65536

typedef enum { BEFORE_HEADER, IN_DATA, AT_END } stage;

/* A row that the crew has looked at; `row` NULL: there is no crew. */
typedef struct looked_at {
    const rg_examined *row;
    const rg_finding *findings;
} looked_at;

struct rg_table {
    const char *name; /* of the input */
    const rg_check_options *options;
    rg_table_part part;
    stage stage;
    rg_decoder *decoder;
    rg_reader *reader;
    rg_arena arena; /* what lives as long as the table */
    rg_class class;
    rg_layout layout;
    bool has_layout;
    rg_crew *crew; /* NULL: one thread does everything */
    rg_examiner examiner;
    rg_across *across;
    rg_findings findings;
    rg_tally *tally;
    rg_record record;
    rg_buffer original; /* of the record at hand */
    rg_habits habits;
    uint64_t encoding_line; /* on which it showed that the file is not in UTF-8; 0: nowhere yet */
    rg_table_totals totals;
};

rg_status rg_table_open(rg_table **table, rg_input *input, const rg_member *member, const rg_check_options *options,
                        rg_tally *tally, rg_error *error)
{
    rg_table *made = rg_alloc(sizeof *made);
    bool is_sheet = member && member->is_sheet;
    *table = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->name = rg_input_name(input);
    made->options = options;
    made->tally = tally;
    made->part.member = member;
    /* A sheet comes as CSV that the workbook's reader has written. */
    rg_status status = rg_decoder_open(&made->decoder, input, is_sheet ? "UTF-8" : options->encoding, error);
    if (status == RG_OK)
        status = rg_reader_open(&made->reader, rg_decoder_text(made->decoder), options, error);
    if (status != RG_OK) {
        rg_table_close(made);
        return status;
    }
    if (is_sheet)
        rg_reader_number_rows(made->reader);
    *table = made;
    return RG_OK;
}

void rg_table_close(rg_table *table)
{
    if (!table)
        return;
    rg_crew_close(table->crew);
    rg_reader_close(table->reader);
    rg_decoder_close(table->decoder);
    rg_layout_close(&table->layout);
    rg_matcher_close(table->examiner.matcher);
    rg_across_close(table->across);
    rg_findings_free(&table->findings);
    rg_buffer_free(&table->original);
    rg_arena_free(&table->arena);
    rg_free(table);
}

rg_status rg_table_classify(rg_table *table, const rg_choice *choice, rg_class *class, rg_arena *arena, rg_error *error)
{
    bool is_sheet = table->part.member && table->part.member->is_sheet;
    return rg_classify_table(class, table->reader, choice, is_sheet ? ',' : table->options->delimiter, arena, error);
}

void rg_table_begin(rg_table *table, const rg_class *class, const rg_table_part *part)
{
    table->class = *class;
    table->part = *part;
    table->totals.failed_whole = part->is_doomed;
}

const rg_table_totals *rg_table_total(const rg_table *table)
{
    return &table->totals;
}

/* ---------------------------------------------------------------- pieces */

/* The bytes of the row as they stand in the input. */
static rg_status restore(rg_table *table, const rg_row *row, rg_error *error)
{
    uint64_t first;
    table->record.original = row->bytes;
    if (!rg_decoder_encoding(table->decoder, &first))
        return RG_OK;
    rg_buffer_clear(&table->original);
    rg_status status = rg_decoder_encode(table->decoder, row->bytes, &table->original, error);
    table->record.original = rg_buffer_text(&table->original);
    return status;
}

/* Make the piece for the row at hand. */
static rg_status begin_piece(rg_table *table, rg_record_kind kind, const rg_row *row, rg_error *error)
{
    table->record = (rg_record){.kind = kind, .member = table->part.member};
    if (!row)
        return RG_OK;
    rg_status status = restore(table, row, error);
    table->record.bytes = row->bytes;
    table->record.line = row->line;
    table->record.byte_offset = row->byte_offset;
    table->record.fields = row->fields;
    table->record.field_count = row->field_count;
    table->totals.bytes += table->record.original.size;
    return status;
}

/* The findings are complete: number, count and hand them out. */
static rg_status end_piece(rg_table *table, const rg_row *row, rg_error *error)
{
    rg_record *record = &table->record;
    const rg_template *t = table->class.t;
    if (table->findings.failed || table->findings.arena.failed)
        return rg_fail_memory(error);
    for (size_t i = 0; i < table->findings.count; i++) {
        rg_finding *finding = &table->findings.items[i];
        finding->record = record->number;
        finding->member = table->part.member;
        if (finding->field_number && !finding->field && table->has_layout)
            finding->field = table->layout.names[finding->field_number - 1];
        rg_text id = {NULL, 0};
        if (record->number && t && t->external_id != RG_NO_COLUMN)
            id = rg_column_value(&table->layout, row, t->external_id);
        finding->external_id = id.size ? id : (rg_text){NULL, 0};
        rg_tally_add(table->tally, finding);
    }
    record->findings = table->findings.items;
    record->finding_count = table->findings.count;
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

static void report_late_header(rg_table *table, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_HEADER_LATE,
                        "the header is on line %zu: the lines above it would be taken for it", (size_t)row->line);
    finding->hint = "remove the lines above the header";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

static void report_delimiter(rg_table *table, const rg_row *row)
{
    const char *at = memchr(row->bytes.bytes, table->class.delimiter, row->bytes.size);
    const char *name = rg_delimiter_name(table->class.delimiter);
    rg_finding *finding =
        name ? rg_findings_add(&table->findings, RG_CODE_DELIMITER, "the fields are separated by %ss, not by commas",
                               name)
             : rg_findings_add(&table->findings, RG_CODE_DELIMITER, "the fields are separated by `%c`, not by commas",
                               table->class.delimiter);
    finding->hint = "export the file with commas; everything below was checked all the same";
    rg_finding_place(finding, row, at ? (size_t)(at - row->bytes.bytes) : 0, at != NULL);
}

static const char *display_name(const char *encoding)
{
    return strcmp(encoding, "WINDOWS-1252") == 0 ? "windows-1252" : encoding;
}

/* An encoding that is known from the first bytes on; others are told at the end. */
static void report_encoding(rg_table *table, const rg_row *row)
{
    uint64_t first;
    const char *encoding = rg_decoder_encoding(table->decoder, &first);
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_ENCODING, "the file is in %s, not in UTF-8", display_name(encoding));
    finding->hint = "save it as UTF-8; everything below was checked all the same";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

/* Was the encoding known from the first bytes on? */
static bool has_wide_encoding(const rg_table *table)
{
    uint64_t first;
    return rg_decoder_encoding(table->decoder, &first) && (first == 0 || table->options->encoding);
}

static void report_unrecognised(rg_table *table, const rg_row *row)
{
    const rg_classification *words = &table->class.words;
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_FILE_UNRECOGNISED, "the header is not that of any known import file");
    const char *likeness = rg_likeness(row);
    finding->hint =
        table->class.hint ? table->class.hint
        : likeness        ? likeness
        : words->near_miss_count
            ? rg_arena_printf(&table->findings.arena, "nearest: %s; name the template with --template to check by it",
                              words->near_misses[0])
            : "name the template with --template to check by it; `rowgate template list` shows them";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

static rg_status open_crew(rg_table *table, rg_pattern_limits limits, rg_error *error)
{
    /* Who asks for small reads wants to see what borders do. */
    size_t batch_size = table->options->read_size ? table->options->read_size : BATCH_SIZE;
    if (table->options->jobs < 2 || table->layout.empty)
        return RG_OK;
    return rg_crew_open(&table->crew, table->reader, &table->layout, limits, table->options->jobs, batch_size, error);
}

static void report_byte_order_mark(rg_table *table, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_BYTE_ORDER_MARK, "the file begins with a byte order mark (EF BB BF)");
    finding->hint = "save the file as UTF-8 without BOM: some readers take it for a part of the first column's name";
    rg_finding_place(finding, row, 0, 3);
}

/* The template is known and the header is read: get ready for records. */
static rg_status open_layout(rg_table *table, const rg_row *row, rg_error *error)
{
    const rg_template *t = table->class.t;
    rg_pattern_limits limits = {
        .match = (uint32_t)t->limits[RG_LIMIT_MATCH],
        .depth = (uint32_t)t->limits[RG_LIMIT_DEPTH],
        .heap_kib = (uint32_t)t->limits[RG_LIMIT_HEAP_KIB],
    };
    if (row->byte_order_mark && !has_wide_encoding(table))
        report_byte_order_mark(table, row);
    rg_status status = rg_layout_open(&table->layout, t, row, table->class.delimiter, &table->findings, error);
    if (status != RG_OK)
        return status;
    table->has_layout = true;
    if (table->layout.empty && table->class.hint)
        table->findings.items[table->findings.count - 1].hint = table->class.hint;
    status = rg_tally_columns(table->tally, &table->layout, table->part.name, error);
    if (status == RG_OK)
        status = rg_matcher_open(&table->examiner.matcher, limits, error);
    if (status == RG_OK)
        status = rg_across_open(&table->across, &table->layout, table->examiner.matcher, error);
    table->examiner.layout = &table->layout;
    table->examiner.findings = &table->findings;
    table->examiner.numbers = rg_examiner_numbers(&table->layout, &table->arena);
    if (status == RG_OK && !table->examiner.numbers)
        status = rg_fail_memory(error);
    rg_reader_expect(table->reader, (size_t)t->limits[RG_LIMIT_RECORD_BYTES], row->field_count);
    if (status == RG_OK && table->part.relations)
        rg_relations_begin(table->part.relations, table->part.resource, table->part.member, &table->layout);
    return status == RG_OK ? open_crew(table, limits, error) : status;
}

static rg_status read_header(rg_table *table, const rg_row *row, rg_error *error)
{
    rg_status status = begin_piece(table, RG_HEADER, row, error);
    table->stage = IN_DATA;
    if (status == RG_OK && !table->class.t) {
        report_unrecognised(table, row);
        table->totals.failed_whole = true;
        return end_piece(table, row, error);
    }
    if (status == RG_OK)
        status = open_layout(table, row, error);
    if (status != RG_OK)
        return status;
    bool wide = has_wide_encoding(table), odd = table->class.delimiter != ',';
    if (table->class.is_late)
        report_late_header(table, row);
    if (wide)
        report_encoding(table, row);
    if (odd)
        report_delimiter(table, row);
    table->totals.failed_whole |= table->layout.broken || table->class.is_late || table->class.sep_line || wide || odd;
    return end_piece(table, row, error);
}

static rg_status read_preamble(rg_table *table, const rg_row *row, rg_error *error)
{
    rg_status status = begin_piece(table, RG_PREAMBLE, row, error);
    if (status != RG_OK || row->line != table->class.sep_line)
        return status;
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_SEP_LINE, "the first line is a hint for Excel, not a header");
    finding->hint = "remove the line";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
    return end_piece(table, row, error);
}

/* ---------------------------------------------------------------- records */

static rg_status check_blank(rg_table *table, const rg_row *row, rg_error *error)
{
    rg_status status = begin_piece(table, RG_BLANK, row, error);
    if (status == RG_OK && table->has_layout && !table->layout.empty) {
        rg_finding *finding = rg_findings_add(&table->findings, RG_CODE_LINE_BLANK, "there is nothing on this line");
        finding->hint = "remove the line: most readers pass over it, some do not";
        rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
    }
    return status == RG_OK ? end_piece(table, row, error) : status;
}

/* Where the data was when something outside it failed. */
static rg_status add_place(rg_table *table, const rg_row *row, rg_status status, rg_error *error)
{
    if (error && status == RG_LIMIT_REACHED) {
        error->line = row->line;
        snprintf(error->file, sizeof error->file, "%s", table->name);
    }
    return status;
}

/* What there is to say of the record alone: it was said by one of the crew, or is now. */
static rg_status examine(rg_table *table, const rg_row *row, const looked_at *looked, bool *broken, rg_error *error)
{
    if (!looked->row)
        return rg_examine(&table->examiner, row, broken, error);
    rg_findings_copy(&table->findings, looked->findings, looked->row->finding_count);
    *broken = looked->row->broken;
    return RG_OK;
}

/* A record that can be read, among the others. */
static rg_status compare(rg_table *table, const rg_row *row, rg_error *error)
{
    uint64_t number = table->totals.records;
    rg_status status = rg_across_record(table->across, row, number, &table->findings, error);
    if (status == RG_OK && table->part.relations)
        status = rg_relations_record(table->part.relations, &table->layout, row, number, error);
    if (status == RG_OK)
        status = rg_habits_look(&table->habits, &table->layout, row, &table->findings, error);
    return status;
}

static rg_status check_record(rg_table *table, const rg_row *row, const looked_at *looked, rg_error *error)
{
    rg_table_totals *totals = &table->totals;
    bool sound = false, broken = true;
    rg_status status = begin_piece(table, RG_DATA, row, error);
    table->record.number = ++totals->records;
    if (totals->records == 1)
        totals->first_data_line = row->line;
    if (status == RG_OK && table->has_layout && !table->layout.empty) {
        status = examine(table, row, looked, &broken, error);
        sound = status == RG_OK && !broken;
        if (sound)
            status = compare(table, row, error);
    } else {
        totals->unchecked++;
    }
    if (status != RG_OK)
        return add_place(table, row, status, error);
    bool failed = totals->failed_whole || has_error(&table->findings);
    if (table->across)
        rg_across_settle(table->across, row, totals->records, sound, failed);
    table->record.failed = failed;
    *(failed ? &totals->failed : &totals->accepted) += 1;
    return end_piece(table, row, error);
}

static rg_status continue_record(rg_table *table, const rg_row *row, rg_error *error)
{
    bool failed = table->record.failed;
    uint64_t number = table->record.number;
    rg_status status = begin_piece(table, RG_REST, row, error);
    table->record.failed = failed;
    table->record.number = number;
    return status;
}

/* ---------------------------------------------------------------- the end */

static void report_limit(rg_table *table, rg_code_index code, const char *what, rg_limit limit, uint64_t found,
                         uint64_t line)
{
    rg_findings *findings = &table->findings;
    uint64_t allowed = table->class.t->limits[limit];
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
    table->totals.failed_whole = true;
}

static void report_limits(rg_table *table)
{
    const rg_table_totals *totals = &table->totals;
    report_limit(table, RG_CODE_TOO_MANY_BYTES, "bytes", RG_LIMIT_BYTES, totals->bytes, 0);
    report_limit(table, RG_CODE_TOO_MANY_RECORDS, "records", RG_LIMIT_RECORDS, totals->records,
                 totals->across.record_limit_line);
    report_limit(table, RG_CODE_TOO_MANY_SERVERS, "servers", RG_LIMIT_SERVERS, totals->across.servers,
                 totals->across.server_limit_line);
}

static rg_finding *report_file(rg_table *table, rg_code_index code, const char *message, const char *hint)
{
    rg_finding *finding = rg_findings_add(&table->findings, code, "%s", message);
    finding->hint = hint;
    return finding;
}

static void report_emptiness(rg_table *table)
{
    if (table->stage == BEFORE_HEADER) {
        report_file(table, RG_CODE_FILE_EMPTY, "the file has no header and no records", "was the export broken off?");
        table->totals.failed_whole = true;
        return;
    }
    if (table->totals.records || !table->class.t)
        return;
    if (table->part.needs_records && table->has_layout) {
        report_file(table, RG_CODE_RECORDS_NEEDED, "there is a header and no records: nothing could be imported",
                    "was the export filtered to nothing?");
        table->totals.failed_whole = true;
    } else if (!table->part.name && !table->totals.failed_whole) {
        report_file(table, RG_CODE_NO_RECORDS, "the file has a header and no records", "is this the right file?");
    }
}

/* An encoding that showed itself somewhere in the file. */
static void report_late_encoding(rg_table *table)
{
    uint64_t first;
    const char *encoding = rg_decoder_encoding(table->decoder, &first);
    if (!encoding || has_wide_encoding(table) || !table->has_layout)
        return;
    rg_finding *finding =
        rg_findings_add(&table->findings, RG_CODE_ENCODING, "the file is in %s, not in UTF-8: see line %s",
                        display_name(encoding), rg_grouped(&table->findings, table->encoding_line));
    finding->hint = "save it as UTF-8: characters other than English ones would arrive damaged";
    finding->line = table->encoding_line;
    finding->column = 1;
}

static rg_status finish(rg_table *table, const rg_error *damage, rg_error *error)
{
    rg_status status = begin_piece(table, RG_END, NULL, error);
    if (table->across)
        table->totals.across = rg_across_total(table->across);
    if (damage) {
        report_file(table, RG_CODE_MEMBER_DAMAGED, damage->message,
                    "make the archive anew; was it copied or downloaded to its end?");
        table->totals.failed_whole = true;
    } else {
        report_emptiness(table);
    }
    report_late_encoding(table);
    if (table->class.t)
        report_limits(table);
    table->stage = AT_END;
    return status == RG_OK ? end_piece(table, NULL, error) : status;
}

/* ---------------------------------------------------------------- one piece after the other */

static rg_status next_row(rg_table *table, rg_row *row, looked_at *looked, rg_error *error)
{
    if (!table->crew)
        return rg_reader_next(table->reader, row, error);
    rg_status status = rg_crew_next(table->crew, &looked->row, &looked->findings, error);
    if (looked->row)
        *row = looked->row->row;
    return status == RG_LIMIT_REACHED ? add_place(table, row, status, error) : status;
}

/* The line on which an encoding shows itself: rows come later than bytes. */
static void watch_encoding(rg_table *table, const rg_row *row)
{
    uint64_t first;
    if (!table->encoding_line && rg_decoder_encoding(table->decoder, &first) &&
        first < row->byte_offset + row->bytes.size)
        table->encoding_line =
            row->line +
            rg_count_lines((rg_text){row->bytes.bytes, first > row->byte_offset ? first - row->byte_offset : 0});
}

rg_status rg_table_next(rg_table *table, const rg_record **record, rg_error *error)
{
    rg_row row;
    rg_error cause = {0};
    looked_at looked = {0};
    *record = &table->record;
    if (table->stage == AT_END)
        return RG_DONE;
    rg_findings_clear(&table->findings);
    rg_status status = next_row(table, &row, &looked, &cause);
    if (status == RG_DONE || status == RG_DAMAGED)
        return finish(table, status == RG_DAMAGED ? &cause : NULL, error);
    if (status != RG_OK) {
        if (error)
            *error = cause;
        return status;
    }
    watch_encoding(table, &row);
    if (table->stage == BEFORE_HEADER && row.line == table->class.header_line && !row.rest)
        return read_header(table, &row, error);
    if (table->stage == BEFORE_HEADER)
        return read_preamble(table, &row, error);
    if (row.rest)
        return continue_record(table, &row, error);
    return row.blank ? check_blank(table, &row, error) : check_record(table, &row, &looked, error);
}
