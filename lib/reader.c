/* reader.c - bytes to records.
 *
 * libcsv decides what a record is. It is fed one physical line at a time, so that place and bytes of every
 * record are known and reading can stop and resume anywhere. Lines that have only one reading (plain.c)
 * spare libcsv the work. */
#include "reader.h"

#include <csv.h>
#include <string.h>

#include "buffer.h"
#include "error.h"
#include "lines.h"
#include "memory.h"
#include "plain.h"
#include "scan.h"
#include "text.h"
#include "window.h"

#define PARSER_OPTIONS (CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL)
#define DEFAULT_RECORD_LIMIT (1024 * 1024)
#define MOST_FIELDS 16384 /* kept of one row, so that a megabyte of commas stays cheap; all are counted */
#define REST_SIZE 65536

struct rg_reader {
    rg_window window;
    struct csv_parser parser;
    uint64_t line; /* of the window's cursor */
    rg_plain_function *cut_plain;
    char delimiter;
    bool rows_are_lines;
    bool libcsv_alone;
    size_t record_limit;
    size_t expected_fields;
    bool is_clean; /* the text that is shown has only common characters: rows need no look */
    bool in_rest;  /* the row before was too long and goes on */
    rg_field *fields;
    size_t field_count;
    size_t field_total; /* with those beyond MOST_FIELDS */
    size_t field_capacity;
    rg_field *lent; /* where the fields of a plain row are put; NULL: with the others */
    size_t lent_capacity;
    rg_buffer decoded; /* values of the fields that libcsv gave */
    /* While libcsv parses a row: */
    uint64_t row_start;
    size_t first_field; /* offset in the row: behind a byte order mark */
    size_t next_field;  /* offset in the row where the field after the last one begins */
    bool row_ended;
    bool out_of_memory;
    /* A place to come back to: */
    bool held;
    uint64_t held_offset;
    uint64_t held_line;
};

static bool init_parser(rg_reader *reader)
{
    if (csv_init(&reader->parser, PARSER_OPTIONS) != 0)
        return false;
    csv_set_realloc_func(&reader->parser, rg_resize);
    csv_set_free_func(&reader->parser, rg_free);
    csv_set_blk_size(&reader->parser, 4096);
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    return true;
}

