/* reader.c - bytes to records.
 *
 * libcsv decides what a record is. It is fed one physical line at a time, so that place and bytes of every
 * record are known and reading can stop and resume anywhere. Lines that have only one reading (plain.c)
 * spare libcsv the work. */
#include "reader.h"

#include "diagnosis.h"
#include "error.h"
#include "lines.h"
#include "memory.h"
#include "parser.h"
#include "plain.h"
#include "scan.h"
#include "sep_line.h"
#include "utf8.h"
#include "window.h"

#define DEFAULT_RECORD_LIMIT (1024 * 1024)
#define REST_SIZE 65536

struct rg_reader {
    rg_window window;
    rg_parser *parser;
    uint64_t line; /* of the window's cursor */
    uint64_t row_start;
    rg_plain_function *cut_plain;
    char delimiter;
    bool rows_are_lines;
    bool libcsv_alone;
    size_t record_limit;
    size_t expected_fields;
    bool is_clean; /* the text that is shown has only common characters: rows need no look */
    bool in_rest;  /* the row before was too long and goes on */
    rg_fields fields;
    rg_field *lent; /* where the fields of a plain row are put; NULL: with the others */
    size_t lent_capacity;
    /* A place to come back to: */
    bool held;
    uint64_t held_offset;
    uint64_t held_line;
};

rg_status rg_reader_open(rg_reader **reader, rg_input *input, const rg_check_options *options, rg_error *error)
{
    rg_reader *made = rg_alloc(sizeof *made);
    *reader = NULL;
    if (made)
        *made = (rg_reader){.cut_plain = rg_plain_choose(), .delimiter = ','};
    if (!made || !(made->parser = rg_parser_open(&made->fields, made->delimiter))) {
        rg_free(made);
        return rg_fail_memory(error);
    }
    rg_window_open(&made->window, input, options);
    made->line = 1;
    made->record_limit = DEFAULT_RECORD_LIMIT;
#ifdef ROWGATE_ALL_LIBCSV
    made->libcsv_alone = true;
#endif
    *reader = made;
    return RG_OK;
}

void rg_reader_close(rg_reader *reader)
{
    if (!reader)
        return;
    rg_parser_close(reader->parser);
    rg_window_close(&reader->window);
    rg_free(reader->fields.items);
    rg_free(reader);
}

void rg_reader_expect(rg_reader *reader, size_t record_limit, size_t field_count)
{
    reader->record_limit = record_limit ? record_limit : SIZE_MAX / 2;
    reader->expected_fields = field_count;
}

void rg_reader_set_delimiter(rg_reader *reader, char delimiter)
{
    reader->delimiter = delimiter;
    rg_parser_set_delimiter(reader->parser, delimiter);
}

void rg_reader_number_rows(rg_reader *reader)
{
    reader->rows_are_lines = true;
}

void rg_reader_use_libcsv_alone(rg_reader *reader)
{
    reader->libcsv_alone = true;
}

void rg_reader_hold(rg_reader *reader)
{
    reader->held = true;
    reader->held_offset = reader->window.cursor;
    reader->held_line = reader->line;
}

void rg_reader_rewind(rg_reader *reader)
{
    reader->held = false;
    reader->window.cursor = reader->held_offset;
    reader->line = reader->held_line;
    reader->in_rest = false;
}

uint64_t rg_reader_position(const rg_reader *reader)
{
    return reader->window.cursor;
}

/* ---------------------------------------------------------------- one row */

/* The text that is shown ends within the row: it will be shown again, with more. */
static rg_status put_back(rg_reader *reader, rg_error *error)
{
    reader->window.cursor = reader->row_start;
    return rg_parser_reset(reader->parser) ? RG_DONE : rg_fail_memory(error);
}

