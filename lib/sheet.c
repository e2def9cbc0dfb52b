/* sheet.c - one sheet of a workbook as CSV.
 *
 * Row N of the sheet is record N: people look for a finding in the spreadsheet. So empty rows become empty lines; but
 * sheets often declare all of their million rows, and those at the end would be nothing but lines. Therefore an empty
 * row writes nothing: the next row that has a value makes up for all that are missing before it. Nor does an empty
 * cell write anything: the next one with a value, or the end of the row, does. */
#include "sheet.h"

#include <inttypes.h>
#include <string.h>

#include "cell.h"
#include "error.h"
#include "memory.h"
#include "quoting.h"
#include "text.h"

#define ENOUGH ((size_t)65536) /* bytes of CSV that wait, before the parser has to */

typedef enum cell_type { NUMBER, SHARED, TEXT, RICH, BOOLEAN, DATE, AS_IT_IS } cell_type;

typedef struct sheet {
    rg_xml *xml;
    rg_sheet_context shared;
    rg_buffer csv;
    size_t given; /* how much of it was given out */
    bool ended;
    uint32_t row;    /* the latest, empty or not */
    bool numbered;   /* it says so itself; else its first cell may */
    uint32_t lines;  /* records written */
    uint32_t column; /* the latest cell of the row, empty or not */
    uint32_t fields; /* written of the row; 0: it is empty so far */
    uint32_t width;  /* of the first row that is not empty, 0 before it */
    cell_type type;
    bool is_date;
    rg_buffer text; /* the content of the cell */
    size_t piece;   /* where its latest piece began */
    rg_buffer value;
} sheet;

enum { SHEET, DATA, ROW, CELL, VALUE, INLINE, INLINE_TEXT, RUN, RUN_TEXT };

/* Formulas (f) and what is read aloud (rPh) are not known here, and so they are left out. */
static const rg_xml_element elements[] = {
    [SHEET] = {"worksheet", -1},   [DATA] = {"sheetData", SHEET}, [ROW] = {"row", DATA},
    [CELL] = {"c", ROW},           [VALUE] = {"v", CELL},         [INLINE] = {"is", CELL},
    [INLINE_TEXT] = {"t", INLINE}, [RUN] = {"r", INLINE},         [RUN_TEXT] = {"t", RUN},
};

/* ---------------------------------------------------------------- where rows and cells begin */

static void begin_row(sheet *s, rg_xml *xml, const char **attributes)
{
    const char *number = rg_xml_attribute(attributes, "r");
    uint64_t row = (uint64_t)s->row + 1;
    s->column = s->fields = 0;
    s->numbered = number != NULL;
    if (number && !rg_xml_number(rg_text_of(number), UINT64_MAX, &row))
        rg_xml_fail(xml, "the row number \"%s\" is none", number);
    else if (row < 1 || row > RG_CELL_ROWS)
        rg_xml_fail(xml, "row %" PRIu64 ": a sheet has the rows 1 to %d", row, RG_CELL_ROWS);
    else if (row <= s->row)
        rg_xml_fail(xml, "row %" PRIu64 " stands behind row %" PRIu32, row, s->row);
    else
        s->row = (uint32_t)row;
}

static void place_cell(sheet *s, rg_xml *xml, const char *reference)
{
    uint32_t column = s->column + 1, row = s->row;
    if (reference && !rg_cell_place(reference, &column, &row))
        rg_xml_fail(xml, "the cell \"%s\" has no place", reference);
    else if (row > RG_CELL_ROWS)
        rg_xml_fail(xml, "the cell %s: a sheet has the rows 1 to %d", reference, RG_CELL_ROWS);
    else if (column > RG_CELL_COLUMNS)
        rg_xml_fail(xml, "a cell in row %" PRIu32 " is beyond column XFD, the last that a sheet has", s->row);
    else if (row != s->row && (s->numbered || s->column || row < s->row))
        rg_xml_fail(xml, "the cell %s stands in row %" PRIu32, reference, s->row);
    else if (column <= s->column)
        rg_xml_fail(xml, "the cell %s stands behind one that is further right", reference);
    s->row = row; /* after a failure nobody asks any more */
    s->column = column;
}

