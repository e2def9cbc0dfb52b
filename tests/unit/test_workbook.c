/* test_workbook.c - workbooks: how their parts are found, and what does not depend on how they are read. */
#include "workbook.h"

#include "memory.h"
#include "serving.h"

/* ---------------------------------------------------------------- the parts */

static void sheets_are_found_by_their_relationships(void **state)
{
    (void)state;
    const part parts[] = {
        {"_rels/.rels",
         "<p:Relationships xmlns:p=\"p\"><p:Relationship Id=\"a\" Type=\"" RELATIONSHIPS
         "officeDocument\" Target=\"/other/book.xml\"/></p:Relationships>",
         0},
        {"other/book.xml",
         "<m:workbook><m:sheets><m:sheet name=\"one &amp; two\" q:id=\"r1\"/><m:sheet name=\"Chart\" q:id=\"r2\"/>"
         "<m:sheet name=\"hidden\" state=\"veryHidden\" q:id=\"r3\"/></m:sheets></m:workbook>",
         0},
        {"other/_rels/book.xml.rels",
         "<Relationships>" RELATION("r3", "worksheet", "../away/./b.xml") RELATION("r2", "chartsheet", "c.xml")
             RELATION("r1", "worksheet", "/x/a.xml") "<Relationship Id=\"r1\" Type=\"hyperlink\" "
                                                     "Target=\"http://localhost\" TargetMode=\"External\"/>"
                                                     "</Relationships>",
         0},
        {"x/a.xml", SHEET("<row><c><v>1</v></c></row>"), 0},
        {"away/b.xml", SHEET("<row><c><v>2</v></c></row>"), 0},
        {NULL, NULL, 0}};
    book b = {parts, 0, 0};
    rg_workbook *workbook;
    rg_input *input;
    rg_buffer csv = {0};
    rg_error error = {0};
    assert_int_equal(rg_workbook_open(&workbook, "a.xlsx", serve, &b, &error), RG_OK);
    assert_int_equal(rg_workbook_sheet_count(workbook), 2);
    assert_string_equal(rg_workbook_sheet_name(workbook, 0), "one & two");
    assert_string_equal(rg_workbook_sheet_name(workbook, 1), "hidden");
    assert_null(rg_workbook_sheet_name(workbook, 2));
    for (size_t i = 3; i-- > 0;) /* in any order, and as often as anybody likes */
        assert_int_equal(read_csv(workbook, i % 2, 1, &csv, &error), RG_OK);
    is_text(rg_buffer_text(&csv), "1\r\n2\r\n1\r\n");
    assert_int_equal(rg_workbook_sheet(workbook, 2, &input, &error), RG_BAD_USAGE);
    assert_null(input);
    assert_int_equal(rg_workbook_sheet(workbook, 1, &input, &error), RG_OK);
    assert_string_equal(rg_input_name(input), "a.xlsx!hidden");
    rg_input_close(input); /* before its end */
    rg_workbook_close(workbook);
    assert_int_equal(b.open, 0);
    rg_buffer_free(&csv);
    rg_workbook_close(NULL);
}

static void missing_parts_are_named(void **state)
{
    (void)state;
    const part nothing[] = {{NULL, NULL, 0}};
    book_fails(nothing, "no workbook: there is no xl/workbook.xml in it");
    const part binary[] = {
        {"_rels/.rels", "<Relationships>" RELATION("r", "officeDocument", "xl/workbook.bin") "</Relationships>", 0},
        {NULL, NULL, 0}};
    book_fails(binary, "a binary workbook (.xlsb): save it as .xlsx");
    const part no_relationships[] = {{"xl/workbook.xml", one_sheet, 0}, {NULL, NULL, 0}};
    book_fails(no_relationships, "xl/_rels/workbook.xml.rels does not say where the sheet \"vInfo\" is");
    const part no_sheet[] = {
        {"xl/workbook.xml", one_sheet, 0}, {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0}, {NULL, NULL, 0}};
    book_fails(no_sheet, "the sheet \"vInfo\" should be xl/worksheets/sheet1.xml, which is not in it");
    const part no_id[] = {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\"/></sheets></workbook>", 0},
                          {NULL, NULL, 0}};
    book_fails(no_id, "xl/workbook.xml, line 1: a sheet without a name, or without a relationship");
    const part no_strings[] = {{"xl/workbook.xml", one_sheet, 0},
                               {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0},
                               {"xl/worksheets/sheet1.xml", SHEET("<row><c t=\"s\"><v>0</v></c></row>"), 0},
                               {NULL, NULL, 0}};
    book_fails(no_strings, "xl/worksheets/sheet1.xml, line 2: a cell in row 1 has shared text 0, and there are 0");
}

/* A part that begins so, says this many times, and never ends. */
static void endless_part_fails(const char *name, const char *begin, const char *again, size_t times,
                               const char *message)
{
    rg_buffer endless = {0};
    rg_buffer_add_string(&endless, begin);
    add_times(&endless, again, times);
    part parts[] = PARTS("<worksheet/>");
    for (part *p = parts; p->name; p++)
        p->text = strcmp(p->name, name) == 0 ? endless.bytes : p->text;
    book_fails(parts, message);
    rg_buffer_free(&endless);
}