/* No more lines belong to the row: what it is, or what is wrong with it. */
static rg_status settle(rg_reader *reader, rg_row *row, rg_row_state state, rg_error *error)
{
    row->bytes = rg_window_text(&reader->window, reader->row_start);
    row->blank = state == RG_ROW_COMPLETE && !rg_parser_has_record(reader->parser);
    rg_parser_settle(reader->parser, row->bytes);
    row->fields = reader->fields.items;
    row->field_count = reader->fields.count;
    row->field_total = reader->fields.total;
    if (state != RG_ROW_COMPLETE)
        rg_diagnose(row, rg_parser_stop(reader->parser), state == RG_ROW_UNCLOSED, reader->delimiter);
    else if (!rg_look_for_runaway(row, reader->expected_fields, reader->delimiter, reader->cut_plain))
        return rg_fail_memory(error);
    if (row->defect == RG_SOUND)
        return RG_OK;
    /* A broken row is shorter than what was read of it. */
    reader->window.cursor = reader->row_start + row->bytes.size;
    return rg_parser_reset(reader->parser) ? RG_OK : rg_fail_memory(error);
}

/* Let libcsv read the row whose first line is at hand, and whose first field begins at `first`, as far as it goes. */
static rg_status parse(rg_reader *reader, rg_row *row, size_t first, rg_error *error)
{
    rg_window *window = &reader->window;
    rg_row_state state;
    rg_parser_begin(reader->parser, first);
    for (size_t at = first;;) {
        bool cut;
        rg_text line;
        state = rg_parser_feed(reader->parser, rg_window_text(window, reader->row_start), at);
        if (state != RG_ROW_OPEN)
            break;
        at = (size_t)(window->cursor - reader->row_start);
        size_t room = reader->record_limit > at ? reader->record_limit - at : 0;
        rg_status status = rg_window_line(window, room, &line, &cut, error);
        if (status != RG_OK && status != RG_DONE)
            return status;
        if (status == RG_DONE && !window->at_end)
            return put_back(reader, error);
        if (status == RG_DONE || cut) {
            state = RG_ROW_UNCLOSED;
            break;
        }
    }
    return state == RG_ROW_FAILED ? rg_fail_memory(error) : settle(reader, row, state, error);
}

/* Most rows are one line that has only one reading. False: look closer; nothing has happened. */
static bool cut_plain(rg_reader *reader, rg_row *row)
{
    rg_text rest = rg_window_rest(&reader->window);
    row->fields = reader->lent ? reader->lent : reader->fields.items;
    size_t capacity = reader->lent ? reader->lent_capacity : reader->fields.capacity, count = 0;
    reader->lent = NULL;
    if (reader->row_start > 0 && !reader->libcsv_alone)
        count =
            reader->cut_plain(rest, reader->delimiter, reader->window.at_end, row->fields, capacity, &row->bytes.size);
    if (!count || row->bytes.size > reader->record_limit)
        return false;
    row->bytes.bytes = rest.bytes;
    row->field_count = row->field_total = count;
    reader->window.cursor += row->bytes.size;
    reader->line++;
    return true;
}

/* libcsv reads the row that begins with `row->bytes`. */
static rg_status split(rg_reader *reader, rg_row *row, rg_error *error)
{
    row->mark_size = reader->row_start == 0 ? rg_utf8_mark_size(row->bytes) : 0;
    row->is_decoded = true;
    rg_status status = parse(reader, row, row->mark_size, error);
    if (status == RG_OK)
        reader->line += reader->rows_are_lines ? 1 : rg_count_lines(row->bytes);
    return status;
}

static rg_status next_piece(rg_reader *reader, rg_row *row, rg_error *error)
{
    bool cut;
    rg_status status = rg_window_line(&reader->window, REST_SIZE, &row->bytes, &cut, error);
    row->rest = true;
    if (status != RG_OK)
        return status;
    reader->in_rest = cut;
    reader->line += !cut;
    return RG_OK;
}

/* A row that is not plain: too long, or for libcsv to read. */
static rg_status read_closely(rg_reader *reader, rg_row *row, rg_error *error)
{
    bool is_cut;
    rg_status status = rg_window_line(&reader->window, reader->record_limit, &row->bytes, &is_cut, error);
    if (status != RG_OK || !is_cut)
        return status == RG_OK ? split(reader, row, error) : status;
    row->defect = RG_ROW_TOO_LONG;
    row->defect_at = 0;
    reader->in_rest = true;
    return RG_OK;
}