static cell_type find_type(const char *name)
{
    static const struct {
        const char *name;
        cell_type type;
    } types[] = {{"n", NUMBER},  {"s", SHARED}, {"str", TEXT},  {"inlineStr", RICH},
                 {"b", BOOLEAN}, {"d", DATE},   {"e", AS_IT_IS}};
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].type;
    return name ? AS_IT_IS : NUMBER;
}

static void begin_cell(sheet *s, rg_xml *xml, const char **attributes)
{
    const char *style = rg_xml_attribute(attributes, "s");
    uint64_t index = 0; /* the format of cells that name none */
    place_cell(s, xml, rg_xml_attribute(attributes, "r"));
    s->type = find_type(rg_xml_attribute(attributes, "t"));
    s->is_date = s->type == NUMBER && (!style || rg_xml_number(rg_text_of(style), UINT32_MAX, &index)) &&
                 rg_styles_is_date(s->shared.styles, index);
    rg_buffer_clear(&s->text);
}

static void begin(void *context, rg_xml *xml, int element, const char **attributes)
{
    sheet *s = context;
    if (element == ROW)
        begin_row(s, xml, attributes);
    else if (element == CELL)
        begin_cell(s, xml, attributes);
    s->piece = s->text.size;
}

static void add_text(void *context, rg_xml *xml, int element, rg_text text)
{
    sheet *s = context;
    bool wanted = s->type == RICH ? element == INLINE_TEXT || element == RUN_TEXT : element == VALUE;
    if (!wanted)
        return;
    rg_buffer_add(&s->text, text.bytes, text.size);
    if (s->text.size > RG_CELL_SIZE)
        rg_xml_fail(xml, "a cell with more than %zu bytes of text", RG_CELL_SIZE);
}

/* ---------------------------------------------------------------- what a cell says */

static void look_up(sheet *s, rg_xml *xml, rg_text text)
{
    uint64_t index, count = rg_shared_strings_count(s->shared.strings);
    rg_error error = {0};
    if (!text.size) /* a cell that has only a format */
        return;
    if (!rg_xml_number(text, UINT64_MAX, &index) || index >= count)
        rg_xml_fail(xml, "a cell in row %" PRIu32 " has shared text %.*s, and there are %" PRIu64, s->row,
                    text.size < 40 ? (int)text.size : 40, text.bytes, count);
    else if (rg_shared_strings_add(s->shared.strings, index, &s->value, &error) != RG_OK)
        rg_xml_give_up(xml, &error);
}

static void add_boolean(rg_buffer *out, rg_text text)
{
    static const rg_text yes = RG_TEXT("1"), no = RG_TEXT("0"), yes_too = RG_TEXT("true"), no_too = RG_TEXT("false");
    if (rg_text_equal(text, yes) || rg_text_equal_nocase(text, yes_too))
        rg_buffer_add_string(out, "True");
    else if (rg_text_equal(text, no) || rg_text_equal_nocase(text, no_too))
        rg_buffer_add_string(out, "False");
    else
        rg_buffer_add(out, text.bytes, text.size);
}

static void add_iso_date(rg_buffer *out, rg_text text)
{
    const char *letter = text.size ? memchr(text.bytes, 'T', text.size) : NULL;
    size_t date = letter ? (size_t)(letter - text.bytes) : text.size;
    rg_buffer_add(out, text.bytes, date);
    if (!letter || date == 0) {
        rg_buffer_add(out, text.bytes + date, text.size - date);
        return;
    }
    rg_buffer_add(out, " ", 1);
    rg_buffer_add(out, letter + 1, text.size - date - 1);
}