static void lists_have_limits(void **state)
{
    (void)state;
    endless_part_fails("_rels/.rels", "<Relationships>", "<!-- a comment -->", 1000000,
                       "_rels/.rels, line 1: longer than 16777216 bytes");
    endless_part_fails("XL/Workbook.xml", "<workbook><sheets>", "<sheet name='a' r:id='b'/>", 10001,
                       "xl/workbook.xml, line 1: more than 10000 sheets");
    endless_part_fails("xl/styles.xml", "<styleSheet><numFmts>", "<numFmt numFmtId='1'/>", 10001,
                       "xl/styles.xml, line 1: more than 10000 number formats");
    endless_part_fails("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", 100001,
                       "xl/styles.xml, line 1: more than 100000 cell formats");
    endless_part_fails("xl/sharedStrings.xml", "<sst><si><t>", "0123456789", 200000,
                       "xl/sharedStrings.xml, line 1: a text of more than 1048576 bytes");
}

static void shared_texts_may_be_many(void **state)
{
    (void)state;
    enum { COUNT = 40000, EVERY = 997 }; /* 24 MB of them: they go to a file */
    rg_buffer many = {0}, sheet = {0}, expected = {0}, csv = {0};
    rg_buffer_add_string(&many, "<sst>");
    rg_buffer_add_string(&sheet, "<worksheet><sheetData>");
    for (size_t i = 0; i < COUNT; i++)
        rg_buffer_printf(&many, "<si><t>%zu is one of %600d</t></si>", i, COUNT);
    for (size_t i = COUNT; i-- > 0; i -= i < EVERY ? i : EVERY) {
        rg_buffer_printf(&sheet, "<row><c t=\"s\"><v>%zu</v></c></row>", i);
        rg_buffer_printf(&expected, "%zu is one of %600d\r\n", i, COUNT);
    }
    rg_buffer_add_string(&many, "</sst>");
    rg_buffer_add_string(&sheet, "</sheetData></worksheet>");
    const part parts[] = {{"xl/workbook.xml", one_sheet, 0},
                          {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0},
                          {"xl/worksheets/sheet1.xml", sheet.bytes, 0},
                          {"xl/sharedStrings.xml", many.bytes, 0},
                          {NULL, NULL, 0}};
    book b = {parts, 0, 0};
    assert_true(many.size > 24000000);
    assert_int_equal(read_book(&b, 5000, &csv, NULL), RG_OK);
    is_text(rg_buffer_text(&csv), expected.bytes);
    rg_buffer_free(&many);
    rg_buffer_free(&sheet);
    rg_buffer_free(&expected);
    rg_buffer_free(&csv);
}

/* ---------------------------------------------------------------- how it is asked */

/* Some hundred KiB of CSV out of little XML, so that the parser has to wait more than once. */
static void fill(rg_buffer *sheet, rg_buffer *strings_part)
{
    rg_buffer_add_string(strings_part, "<sst><si><t>");
    add_times(strings_part, "a \"long\" text, ", 2000);
    rg_buffer_add_string(strings_part, "</t></si></sst>");
    rg_buffer_add_string(sheet, "<worksheet>\n<sheetData>\n");
    for (size_t row = 2; row < 22; row += 2)
        rg_buffer_printf(sheet,
                         "<row r=\"%zu\">\n<c t=\"s\"><v>0</v></c><c r=\"D%zu\" s=\"1\"><v>4532%zu.5</v></c></row>\n",
                         row, row, row % 10);
    rg_buffer_add_string(sheet, "</sheetData>\n</worksheet>\n");
}

static void the_bytes_do_not_depend_on_how_they_are_asked_for(void **state)
{
    (void)state;
    const size_t sizes[] = {1, 2, 3, 7, 100, 4096};
    rg_buffer sheet = {0}, texts = {0}, expected = {0};
    fill(&sheet, &texts);
    const part parts[] = {{"xl/workbook.xml", one_sheet, 0},
                          {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0},
                          {"xl/styles.xml", styles, 0},
                          {"xl/worksheets/sheet1.xml", sheet.bytes, 0},
                          {"xl/sharedStrings.xml", texts.bytes, 0},
                          {NULL, NULL, 0}};
    book b = {parts, 0, 0};
    assert_int_equal(read_book(&b, 5000, &expected, NULL), RG_OK);
    assert_true(expected.size > 300000);
    for (size_t i = 0; i < LENGTH(sizes); i++)
        for (size_t j = 0; j < LENGTH(sizes); j++) {
            rg_buffer csv = {0};
            b.most = sizes[i];
            assert_int_equal(read_book(&b, sizes[j], &csv, NULL), RG_OK);
            assert_int_equal(csv.size, expected.size);
            assert_memory_equal(csv.bytes, expected.bytes, csv.size);
            rg_buffer_free(&csv);
        }
    rg_buffer_free(&sheet);
    rg_buffer_free(&texts);
    rg_buffer_free(&expected);
}

