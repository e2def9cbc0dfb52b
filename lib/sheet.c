/* sheet.c - a sheet of a workbook, read as a stream and given as CSV. */
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "text.h"
#include "workbook_parts.h"
#include "xml.h"

#define MOST_ROWS 1048576
#define MOST_COLUMNS 16384
#define MOST_CELL_BYTES ((size_t)1 << 20)

typedef enum cell_type { NUMBER, SHARED, INLINE, STRING, BOOLEAN, ERROR, DATE } cell_type;

typedef struct sheet {
    const rg_sheet_context *context;
    rg_xml *xml;
    rg_buffer out; /* CSV that waits to be read */
    size_t given;
    unsigned long row;     /* at hand */
    unsigned long written; /* rows, with the empty ones */
    size_t width;          /* fields of the first row with anything in it; 0: none yet */
    rg_buffer line;        /* the row at hand */
    size_t fields;         /* in it */
    size_t column;         /* of the cell at hand, from 0 */
    size_t next_column;
    cell_type type;
    bool is_date;
    rg_buffer value; /* of the cell at hand, as it stands */
    rg_buffer shown; /* as it is meant */
    bool in_value;
    size_t phonetic;
    rg_error error;
} sheet;

/* ---------------------------------------------------------------- where a cell is */

static void fail(sheet *s, const char *what, const char *text)
{
    rg_xml_fail(s->xml, RG_DAMAGED, "%s: `%.40s`", what, text);
}

/* The column of "D5", from 0; MOST_COLUMNS: that is none. */
static size_t column_of(const char *reference)
{
    size_t column = 0;
    const char *at = reference;
    for (; *at >= 'A' && *at <= 'Z' && column <= MOST_COLUMNS; at++)
        column = column * 26 + (size_t)(*at - 'A') + 1;
    return at == reference || column > MOST_COLUMNS ? MOST_COLUMNS : column - 1;
}

static void begin_row(sheet *s, const char **attributes)
{
    const char *number = rg_xml_attribute(attributes, "r");
    unsigned long row = number ? strtoul(number, NULL, 10) : s->row + 1;
    if (row <= s->row || row > MOST_ROWS)
        fail(s, "a row out of order, or beyond the last", number ? number : "");
    s->row = row;
    s->fields = s->next_column = 0;
    rg_buffer_clear(&s->line);
}

static cell_type type_of(const char *word)
{
    static const struct {
        const char *word;
        cell_type type;
    } types[] = {{"s", SHARED}, {"inlineStr", INLINE}, {"str", STRING}, {"b", BOOLEAN}, {"e", ERROR}, {"d", DATE}};
    for (size_t i = 0; word && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].word, word) == 0)
            return types[i].type;
    return NUMBER;
}

static void begin_cell(sheet *s, const char **attributes)
{
    const char *reference = rg_xml_attribute(attributes, "r"), *style = rg_xml_attribute(attributes, "s");
    size_t format = style ? (size_t)strtoul(style, NULL, 10) : 0;
    s->column = reference ? column_of(reference) : s->next_column;
    if (s->column < s->next_column || s->column >= MOST_COLUMNS)
        fail(s, "a cell out of order, or beyond the last column", reference ? reference : "");
    s->next_column = s->column + 1;
    s->type = type_of(rg_xml_attribute(attributes, "t"));
    s->is_date = format < s->context->format_count && s->context->is_date[format];
    rg_buffer_clear(&s->value);
}

/* ---------------------------------------------------------------- what a cell says */

static void show_shared(sheet *s, rg_text text)
{
    size_t index = (size_t)strtoul(text.bytes, NULL, 10);
    if (!s->context->strings) {
        fail(s, "a cell refers to a text, and there are none", text.bytes);
        return;
    }
    rg_status status = rg_shared_strings_get(s->context->strings, index, &s->shown, &s->error);
    if (status != RG_OK)
        rg_xml_fail(s->xml, status, "%s", s->error.message);
}

static void show_value(sheet *s)
{
    rg_text text = rg_buffer_text(&s->value);
    rg_buffer_clear(&s->shown);
    if (!text.size)
        return;
    switch (s->type) {
    case SHARED:
        show_shared(s, text);
        break;
    case BOOLEAN:
        rg_buffer_add_string(&s->shown, text.bytes[0] == '1' ? "True" : "False");
        break;
    case NUMBER:
        if (s->is_date)
            rg_add_cell_date(&s->shown, text, s->context->from_1904);
        else
            rg_add_cell_number(&s->shown, text);
        break;
    case DATE:
        for (size_t i = 0; i < text.size; i++)
            rg_buffer_add(&s->shown, text.bytes[i] == 'T' ? " " : text.bytes + i, 1);
        break;
    case INLINE:
    case STRING:
        rg_add_unescaped(&s->shown, text);
        break;
    case ERROR:
        rg_buffer_add(&s->shown, text.bytes, text.size);
        break;
    }
}