rg_status rg_reader_open(rg_reader **reader, rg_input *input, const rg_check_options *options, rg_error *error)
{
    rg_reader *made = rg_alloc(sizeof *made);
    *reader = NULL;
    if (made)
        *made = (rg_reader){.cut_plain = rg_plain_choose(), .delimiter = ','};
    if (!made || !init_parser(made)) {
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
    csv_free(&reader->parser);
    rg_window_close(&reader->window);
    rg_buffer_free(&reader->decoded);
    rg_free(reader->fields);
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
    csv_set_delim(&reader->parser, (unsigned char)delimiter);
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

/* ---------------------------------------------------------------- libcsv */

/* How far the raw field that begins at the start of `text` reaches, without the delimiter or line end behind
 * it. libcsv has accepted it, or stopped in it. */
static size_t raw_extent(rg_text text, char delimiter)
{
    size_t i = 0;
    while (i < text.size && rg_is_blank(text.bytes[i]) && text.bytes[i] != delimiter)
        i++;
    if (i < text.size && text.bytes[i] == '"') {
        for (i++; i < text.size; i++) {
            if (text.bytes[i] != '"')
                continue;
            if (i + 1 == text.size || text.bytes[i + 1] != '"')
                break;
            i++;
        }
        i += i < text.size;
    }
    while (i < text.size && text.bytes[i] != delimiter && text.bytes[i] != '\n' && text.bytes[i] != '\r')
        i++;
    return i;
}

static void on_field(void *value, size_t size, void *context)
{
    rg_reader *reader = context;
    rg_text row = rg_window_text(&reader->window, reader->row_start);
    rg_text rest = {row.bytes + reader->next_field, row.size - reader->next_field};
    size_t extent = raw_extent(rest, reader->delimiter);
    reader->next_field += extent + 1;
    reader->field_total++;
    if (reader->field_count == MOST_FIELDS)
        return;
    if (!RG_GROW(reader->fields, reader->field_count, reader->field_capacity)) {
        reader->out_of_memory = true;
        return;
    }
    /* The bytes of the value and of the row may still move: only the sizes are sure. settle_fields makes
     * pointers of them when the row is complete. */
    rg_field *field = &reader->fields[reader->field_count++];
    *field = (rg_field){.value = {NULL, size}, .raw = {NULL, extent}};
    field->quoted = rg_text_trim((rg_text){rest.bytes, extent}).size && rg_text_trim(rest).bytes[0] == '"';
    rg_buffer_add(&reader->decoded, value, value ? size : 0);
}

static void on_row(int terminator, void *context)
{
    (void)terminator;
    ((rg_reader *)context)->row_ended = true;
}

/* Give the fields of `row` their pointers. */
static void settle_fields(rg_reader *reader, rg_text row)
{
    const char *value = rg_buffer_text(&reader->decoded).bytes, *raw = row.bytes + reader->first_field;
    for (size_t i = 0; i < reader->field_count; i++) {
        rg_field *field = &reader->fields[i];
        field->value.bytes = value;
        field->raw.bytes = raw;
        value += field->value.size;
        raw += field->raw.size + 1;
    }
}

/* After an error libcsv's state means nothing: start anew. */
static bool reset_parser(rg_reader *reader)
{
    csv_free(&reader->parser);
    return init_parser(reader);
}

/* Where a row stands after one more line. */
typedef enum { ROW_COMPLETE, ROW_OPEN, ROW_BROKEN, ROW_UNCLOSED, ROW_FAILED } row_state;

/* Feed one physical line; `*fault` is the offset in it where libcsv stopped. */
static row_state feed(rg_reader *reader, rg_text line, size_t *fault)
{
    struct csv_parser *parser = &reader->parser;
    *fault = csv_parse(parser, line.bytes, line.size, on_field, on_row, reader);
    int error = *fault < line.size ? csv_error(parser) : CSV_SUCCESS;
    bool last = rg_line_content(line) == line.size; /* only the end of the input ends a line so */
    if (error == CSV_SUCCESS && last && csv_fini(parser, on_field, on_row, reader) != 0)
        return csv_error(parser) == CSV_EPARSE ? ROW_UNCLOSED : ROW_FAILED;
    if (reader->out_of_memory || reader->decoded.failed || (error != CSV_SUCCESS && error != CSV_EPARSE))
        return ROW_FAILED;
    if (error == CSV_EPARSE)
        return ROW_BROKEN;
    /* No row and no open quote: a line with nothing on it. */
    return last || reader->row_ended || parser->pstate == 0 ? ROW_COMPLETE : ROW_OPEN;
}

/* ---------------------------------------------------------------- one row */

/* The row ends behind the physical line in which offset `at` lies: what follows is read again. */
static void end_row_at_line_of(rg_reader *reader, rg_row *row, size_t at)
{
    row->bytes.size = rg_line_end(row->bytes, at);
    reader->window.cursor = reader->row_start + row->bytes.size;
}

static void set_unclosed(rg_reader *reader, rg_row *row, size_t quote)
{
    row->defect = RG_QUOTE_UNCLOSED;
    row->defect_at = quote;
    end_row_at_line_of(reader, row, quote);
}

/* libcsv stopped at offset `fault` of the row, or (unclosed) wanted more. When the field it was in began on
 * an earlier line, its quote was never closed, and what it swallowed are records of their own. */
static void diagnose(rg_reader *reader, rg_row *row, size_t fault, bool unclosed)
{
    size_t field = reader->next_field;
    while (field < row->bytes.size && rg_is_blank(row->bytes.bytes[field]) &&
           row->bytes.bytes[field] != reader->delimiter)
        field++;
    if (unclosed || rg_count_lines((rg_text){row->bytes.bytes + field, fault - field}) > 0) {
        set_unclosed(reader, row, field);
        return;
    }
    row->defect = reader->parser.quoted ? RG_TEXT_AFTER_QUOTE : RG_QUOTE_IN_FIELD;
    row->defect_at = fault;
    end_row_at_line_of(reader, row, fault);
}

/* Would one of the lines in `text` be a record of the expected width by itself? */
static bool has_record(rg_reader *reader, rg_text text)
{
    size_t wanted = reader->expected_fields;
    rg_field *scratch = rg_alloc((wanted + 1) * sizeof *scratch);
    bool found = false;
    for (size_t at = 0, end; scratch && !found && at < text.size; at = end) {
        end = rg_line_end(text, at);
        rg_text line = {text.bytes + at, end - at};
        size_t size;
        found = reader->cut_plain(line, reader->delimiter, true, scratch, wanted + 1, &size) == wanted;
    }
    rg_free(scratch);
    return found;
}

/* A sound row over several lines, of the wrong width, with a whole record inside: a quote ran away and met
 * its end by chance. */
static void look_for_runaway(rg_reader *reader, rg_row *row)
{
    size_t open = 0;
    if (!reader->expected_fields || reader->field_total == reader->expected_fields)
        return;
    while (open < reader->field_count && rg_count_lines(reader->fields[open].raw) == 0)
        open++;
    if (open == reader->field_count)
        return;
    size_t quote = (size_t)(reader->fields[open].raw.bytes - row->bytes.bytes);
    size_t next = rg_line_end(row->bytes, quote);
    if (!has_record(reader, (rg_text){row->bytes.bytes + next, row->bytes.size - next}))
        return;
    reader->field_count = open;
    set_unclosed(reader, row, quote);
}

/* The text that is shown ends within the row: it will be shown again, with more. */
static rg_status put_back(rg_reader *reader, rg_error *error)
{
    reader->window.cursor = reader->row_start;
    return reset_parser(reader) ? RG_DONE : rg_fail_memory(error);
}

/* Let libcsv read the row that begins with `line`, as far as it goes. */
static rg_status parse(rg_reader *reader, rg_row *row, rg_text line, rg_error *error)
{
    size_t fault, before = reader->next_field; /* `before`: bytes of the row before the line */
    row_state state;
    for (;;) {
        bool cut = false;
        state = feed(reader, line, &fault);
        if (state != ROW_OPEN)
            break;
        before = (size_t)(reader->window.cursor - reader->row_start);
        size_t room = reader->record_limit > before ? reader->record_limit - before : 0;
        rg_status status = rg_window_line(&reader->window, room, &line, &cut, error);
        if (status != RG_OK && status != RG_DONE)
            return status;
        if (status == RG_DONE && !reader->window.at_end)
            return put_back(reader, error);
        if (status == RG_DONE || cut) {
            state = ROW_UNCLOSED;
            break;
        }
    }
    if (state == ROW_FAILED)
        return rg_fail_memory(error);
    row->bytes = rg_window_text(&reader->window, reader->row_start);
    row->blank = state == ROW_COMPLETE && !reader->row_ended && reader->field_count == 0;
    settle_fields(reader, row->bytes);
    if (state == ROW_COMPLETE)
        look_for_runaway(reader, row);
    else
        diagnose(reader, row, before + fault, state == ROW_UNCLOSED);
    if (row->defect != RG_SOUND && !reset_parser(reader))
        return rg_fail_memory(error);
    return RG_OK;
}

static const rg_text byte_order_mark = {"\xEF\xBB\xBF", 3};

/* Most rows are one line that has only one reading. False: look closer; nothing has happened. */
static bool cut_plain(rg_reader *reader, rg_row *row)
{
    rg_text rest = rg_window_rest(&reader->window);
    row->fields = reader->lent ? reader->lent : reader->fields;
    size_t capacity = reader->lent ? reader->lent_capacity : reader->field_capacity, count = 0;
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

/* libcsv reads the row that begins with `line`. */
static rg_status split(rg_reader *reader, rg_row *row, rg_text line, rg_error *error)
{
    if (reader->row_start == 0 && line.size >= byte_order_mark.size &&
        rg_text_equal((rg_text){line.bytes, byte_order_mark.size}, byte_order_mark)) {
        row->byte_order_mark = true;
        reader->first_field = byte_order_mark.size;
        line.bytes += byte_order_mark.size;
        line.size -= byte_order_mark.size;
    }
    reader->next_field = reader->first_field;
    row->is_decoded = true;
    rg_status status = parse(reader, row, line, error);
    if (status == RG_OK)
        reader->line += reader->rows_are_lines ? 1 : rg_count_lines(row->bytes);
    row->fields = reader->fields;
    row->field_count = reader->field_count;
    row->field_total = reader->field_total;
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
        return status == RG_OK ? split(reader, row, row->bytes, error) : status;
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
    reader->field_count = reader->field_total = reader->first_field = 0;
    reader->row_ended = reader->out_of_memory = false;
    rg_buffer_clear(&reader->decoded);
    rg_status status = cut_plain(reader, row) ? RG_OK : read_closely(reader, row, error);
    if (status != RG_OK || row->defect == RG_ROW_TOO_LONG)
        return status;
    if (!reader->is_clean)
        rg_scan_bytes((rg_text){row->bytes.bytes, rg_line_content(row->bytes)}, &row->has_high, &row->has_control);
    return RG_OK;
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
    while ((*reader)->field_capacity < model->field_capacity || (*reader)->field_capacity <= model->expected_fields) {
        if (rg_grow((void **)&(*reader)->fields, sizeof *(*reader)->fields, (*reader)->field_capacity,
                    &(*reader)->field_capacity))
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