static void read_value(sheet *s, rg_xml *xml)
{
    rg_text text = rg_buffer_text(&s->text), trimmed = rg_text_trim(text);
    rg_buffer_clear(&s->value);
    if (s->type == SHARED)
        look_up(s, xml, trimmed);
    else if (s->type == BOOLEAN)
        add_boolean(&s->value, trimmed);
    else if (s->type == DATE)
        add_iso_date(&s->value, trimmed);
    else if (s->type != NUMBER)
        rg_buffer_add(&s->value, text.bytes, text.size);
    else if (!s->is_date || !rg_cell_date(&s->value, trimmed, s->shared.from_1904))
        rg_cell_number(&s->value, trimmed);
}

/* ---------------------------------------------------------------- writing the CSV */

static void add_commas(sheet *s, uint32_t count)
{
    for (; count; count--)
        rg_buffer_add(&s->csv, ",", 1);
}

static void write_value(sheet *s)
{
    for (; !s->fields && s->lines + 1 < s->row; s->lines++) /* the empty rows before this one */
        rg_buffer_add(&s->csv, "\r\n", 2);
    add_commas(s, s->column - (s->fields ? s->fields : 1));
    rg_add_field(&s->csv, rg_buffer_text(&s->value), ',', RG_QUOTES_NEEDED);
    s->fields = s->column;
}

static void end_row(sheet *s)
{
    if (!s->fields)
        return;
    if (!s->width)
        s->width = s->fields;
    if (s->fields < s->width)
        add_commas(s, s->width - s->fields);
    rg_buffer_add(&s->csv, "\r\n", 2);
    s->lines = s->row;
}

static void end_cell(sheet *s, rg_xml *xml)
{
    bool failed = s->text.failed;
    if (!failed)
        read_value(s, xml);
    if (!failed && s->value.size)
        write_value(s);
    if (failed || s->value.failed)
        rg_xml_fail_memory(xml);
}

static void end(void *context, rg_xml *xml, int element)
{
    sheet *s = context;
    bool escaped = element == INLINE_TEXT || element == RUN_TEXT || (element == VALUE && s->type == TEXT);
    if (escaped && !s->text.failed)
        rg_cell_decode(&s->text, s->piece);
    if (element == CELL)
        end_cell(s, xml);
    else if (element == ROW)
        end_row(s);
    if (s->csv.failed)
        rg_xml_fail_memory(xml);
    else if (s->csv.size > ENOUGH)
        rg_xml_pause(xml);
}

/* ---------------------------------------------------------------- the input that gives it */

/* What came before a failure is given out first: so the bytes do not depend on how they are asked for. */
static rg_status read_sheet(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    sheet *s = context;
    while (s->given == s->csv.size && !s->ended) {
        rg_buffer_clear(&s->csv);
        s->given = 0;
        rg_status status = rg_xml_step(s->xml, error);
        s->ended = status == RG_DONE;
        if (status != RG_OK && status != RG_DONE && (s->csv.failed || !s->csv.size))
            return status;
    }
    size_t rest = s->csv.size - s->given;
    *size = rest < capacity ? rest : capacity;
    if (*size)
        memcpy(buffer, s->csv.bytes + s->given, *size);
    s->given += *size;
    return RG_OK;
}

static void close_sheet(void *context)
{
    sheet *s = context;
    rg_xml_close(s->xml);
    rg_buffer_free(&s->csv);
    rg_buffer_free(&s->text);
    rg_buffer_free(&s->value);
    rg_free(s);
}

rg_status rg_sheet_open(rg_input **csv, const char *name, const rg_part *part, const rg_sheet_context *shared,
                        rg_error *error)
{
    static const rg_xml_reader reader = {elements, sizeof elements / sizeof *elements, 0, begin, add_text, end};
    sheet *made = rg_alloc(sizeof *made);
    *csv = NULL;
    if (!made) {
        rg_input_close(part->input);
        return rg_fail_memory(error);
    }
    made->shared = *shared;
    rg_status status = rg_xml_open(&made->xml, part, &reader, made, error);
    if (status == RG_OK)
        return rg_input_open_stream(csv, name, read_sheet, close_sheet, made, error);
    close_sheet(made);
    return status;
}
