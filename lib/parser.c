/* parser.c - libcsv, which decides what a record is, fed one physical line at a time. It gives values only; where their
 * fields are in the row is counted beside it. */
#include "parser.h"

#include <csv.h>

#include "buffer.h"
#include "lines.h"
#include "memory.h"
#include "text.h"

#define OPTIONS (CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL)
#define MOST_FIELDS 16384 /* kept of one row, so that a megabyte of commas stays cheap; all are counted */

struct rg_parser {
    struct csv_parser csv;
    char delimiter;
    rg_fields *fields;
    rg_buffer values; /* of the fields, one behind the other */
    rg_text row;      /* as far as it was fed */
    size_t first_field;
    size_t next_field; /* offset in the row where the field after the last one begins */
    size_t stopped_at;
    bool row_ended;
    bool out_of_memory;
};

static bool init(rg_parser *parser)
{
    if (csv_init(&parser->csv, OPTIONS) != 0)
        return false;
    csv_set_realloc_func(&parser->csv, rg_resize);
    csv_set_free_func(&parser->csv, rg_free);
    csv_set_blk_size(&parser->csv, 4096);
    csv_set_delim(&parser->csv, (unsigned char)parser->delimiter);
    return true;
}

rg_parser *rg_parser_open(rg_fields *fields, char delimiter)
{
    rg_parser *parser = rg_alloc(sizeof *parser);
    if (!parser)
        return NULL;
    *parser = (rg_parser){.delimiter = delimiter, .fields = fields};
    if (init(parser))
        return parser;
    rg_free(parser);
    return NULL;
}

void rg_parser_close(rg_parser *parser)
{
    if (!parser)
        return;
    csv_free(&parser->csv);
    rg_buffer_free(&parser->values);
    rg_free(parser);
}

void rg_parser_set_delimiter(rg_parser *parser, char delimiter)
{
    parser->delimiter = delimiter;
    csv_set_delim(&parser->csv, (unsigned char)delimiter);
}

bool rg_parser_reset(rg_parser *parser)
{
    csv_free(&parser->csv);
    return init(parser);
}

void rg_parser_begin(rg_parser *parser, size_t first_field)
{
    parser->fields->count = parser->fields->total = 0;
    parser->first_field = parser->next_field = first_field;
    parser->row_ended = parser->out_of_memory = false;
    rg_buffer_clear(&parser->values);
}

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
    rg_parser *parser = context;
    rg_fields *fields = parser->fields;
    rg_text rest = {parser->row.bytes + parser->next_field, parser->row.size - parser->next_field};
    size_t extent = raw_extent(rest, parser->delimiter);
    parser->next_field += extent + 1;
    fields->total++;
    if (fields->count == MOST_FIELDS)
        return;
    if (!RG_GROW(fields->items, fields->count, fields->capacity)) {
        parser->out_of_memory = true;
        return;
    }
    /* The bytes of the value and of the row may still move: only the sizes are sure. rg_parser_settle makes
     * pointers of them when the row is complete. */
    rg_field *field = &fields->items[fields->count++];
    *field = (rg_field){.value = {NULL, size}, .raw = {NULL, extent}};
    field->quoted = rg_text_trim((rg_text){rest.bytes, extent}).size && rg_text_trim(rest).bytes[0] == '"';
    rg_buffer_add(&parser->values, value, value ? size : 0);
}

static void on_row(int terminator, void *context)
{
    (void)terminator;
    ((rg_parser *)context)->row_ended = true;
}

rg_row_state rg_parser_feed(rg_parser *parser, rg_text row, size_t at)
{
    rg_text line = {row.bytes + at, row.size - at};
    parser->row = row;
    size_t fault = csv_parse(&parser->csv, line.bytes, line.size, on_field, on_row, parser);
    parser->stopped_at = at + fault;
    int error = fault < line.size ? csv_error(&parser->csv) : CSV_SUCCESS;
    bool last = rg_line_content(line) == line.size; /* only the end of the input ends a line so */
    if (error == CSV_SUCCESS && last && csv_fini(&parser->csv, on_field, on_row, parser) != 0)
        return csv_error(&parser->csv) == CSV_EPARSE ? RG_ROW_UNCLOSED : RG_ROW_FAILED;
    if (parser->out_of_memory || parser->values.failed || (error != CSV_SUCCESS && error != CSV_EPARSE))
        return RG_ROW_FAILED;
    if (error == CSV_EPARSE)
        return RG_ROW_BROKEN;
    /* No row and no open quote: a line with nothing on it. */
    return last || parser->row_ended || parser->csv.pstate == 0 ? RG_ROW_COMPLETE : RG_ROW_OPEN;
}

void rg_parser_settle(rg_parser *parser, rg_text row)
{
    const char *value = rg_buffer_text(&parser->values).bytes, *raw = row.bytes + parser->first_field;
    for (size_t i = 0; i < parser->fields->count; i++) {
        rg_field *field = &parser->fields->items[i];
        field->value.bytes = value;
        field->raw.bytes = raw;
        value += field->value.size;
        raw += field->raw.size + 1;
    }
}

bool rg_parser_has_record(const rg_parser *parser)
{
    return parser->row_ended || parser->fields->count > 0;
}

rg_stop rg_parser_stop(const rg_parser *parser)
{
    return (rg_stop){parser->stopped_at, parser->next_field, parser->csv.quoted};
}