rg_status rg_reader_next(rg_reader *reader, rg_row *row, rg_error *error)
{
    rg_window *window = &reader->window;
    reader->row_start = window->cursor;
    window->start = reader->held ? reader->held_offset : window->cursor;
    *row = (rg_row){.line = reader->line, .byte_offset = window->cursor};
    if (reader->in_rest)
        return next_piece(reader, row, error);
    rg_status status = cut_plain(reader, row) ? RG_OK : read_closely(reader, row, error);
    if (status != RG_OK || row->defect == RG_ROW_TOO_LONG)
        return status;
    if (!reader->is_clean)
        rg_scan_bytes((rg_text){row->bytes.bytes, rg_line_content(row->bytes)}, &row->has_high, &row->has_control);
    return RG_OK;
}

rg_status rg_reader_header(rg_reader *reader, rg_row *row, rg_error *error)
{
    rg_status status;
    do
        status = rg_reader_next(reader, row, error);
    while (status == RG_OK && (row->blank || rg_sep_of(row->bytes)));
    return status;
}

rg_status rg_reader_lines(rg_reader *reader, uint64_t count, rg_row *row, rg_error *error)
{
    bool cut = false;
    rg_text line;
    rg_window *window = &reader->window;
    reader->row_start = window->cursor;
    window->start = reader->held ? reader->held_offset : window->cursor;
    *row = (rg_row){.line = reader->line, .byte_offset = window->cursor};
    for (uint64_t i = 0; i < count; i++) {
        size_t size = (size_t)(window->cursor - reader->row_start);
        size_t room = reader->record_limit > size ? reader->record_limit - size : 0;
        rg_status status = room ? rg_window_line(window, room, &line, &cut, error) : RG_DONE;
        if (status != RG_OK || cut)
            return cut ? RG_DONE : status;
    }
    reader->line += count;
    row->bytes = rg_window_text(window, reader->row_start);
    return RG_OK;
}

/* ---------------------------------------------------------------- parts */

rg_status rg_reader_take(rg_reader *reader, char *bytes, size_t capacity, size_t *size, rg_error *error)
{
    return rg_window_take(&reader->window, bytes, capacity, size, error);
}

rg_status rg_reader_open_like(rg_reader **reader, const rg_reader *model, rg_error *error)
{
    rg_status status = rg_reader_open(reader, NULL, NULL, error);
    if (status != RG_OK)
        return status;
    rg_reader_set_delimiter(*reader, model->delimiter);
    (*reader)->rows_are_lines = model->rows_are_lines;
    (*reader)->record_limit = model->record_limit;
    (*reader)->expected_fields = model->expected_fields;
    /* Room for the fields of a plain row, which are cut without asking for more. */
    rg_fields *fields = &(*reader)->fields;
    while (fields->capacity < model->fields.capacity || fields->capacity <= model->expected_fields) {
        if (rg_grow((void **)&fields->items, sizeof *fields->items, fields->capacity, &fields->capacity))
            continue;
        rg_reader_close(*reader);
        *reader = NULL;
        return rg_fail_memory(error);
    }
    return RG_OK;
}

void rg_reader_show(rg_reader *reader, rg_text text, uint64_t offset, bool in_rest, bool is_last)
{
    bool has_high, has_control;
    rg_scan_bytes(text, &has_high, &has_control);
    reader->is_clean = !has_high && !has_control;
    rg_window_show(&reader->window, text, offset, is_last);
    reader->line = 1;
    reader->in_rest = in_rest;
}

void rg_reader_lend(rg_reader *reader, rg_field *fields, size_t capacity)
{
    reader->lent = fields;
    reader->lent_capacity = capacity;
}

size_t rg_reader_width(const rg_reader *reader)
{
    return reader->expected_fields;
}

uint64_t rg_reader_line(const rg_reader *reader)
{
    return reader->line;
}

bool rg_reader_in_rest(const rg_reader *reader)
{
    return reader->in_rest;
}