static void what_came_before_a_failure_is_given(void **state)
{
    (void)state;
    const part parts[] = PARTS(SHEET("<row><c><v>1</v></c></row><row><c><v>2</v></c><c r=\"A2\"/></row>"));
    for (size_t most = 1; most < 400; most++) {
        book b = {parts, most, 0};
        rg_buffer csv = {0};
        assert_int_equal(read_book(&b, most, &csv, NULL), RG_DAMAGED);
        is_text(rg_buffer_text(&csv), "1\r\n2");
        rg_buffer_free(&csv);
    }
}

static void what_is_damaged_behind_a_pause_is_reported(void **state)
{
    (void)state;
    rg_buffer sheet = {0}, texts = {0}, csv = {0};
    rg_error error = {0};
    fill(&sheet, &texts);
    sheet.size -= strlen("</sheetData>\n</worksheet>\n");
    rg_buffer_add_string(&sheet, "</worksheet>");
    const part parts[] = {{"xl/workbook.xml", one_sheet, 0},
                          {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0},
                          {"xl/worksheets/sheet1.xml", sheet.bytes, 0},
                          {"xl/sharedStrings.xml", texts.bytes, 0},
                          {NULL, NULL, 0}};
    book b = {parts, 0, 0};
    assert_int_equal(read_book(&b, 5000, &csv, &error), RG_DAMAGED);
    assert_string_equal(error.message, "xl/worksheets/sheet1.xml, line 23: mismatched tag");
    assert_true(csv.size > 300000);
    rg_buffer_free(&sheet);
    rg_buffer_free(&texts);
    rg_buffer_free(&csv);
}

static rg_status refuse(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    (void)context;
    (void)buffer;
    (void)capacity;
    (void)size;
    if (error)
        error->status = RG_IO_ERROR;
    return RG_IO_ERROR;
}

/* Parts cannot be read from the `most`th on. */
static rg_status serve_some(void *context, const char *name, rg_input **input, rg_error *error)
{
    book *b = context;
    return b->most-- ? serve(context, name, input, error) : rg_input_open_function(input, name, refuse, NULL, error);
}

static rg_status open_some(void *context, const char *name, rg_input **input, rg_error *error)
{
    book *b = context;
    *input = NULL;
    return b->most-- ? serve(context, name, input, error) : RG_IO_ERROR;
}

static void parts_that_cannot_be_read_are_reported(void **state)
{
    (void)state;
    const part parts[] = PARTS(SHEET("<row><c><v>1</v></c></row>"));
    rg_open_part *const ways[] = {serve_some, open_some};
    for (size_t i = 0; i < LENGTH(ways); i++)
        for (size_t readable = 0; readable < LENGTH(parts) - 1; readable++) {
            book b = {parts, readable, 0};
            rg_workbook *workbook;
            rg_buffer csv = {0};
            rg_status status = rg_workbook_open(&workbook, "a.xlsx", ways[i], &b, NULL);
            if (status == RG_OK)
                status = read_csv(workbook, 0, 100, &csv, NULL);
            assert_int_equal(status, RG_IO_ERROR);
            assert_int_equal(csv.size, 0);
            rg_workbook_close(workbook);
            assert_int_equal(b.open, 0);
        }
}

static void every_refused_request_is_reported(void **state)
{
    (void)state;
    const part parts[] = PARTS(SHEET("<row r=\"2\"><c t=\"s\"><v>1</v></c><c t=\"str\"><v>x</v></c></row>"
                                     "<row r=\"3\"><c t=\"inlineStr\"><is><t>longer</t></is></c>"
                                     "<c s=\"2\"><v>45322.5</v></c><c r=\"ZZ3\"><v>1</v></c></row>"));
    size_t n = 1;
    for (rg_status status = RG_NO_MEMORY; status != RG_OK; n++) {
        book b = {parts, 100, 0};
        rg_error error = {0};
        rg_workbook *workbook;
        rg_input *input = NULL;
        char bytes[2000];
        size_t got = 1;
        rg_memory_fail_at(n);
        status = rg_workbook_open(&workbook, "a.xlsx", serve, &b, &error);
        if (status == RG_OK)
            status = rg_workbook_sheet(workbook, 0, &input, &error);
        while (status == RG_OK && got)
            status = rg_input_read(input, bytes, sizeof bytes, &got, &error);
        rg_memory_fail_at(0);
        if (status != RG_OK && (status != RG_NO_MEMORY || error.status != RG_NO_MEMORY))
            fail_msg("request %zu: status %d: %s", n, (int)status, error.message);
        rg_input_close(input);
        rg_workbook_close(workbook);
        assert_int_equal(b.open, 0);
        assert_in_range(n, 1, 100000);
    }
    assert_true(n > 100); /* it was worth the while */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_are_found_by_their_relationships),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(lists_have_limits),
        cmocka_unit_test(shared_texts_may_be_many),
        cmocka_unit_test(the_bytes_do_not_depend_on_how_they_are_asked_for),
        cmocka_unit_test(what_came_before_a_failure_is_given),
        cmocka_unit_test(what_is_damaged_behind_a_pause_is_reported),
        cmocka_unit_test(parts_that_cannot_be_read_are_reported),
        cmocka_unit_test(every_refused_request_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