/* As RVTools writes it: in quotes only where that is needed. */
static void add_field(rg_buffer *out, rg_text value)
{
    bool quoted = rg_is_blank(value.bytes[0]) || rg_is_blank(value.bytes[value.size - 1]);
    for (size_t i = 0; i < value.size && !quoted; i++)
        quoted = strchr(",\"\r\n", value.bytes[i]) && value.bytes[i];
    if (!quoted) {
        rg_buffer_add(out, value.bytes, value.size);
        return;
    }
    rg_buffer_add_string(out, "\"");
    for (size_t i = 0; i < value.size; i++) {
        if (value.bytes[i] == '"')
            rg_buffer_add_string(out, "\"");
        rg_buffer_add(out, value.bytes + i, 1);
    }
    rg_buffer_add_string(out, "\"");
}

/* Move on to the field of this column. */
static void pad(sheet *s, size_t column)
{
    if (!s->fields)
        s->fields = 1;
    for (; s->fields <= column; s->fields++)
        rg_buffer_add_string(&s->line, ",");
}

static void end_cell(sheet *s)
{
    show_value(s);
    rg_text value = rg_buffer_text(&s->shown);
    if (!value.size)
        return;
    pad(s, s->column);
    add_field(&s->line, value);
}

static void end_row(sheet *s)
{
    if (!s->fields)
        return; /* rows of nothing are made up for when one with a value follows */
    if (!s->width)
        s->width = s->fields;
    pad(s, s->width - 1);
    for (; s->written + 1 < s->row; s->written++)
        rg_buffer_add_string(&s->out, "\r\n");
    rg_buffer_add(&s->out, s->line.bytes, s->line.size);
    rg_buffer_add_string(&s->out, "\r\n");
    s->written++;
}

/* ---------------------------------------------------------------- what the XML says */

static void on_start(void *context, const char *name, const char **attributes)
{
    sheet *s = context;
    if (strcmp(name, "row") == 0)
        begin_row(s, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(s, attributes);
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    s->in_value = strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && s->type == INLINE && !s->phonetic);
}

static void on_end(void *context, const char *name)
{
    sheet *s = context;
    s->in_value = false;
    if (strcmp(name, "c") == 0)
        end_cell(s);
    else if (strcmp(name, "row") == 0)
        end_row(s);
    else if (strcmp(name, "rPh") == 0)
        s->phonetic--;
    if (s->line.failed || s->value.failed || s->shown.failed || s->out.failed)
        rg_xml_fail(s->xml, RG_NO_MEMORY, "out of memory");
}

static void on_text(void *context, rg_text text)
{
    sheet *s = context;
    if (!s->in_value)
        return;
    if (s->value.size + text.size > MOST_CELL_BYTES)
        rg_xml_fail(s->xml, RG_DAMAGED, "a cell of more than 1 MiB");
    else
        rg_buffer_add(&s->value, text.bytes, text.size);
}

/* ---------------------------------------------------------------- giving it out */

static rg_status read_sheet(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    sheet *s = context;
    rg_status status = RG_OK;
    *size = 0;
    if (s->given == s->out.size) {
        rg_buffer_clear(&s->out);
        s->given = 0;
    }
    while (status == RG_OK && !s->out.size)
        status = rg_xml_read(s->xml, error);
    if (status != RG_OK && status != RG_DONE)
        return status;
    size_t left = s->out.size - s->given;
    *size = left < capacity ? left : capacity;
    if (*size)
        memcpy(buffer, s->out.bytes + s->given, *size);
    s->given += *size;
    return RG_OK;
}

static void close_sheet(void *context)
{
    sheet *s = context;
    rg_xml_close(s->xml);
    rg_buffer_free(&s->out);
    rg_buffer_free(&s->line);
    rg_buffer_free(&s->value);
    rg_buffer_free(&s->shown);
    rg_free(s);
}

rg_status rg_sheet_open(rg_input **csv, const char *part, rg_input *input, const rg_sheet_context *context,
                        rg_error *error)
{
    static const rg_xml_handler handler = {on_start, on_end, on_text};
    sheet *s = rg_alloc(sizeof *s);
    *csv = NULL;
    if (!s) {
        rg_input_close(input);
        return rg_fail_memory(error);
    }
    s->context = context;
    rg_status status = rg_xml_open(&s->xml, part, input, &handler, s, error);
    if (status != RG_OK) {
        rg_free(s);
        return status;
    }
    return rg_input_open_stream(csv, part, read_sheet, close_sheet, s, error);
}
