/* serving.h - workbooks for tests, whose parts are texts in memory. */
#ifndef SERVING_H
#define SERVING_H

#include <ctype.h>

#include "buffer.h"
#include "unit.h"
#include "workbook.h"

#define RELATIONSHIPS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define ROOT_RELS                                                                                                      \
    XML "<Relationships><Relationship Id=\"rId9\" Type=\"x/core-properties\" Target=\"docProps/core.xml\"/>"           \
        "<Relationship Id=\"rId1\" Type=\"" RELATIONSHIPS "officeDocument\" Target=\"xl/workbook.xml\"/>"              \
        "</Relationships>"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"" RELATIONSHIPS type "\" Target=\"" target "\"/>"

static const char one_sheet[] =
    XML "<workbook xmlns:r=\"r\"><workbookPr/><sheets><sheet name=\"vInfo\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
        "</workbook>";
static const char one_sheet_rels[] = XML "<Relationships>" RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
    RELATION("rId2", "styles", "styles.xml") RELATION("rId3", "sharedStrings", "sharedStrings.xml") "</Relationships>";
static const char styles[] =
    XML "<styleSheet><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy/mm/dd\\ hh:mm:ss\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot; days&quot;\"/><numFmt numFmtId=\"15\" formatCode=\"0\"/>"
        "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf/><xf numFmtId=\"14\" xfId=\"0\"><alignment/></xf><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
        "<xf numFmtId=\"15\"/></cellXfs></styleSheet>";
static const char strings[] =
    XML "<sst count=\"5\"><si><t>VM</t></si><si><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space=\"preserve\"> text"
        "</t></r></si><si><t>\xE6\x9D\xB1</t><rPh sb=\"0\" eb=\"1\"><t>read aloud</t></rPh><phoneticPr/></si>"
        "<si><t>two_x000D_&#10;lines &amp; \"more\"</t></si><si/></sst>";

static inline void add_times(rg_buffer *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        rg_buffer_add_string(out, text);
}

/* ---------------------------------------------------------------- serving parts */

typedef struct part {
    const char *name;
    const char *text;
    size_t size; /* 0: the text ends with a NUL */
} part;

/* Ends with a part without a name. The first of two with the same name counts. */
typedef struct book {
    const part *parts;
    size_t most; /* bytes given at once, 0: any number */
    size_t open; /* parts that are open now */
} book;

typedef struct open_part {
    byte_source bytes;
    book *book;
} open_part;

static inline rg_status read_part(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    return read_source(&((open_part *)context)->bytes, buffer, capacity, size, error);
}

static inline void close_part(void *context)
{
    ((open_part *)context)->book->open--;
    free(context);
}

static inline bool same_name(const char *a, const char *b)
{
    while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b))
        a++, b++;
    return *a == *b;
}

static inline rg_status serve(void *context, const char *name, rg_input **input, rg_error *error)
{
    book *b = context;
    *input = NULL;
    for (const part *p = b->parts; p->name; p++)
        if (same_name(p->name, name)) {
            open_part *opened = malloc(sizeof *opened);
            assert_non_null(opened);
            *opened = (open_part){{p->text, p->size ? p->size : strlen(p->text), b->most}, b};
            b->open++;
            return rg_input_open_stream(input, name, read_part, close_part, opened, error);
        }
    return RG_OK;
}

/* Read a sheet to its end by `step` bytes; the status that ended it. */
static inline rg_status read_csv(rg_workbook *workbook, size_t index, size_t step, rg_buffer *csv, rg_error *error)
{
    rg_input *input;
    char bytes[5000];
    size_t got = 1;
    rg_status status = rg_workbook_sheet(workbook, index, &input, error);
    while (status == RG_OK && got) {
        status = rg_input_read(input, bytes, step < sizeof bytes ? step : sizeof bytes, &got, error);
        if (status == RG_OK)
            rg_buffer_add(csv, bytes, got);
    }
    if (status != RG_OK && input)
        assert_int_equal(rg_input_read(input, bytes, 1, &got, error), status); /* it stays so */
    rg_input_close(input);
    return status;
}

static inline rg_status read_book(book *b, size_t step, rg_buffer *csv, rg_error *error)
{
    rg_workbook *workbook;
    rg_status status = rg_workbook_open(&workbook, "a.xlsx", serve, b, error);
    if (status == RG_OK)
        status = read_csv(workbook, 0, step, csv, error);
    rg_workbook_close(workbook);
    assert_int_equal(b->open, 0);
    return status;
}

/* The parts of a workbook with this one sheet. */
#define PARTS(sheet)                                                                                                   \
    {                                                                                                                  \
        {"_rels/.rels", ROOT_RELS, 0}, {"XL/Workbook.xml", one_sheet, 0},                                              \
            {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0}, {"xl/worksheets/sheet1.xml", (sheet), 0},               \
            {"xl/styles.xml", styles, 0}, {"xl/sharedStrings.xml", strings, 0},                                        \
        {                                                                                                              \
            NULL, NULL, 0                                                                                              \
        }                                                                                                              \
    }
#define SHEET(rows) XML "<worksheet><dimension ref=\"A1\"/><sheetData>" rows "</sheetData><pageMargins/></worksheet>"

static inline void sheet_is(const char *sheet, const char *expected)
{
    const part parts[] = PARTS(sheet);
    book b = {parts, 0, 0};
    rg_buffer csv = {0};
    rg_error error = {0};
    if (read_book(&b, 5000, &csv, &error) != RG_OK)
        fail_msg("%s\n%s", sheet, error.message);
    is_text(rg_buffer_text(&csv), expected);
    rg_buffer_free(&csv);
}

static inline void book_fails(const part *parts, const char *message)
{
    book b = {parts, 0, 0};
    rg_buffer csv = {0};
    rg_error error = {0};
    assert_int_equal(read_book(&b, 5000, &csv, &error), RG_DAMAGED);
    assert_int_equal(error.status, RG_DAMAGED);
    assert_string_equal(error.file, "a.xlsx");
    assert_string_equal(error.message, message);
    rg_buffer_free(&csv);
}

static inline void sheet_fails(const char *sheet, const char *message)
{
    const part parts[] = PARTS(sheet);
    book_fails(parts, message);
}

#endif
