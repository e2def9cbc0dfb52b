/* styles.c - which cell formats of a workbook show dates. */
#include "styles.h"

#include <string.h>

#include "cell.h"
#include "error.h"
#include "memory.h"
#include "text.h"

/* More than any spreadsheet program writes. */
#define MAX_CODES 10000
#define MAX_FORMATS 100000

/* A number format that the workbook itself defines. */
typedef struct code {
    uint64_t number;
    bool is_date;
} code;

struct rg_styles {
    code *codes;
    size_t code_count, code_capacity;
    bool *dates; /* by cell format */
    size_t count, capacity;
};

enum { STYLES, CODES, CODE, FORMATS, FORMAT };

static const rg_xml_element elements[] = {
    [STYLES] = {"styleSheet", -1},   [CODES] = {"numFmts", STYLES}, [CODE] = {"numFmt", CODES},
    [FORMATS] = {"cellXfs", STYLES}, [FORMAT] = {"xf", FORMATS},
};

static uint64_t read_number(const char **attributes)
{
    const char *text = rg_xml_attribute(attributes, "numFmtId");
    uint64_t number;
    return text && rg_xml_number(rg_text_of(text), UINT32_MAX, &number) ? number : 0;
}

static void add_code(rg_styles *styles, rg_xml *xml, const char **attributes)
{
    const char *format = rg_xml_attribute(attributes, "formatCode");
    if (styles->code_count == MAX_CODES)
        rg_xml_fail(xml, "more than %d number formats", MAX_CODES);
    else if (!RG_GROW(styles->codes, styles->code_count, styles->code_capacity))
        rg_xml_fail_memory(xml);
    else
        styles->codes[styles->code_count++] =
            (code){.number = read_number(attributes), .is_date = format && rg_cell_format_is_date(format)};
}

/* The workbook's own definition goes before the one that every workbook has. */
static bool is_date(const rg_styles *styles, uint64_t number)
{
    for (size_t i = 0; i < styles->code_count; i++)
        if (styles->codes[i].number == number)
            return styles->codes[i].is_date;
    return rg_cell_builtin_is_date(number);
}

static void begin(void *context, rg_xml *xml, int element, const char **attributes)
{
    rg_styles *styles = context;
    if (element == CODE)
        add_code(styles, xml, attributes);
    if (element != FORMAT)
        return;
    if (styles->count == MAX_FORMATS)
        rg_xml_fail(xml, "more than %d cell formats", MAX_FORMATS);
    else if (!RG_GROW(styles->dates, styles->count, styles->capacity))
        rg_xml_fail_memory(xml);
    else
        styles->dates[styles->count++] = is_date(styles, read_number(attributes));
}

rg_status rg_styles_open(rg_styles **styles, const rg_part *part, rg_error *error)
{
    static const rg_xml_reader reader = {elements, sizeof elements / sizeof *elements, 0, begin, NULL, NULL};
    rg_styles *made = rg_alloc(sizeof *made);
    *styles = NULL;
    if (!made) {
        rg_input_close(part->input);
        return rg_fail_memory(error);
    }
    rg_status status = rg_xml_read(part, &reader, made, error);
    if (status == RG_OK)
        *styles = made;
    else
        rg_styles_close(made);
    return status;
}

bool rg_styles_is_date(const rg_styles *styles, uint64_t index)
{
    return styles && index < styles->count && styles->dates[index];
}

void rg_styles_close(rg_styles *styles)
{
    if (!styles)
        return;
    rg_free(styles->codes);
    rg_free(styles->dates);
    rg_free(styles);
}
