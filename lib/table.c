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
#include "form.h"
#include "habits.h"
#include "layout.h"
#include "lines.h"
#include "memory.h"
#include "raw_bytes.h"
#include "reader.h"
#include "totals.h"

#define CHUNK_SIZE 65536

typedef enum { BEFORE_HEADER, IN_DATA, AT_END } stage;

/* A row that the crew has looked at, and the chunk that has what it saw; `row` NULL: there was nothing to look at it
 * by. */
typedef struct looked_at {
    const rg_examined *row;
    const rg_chunk *of;
} looked_at;

struct rg_table {
    const char *name; /* of the input */
    const rg_check_options *options;
    rg_table_part part;
    stage stage;
    rg_decoder *decoder;
    rg_reader *reader;
    rg_class class;
    rg_layout layout;
    bool has_layout;
    bool is_sound; /* the record that came last */
    rg_crew *crew; /* that reads records and looks at them; NULL: they are only counted */
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
    made->habits.each = options->each;
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
    rg_across_close(table->across);
    rg_findings_free(&table->findings);
    rg_buffer_free(&table->original);
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

const rg_layout *rg_table_layout(const rg_table *table)
{
    return table->has_layout && !table->layout.empty ? &table->layout : NULL;
}

bool rg_table_is_sound(const rg_table *table)
{
    return table->is_sound;
}

const rg_table_totals *rg_table_total(const rg_table *table)
{
    return &table->totals;
}

char rg_table_delimiter(const rg_table *table)
{
    return table->class.delimiter ? table->class.delimiter : ',';
}

rg_decoder *rg_table_decoder(const rg_table *table)
{
    return table->decoder;
}

/* ---------------------------------------------------------------- pieces */

/* Make the piece for the row at hand. */
static rg_status begin_piece(rg_table *table, rg_record_kind kind, const rg_row *row, rg_error *error)
{
    table->record = (rg_record){.kind = kind, .member = table->part.member};
    if (!row)
        return RG_OK;
    rg_status status = rg_raw_bytes(table->decoder, row->bytes, &table->original, &table->record.original, error);
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

/* Was the encoding known from the first bytes on? */
static bool has_wide_encoding(const rg_table *table)
{
    uint64_t first;
    return rg_decoder_encoding(table->decoder, &first) && (first == 0 || table->options->encoding);
}

static rg_status open_crew(rg_table *table, rg_pattern_limits limits, rg_error *error)
{
    /* Who asks for small reads wants to see what borders do. */
    size_t chunk_size = table->options->read_size ? table->options->read_size : CHUNK_SIZE;
    if (table->layout.empty)
        return RG_OK;
    return rg_crew_open(&table->crew, table->reader, &table->layout,
                        table->across ? rg_across_makers(table->across) : NULL, limits, table->options->jobs,
                        chunk_size, error);
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
    if (row->mark_size && !has_wide_encoding(table))
        rg_report_byte_order_mark(&table->findings, row);
    rg_status status = rg_layout_open(&table->layout, t, row, table->class.delimiter, &table->findings, error);
    if (status != RG_OK)
        return status;
    table->has_layout = true;
    if (table->layout.empty && table->class.hint)
        table->findings.items[table->findings.count - 1].hint = table->class.hint;
    status = rg_tally_columns(table->tally, &table->layout, table->part.name, error);
    if (status == RG_OK && !table->part.is_alone)
        status = rg_across_open(&table->across, &table->layout, table->options->unlimited, error);
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
        rg_report_unrecognised(&table->findings, row, &table->class);
        table->totals.failed_whole = true;
        return end_piece(table, row, error);
    }
    if (status == RG_OK)
        status = open_layout(table, row, error);
    if (status != RG_OK)
        return status;
    uint64_t first;
    bool wide = has_wide_encoding(table), odd = table->class.delimiter != ',';
    if (table->class.is_late)
        rg_report_late_header(&table->findings, row);
    if (wide)
        rg_report_encoding(&table->findings, row, rg_decoder_encoding(table->decoder, &first));
    if (odd)
        rg_report_delimiter(&table->findings, row, table->class.delimiter);
    table->totals.failed_whole |= table->layout.broken || table->class.is_late || table->class.sep_line || wide || odd;
    return end_piece(table, row, error);
}

static rg_status read_preamble(rg_table *table, const rg_row *row, rg_error *error)
{
    rg_status status = begin_piece(table, RG_PREAMBLE, row, error);
    if (status != RG_OK || row->line != table->class.sep_line)
        return status;
    rg_report_sep_line(&table->findings, row);
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
        rg_finding_fix_record(&table->findings, finding, NULL, 0, '\0', true);
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

/* A record that can be read, among the others. */
static rg_status compare(rg_table *table, const rg_row *row, const looked_at *looked, rg_error *error)
{
    uint64_t number = table->totals.records;
    rg_status status = RG_OK;
    if (table->across)
        status = rg_across_record(table->across, row, number, &looked->of->keys, &looked->row->keys, &table->findings,
                                  error);
    if (status == RG_OK && table->part.relations)
        status = rg_relations_record(table->part.relations, &table->layout, row, number, error);
    if (status == RG_OK)
        status = rg_habits_look(&table->habits, &table->layout, row, &table->findings, error);
    return status;
}

static rg_status check_record(rg_table *table, const rg_row *row, const looked_at *looked, rg_error *error)
{
    rg_table_totals *totals = &table->totals;
    bool sound = looked->row && !looked->row->broken;
    rg_status status = begin_piece(table, RG_DATA, row, error);
    table->record.number = ++totals->records;
    if (totals->records == 1)
        totals->first_data_line = row->line;
    if (looked->row && looked->row->finding_count)
        rg_findings_copy(&table->findings, looked->of->findings.items + looked->row->first_finding,
                         looked->row->finding_count);
    totals->unchecked += !looked->row;
    if (status == RG_OK && sound)
        status = compare(table, row, looked, error);
    else if (status == RG_OK && looked->row && table->part.relations)
        rg_relations_unread(table->part.relations);
    if (status != RG_OK)
        return add_place(table, row, status, error);
    table->is_sound = sound;
    table->record.server = sound && table->across ? rg_across_server(table->across) : 0;
    table->record.broken = row->defect != RG_SOUND || (looked->row && looked->row->broken);
    bool failed = totals->failed_whole || has_error(&table->findings);
    if (table->across)
        status = rg_across_settle(table->across, row, totals->records, sound, failed, error);
    table->record.failed = failed;
    *(failed ? &totals->failed : &totals->accepted) += 1;
    return status == RG_OK ? end_piece(table, row, error) : status;
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

static void report_no_records(rg_table *table)
{
    if (table->part.needs_records && table->has_layout)
        table->totals.failed_whole |= rg_report_records_needed(&table->findings);
    else if (!table->part.name && !table->totals.failed_whole)
        rg_report_no_records(&table->findings);
}

/* An encoding that showed itself somewhere in the file. */
static void report_late_encoding(rg_table *table)
{
    uint64_t first;
    const char *encoding = rg_decoder_encoding(table->decoder, &first);
    if (encoding && !has_wide_encoding(table) && table->has_layout)
        rg_report_late_encoding(&table->findings, encoding, table->encoding_line, rg_decoder_is_likely(table->decoder));
}

static rg_status finish(rg_table *table, const rg_error *damage, rg_error *error)
{
    rg_table_totals *totals = &table->totals;
    rg_status status = begin_piece(table, RG_END, NULL, error);
    if (status == RG_OK && table->across)
        totals->across = rg_across_total(table->across);
    if (damage) {
        rg_report_damage(&table->findings, damage);
        totals->failed_whole = true;
        if (table->part.relations && table->has_layout)
            rg_relations_unread(table->part.relations);
    } else if (table->stage == BEFORE_HEADER) {
        totals->failed_whole |= rg_report_no_header(&table->findings);
    } else if (!totals->records && table->class.t) {
        report_no_records(table);
    }
    report_late_encoding(table);
    if (table->class.t && !table->options->unlimited)
        totals->failed_whole |= rg_report_limits(&table->findings, table->class.t, totals);
    table->stage = AT_END;
    return status == RG_OK ? end_piece(table, NULL, error) : status;
}

/* ---------------------------------------------------------------- one piece after the other */

static rg_status next_row(rg_table *table, rg_row *row, looked_at *looked, rg_error *error)
{
    if (!table->crew) /* the header and what is above it, or nothing is known of the columns */
        return rg_reader_next(table->reader, row, error);
    rg_status status = rg_crew_next(table->crew, &looked->row, &looked->of, error);
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
    rg_error cause; /* large: nothing is written to it unless something fails */
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
