/* test_sheet.c - one sheet as CSV: its cells, its rows, and XML that is no sheet. */
#include "serving.h"

/* ---------------------------------------------------------------- cells */

static void cells_of_every_type(void **state)
{
    (void)state;
    sheet_is(SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                   "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>"),
             "VM,rich text,\xE6\x9D\xB1,\"two\r\nlines & \"\"more\"\"\"\r\n");
    sheet_is(SHEET("<row><c t=\"inlineStr\"><is><t>in</t></is></c>"
                   "<c t=\"inlineStr\"><is><r><t>a,</t></r><r><t>_x0041_</t></r><rPh><t>no</t></rPh></is></c>"
                   "<c t=\"str\"><f>A1&amp;\"x\"</f><v> x_x0009_</v></c><c t=\"e\"><v>#N/A</v></c></row>"),
             "in,\"a,A\",\" x\t\",#N/A\r\n");
    sheet_is(SHEET("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"b\"><v>true</v></c>"
                   "<c t=\"b\"><v>maybe</v></c><c t=\"d\"><v>2024-01-31T12:00:00</v></c>"
                   "<c t=\"d\"><v>2024-01-31</v></c><c t=\"unknown\"><v>_x0041_</v></c></row>"),
             "True,False,True,maybe,2024-01-31 12:00:00,2024-01-31,_x0041_\r\n");
    sheet_is(SHEET("<row><c><v>16384</v></c><c t=\"n\"><v>1.6384E4</v></c><c><v>0.30000000000000004</v></c>"
                   "<c><f>1/0</f><v> 7 </v></c><c s=\"0\"><v>text</v></c></row>"),
             "16384,16384,0.3,7,text\r\n");
}

static void empty_cells_have_no_value(void **state)
{
    (void)state;
    sheet_is(SHEET("<row><c><v>1</v></c><c/><c t=\"s\"/><c t=\"s\"><v></v></c><c t=\"s\"><v>4</v></c>"
                   "<c t=\"inlineStr\"><is/></c><c><f>A1</f></c><c><v>2</v></c></row>"),
             "1,,,,,,,2\r\n");
    /* What does not belong to the type is not the value. */
    sheet_is(SHEET("<row><c t=\"inlineStr\"><v>9</v><is><t>a</t></is></c><c><is><t>9</t></is><v>1</v></c></row>"),
             "a,1\r\n");
}

static void numbers_in_date_formats_are_dates(void **state)
{
    (void)state;
    sheet_is(SHEET("<row><c s=\"1\"><v>45322</v></c><c s=\"2\"><v>45322.5</v></c><c s=\"3\"><v>45322.5</v></c>"
                   "<c s=\"4\"><v>45322.5</v></c><c s=\"99\"><v>45322.5</v></c><c s=\"1\"><v>-1</v></c>"
                   "<c s=\"1\" t=\"str\"><v>45322</v></c><c s=\"x\"><v>1</v></c></row>"),
             "2024/01/31 00:00:00,2024/01/31 12:00:00,45322.5,45322.5,45322.5,-1,45322,1\r\n");
}

static void days_may_be_counted_from_1904(void **state)
{
    (void)state;
    const part parts[] = {{"xl/workbook.xml",
                           "<workbook><workbookPr date1904=\"true\"/><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets>"
                           "</workbook>",
                           0},
                          {"xl/_rels/workbook.xml.rels", one_sheet_rels, 0},
                          {"xl/styles.xml", styles, 0},
                          {"xl/worksheets/sheet1.xml", SHEET("<row><c s=\"1\"><v>43860</v></c></row>"), 0},
                          {NULL, NULL, 0}};
    book b = {parts, 0, 0};
    rg_buffer csv = {0};
    assert_int_equal(read_book(&b, 5000, &csv, NULL), RG_OK);
    is_text(rg_buffer_text(&csv), "2024/01/31 00:00:00\r\n");
    rg_buffer_free(&csv);
}

static void prefixes_do_not_matter(void **state)
{
    (void)state;
    sheet_is("<x:worksheet xmlns:x=\"x\"><x:sheetData><x:row r=\"2\"><x:c r=\"B2\" t=\"inlineStr\"><x:is><x:t>a</x:t>"
             "</x:is></x:c></x:row></x:sheetData></x:worksheet>",
             "\r\n,a\r\n");
}

static void other_encodings_are_read(void **state)
{
    (void)state;
    const char sheet[] = "\xFF\xFE<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    char wide[2 * sizeof sheet] = {0};
    memcpy(wide, sheet, 2);
    for (size_t i = 2; i < sizeof sheet - 1; i++)
        wide[2 * i - 2] = sheet[i];
    part parts[] = PARTS(wide);
    for (part *p = parts; p->name; p++)
        p->size = p->text == wide ? 2 * (sizeof sheet - 1) - 2 : 0;
    book b = {parts, 3, 0};
    rg_buffer csv = {0};
    assert_int_equal(read_book(&b, 5000, &csv, NULL), RG_OK);
    is_text(rg_buffer_text(&csv), "1\r\n");
    rg_buffer_free(&csv);
}

static void what_is_not_known_is_passed_over(void **state)
{
    (void)state;
    sheet_is("<worksheet><!-- a --><row><c><v>1</v></c></row><ext><sheetData><row><c><v>2</v></c></row></sheetData>"
             "</ext><sheetData><row><c><x><v>3</v></x><v>4</v></c></row><!-- b --><?pi c?></sheetData></worksheet>",
             "4\r\n");
}

/* ---------------------------------------------------------------- rows and columns */

static void rows_and_columns_keep_their_places(void **state)
{
    (void)state;
    sheet_is(SHEET("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c><v>2</v></c><c r=\"F2\"><v>3</v></c></row>"
                   "<row r=\"3\"/><row r=\"4\" ht=\"9\"><c r=\"A4\" s=\"1\"/><c r=\"XFD4\" t=\"s\"/></row>"
                   "<row r=\"6\"><c><v>4</v></c><c r=\"H6\"/></row>"
                   "<row><c><v>5</v></c><c r=\"H7\"><v>6</v></c></row><row r=\"9\"><c r=\"B9\"><v>7</v></c></row>"),
             "\r\n,1,2,,,3\r\n\r\n\r\n\r\n4,,,,,\r\n5,,,,,,,6\r\n\r\n,7,,,,\r\n");
}

static void a_row_without_a_number_has_that_of_its_first_cell(void **state)
{
    (void)state;
    sheet_is(SHEET("<row><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>2</v></c></row><row><c r=\"A4\"><v>3</v></c></row>"
                   "<row><c><v>4</v></c></row>"),
             "\r\n1,,2\r\n\r\n3,,\r\n4,,\r\n");
    sheet_fails(SHEET("<row><c/><c r=\"B2\"/></row>"), "xl/worksheets/sheet1.xml, line 2: the cell B2 stands in row 1");
    sheet_fails(SHEET("<row/><row><c r=\"A1\"/></row>"),
                "xl/worksheets/sheet1.xml, line 2: the cell A1 stands in row 2");
    sheet_fails(SHEET("<row><c r=\"A1048577\"/></row>"),
                "xl/worksheets/sheet1.xml, line 2: the cell A1048577: a sheet has the rows 1 to 1048576");
}

static void blank_rows_at_the_end_are_not_written(void **state)
{
    (void)state;
    rg_buffer sheet = {0}, expected = {0};
    rg_buffer_add_string(&sheet, "<worksheet><sheetData><row><c><v>1</v></c></row>");
    for (size_t row = 2; row <= 1048576; row++)
        rg_buffer_printf(&sheet, "<row r=\"%zu\"><c r=\"A%zu\" s=\"1\"/></row>", row, row);
    size_t size = sheet.size;
    rg_buffer_add_string(&sheet, "</sheetData></worksheet>");
    sheet_is(sheet.bytes, "1\r\n");
    /* The last row of all has a value: now they count. */
    sheet.size = size - strlen("<c r=\"A1048576\" s=\"1\"/></row>");
    rg_buffer_add_string(&sheet, "<c><v>2</v></c></row></sheetData></worksheet>");
    rg_buffer_add_string(&expected, "1\r\n");
    for (size_t row = 2; row < 1048576; row++)
        rg_buffer_add_string(&expected, "\r\n");
    rg_buffer_add_string(&expected, "2\r\n");
    sheet_is(sheet.bytes, expected.bytes);
    rg_buffer_free(&sheet);
    rg_buffer_free(&expected);
}

static void an_empty_sheet_is_empty(void **state)
{
    (void)state;
    sheet_is("<worksheet/>", "");
    sheet_is(SHEET(""), "");
    sheet_is(SHEET("<row r=\"7\"/>"), "");
}

static void damaged_places_are_reported(void **state)
{
    (void)state;
    sheet_fails(SHEET("<row r=\"5\"/><row r=\"5\"/>"), "xl/worksheets/sheet1.xml, line 2: row 5 stands behind row 5");
    sheet_fails(SHEET("<row r=\"5\"/>\n<row r=\"3\"/>"), "xl/worksheets/sheet1.xml, line 3: row 3 stands behind row 5");
    sheet_fails(SHEET("<row r=\"0\"/>"), "xl/worksheets/sheet1.xml, line 2: row 0: a sheet has the rows 1 to 1048576");
    sheet_fails(SHEET("<row r=\"1048577\"/>"),
                "xl/worksheets/sheet1.xml, line 2: row 1048577: a sheet has the rows 1 to 1048576");
    sheet_fails(SHEET("<row r=\"1048576\"/><row/>"),
                "xl/worksheets/sheet1.xml, line 2: row 1048577: a sheet has the rows 1 to 1048576");
    sheet_fails(SHEET("<row r=\"x\"/>"), "xl/worksheets/sheet1.xml, line 2: the row number \"x\" is none");
    sheet_fails(SHEET("<row><c r=\"XFE1\"/></row>"),
                "xl/worksheets/sheet1.xml, line 2: a cell in row 1 is beyond column XFD, the last that a sheet has");
    sheet_fails(SHEET("<row><c r=\"XFD1\"/><c/></row>"),
                "xl/worksheets/sheet1.xml, line 2: a cell in row 1 is beyond column XFD, the last that a sheet has");
    sheet_fails(SHEET("<row r=\"1\"><c r=\"B2\"/></row>"),
                "xl/worksheets/sheet1.xml, line 2: the cell B2 stands in row 1");
    sheet_fails(SHEET("<row><c r=\"B1\"/><c r=\"A1\"/></row>"),
                "xl/worksheets/sheet1.xml, line 2: the cell A1 stands behind one that is further right");
    sheet_fails(SHEET("<row><c r=\"7\"/></row>"), "xl/worksheets/sheet1.xml, line 2: the cell \"7\" has no place");
    sheet_fails(SHEET("<row><c t=\"s\"><v>5</v></c></row>"),
                "xl/worksheets/sheet1.xml, line 2: a cell in row 1 has shared text 5, and there are 5");
    sheet_fails(SHEET("<row><c t=\"s\"><v>-1</v></c></row>"),
                "xl/worksheets/sheet1.xml, line 2: a cell in row 1 has shared text -1, and there are 5");
}

/* ---------------------------------------------------------------- hostile XML */

static void what_is_no_xml_is_damaged(void **state)
{
    (void)state;
    sheet_fails("<worksheet>\n<sheetData>\n</worksheet>", "xl/worksheets/sheet1.xml, line 3: mismatched tag");
    sheet_fails("<worksheet><sheetData>", "xl/worksheets/sheet1.xml, line 1: no element found");
    sheet_fails("PK", "xl/worksheets/sheet1.xml, line 1: syntax error");
    sheet_fails("<html><body/></html>",
                "xl/worksheets/sheet1.xml, line 1: the outermost element is <html>, not <worksheet>");
    sheet_fails(SHEET("<row><c><v>&x;</v></c></row>"), "xl/worksheets/sheet1.xml, line 2: undefined entity");
    sheet_fails("<!DOCTYPE worksheet [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<worksheet>&b;</worksheet>",
                "xl/worksheets/sheet1.xml, line 1: has a DTD, which no workbook has");
    sheet_fails("<!DOCTYPE worksheet SYSTEM \"http://localhost/x\"><worksheet/>",
                "xl/worksheets/sheet1.xml, line 1: has a DTD, which no workbook has");
}

static void what_would_take_memory_without_end_is_damaged(void **state)
{
    (void)state;
    rg_buffer sheet = {0};
    rg_buffer_add_string(&sheet, "<worksheet>");
    add_times(&sheet, "<a>", 300);
    sheet_fails(sheet.bytes, "xl/worksheets/sheet1.xml, line 1: elements stand in each other more than 200 deep");
    rg_buffer_clear(&sheet);
    rg_buffer_add_string(&sheet, "<worksheet a=\"");
    add_times(&sheet, "0123456789", 200000);
    sheet_fails(sheet.bytes, "xl/worksheets/sheet1.xml, line 1: a tag of more than 1048576 bytes");
    rg_buffer_clear(&sheet);
    rg_buffer_add_string(&sheet, "<worksheet>");
    for (size_t i = 0; i < 5000; i++)
        rg_buffer_printf(&sheet, "<a%zu/>", i);
    sheet_fails(sheet.bytes,
                "xl/worksheets/sheet1.xml, line 1: more than 4096 different names of elements and attributes");
    rg_buffer_clear(&sheet);
    rg_buffer_add_string(&sheet, "<worksheet><sheetData><row><c t=\"str\"><v>");
    add_times(&sheet, "0123456789", 200000);
    sheet_fails(sheet.bytes, "xl/worksheets/sheet1.xml, line 1: a cell with more than 1048576 bytes of text");
    rg_buffer_free(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_type),
        cmocka_unit_test(empty_cells_have_no_value),
        cmocka_unit_test(numbers_in_date_formats_are_dates),
        cmocka_unit_test(days_may_be_counted_from_1904),
        cmocka_unit_test(prefixes_do_not_matter),
        cmocka_unit_test(other_encodings_are_read),
        cmocka_unit_test(what_is_not_known_is_passed_over),
        cmocka_unit_test(rows_and_columns_keep_their_places),
        cmocka_unit_test(a_row_without_a_number_has_that_of_its_first_cell),
        cmocka_unit_test(blank_rows_at_the_end_are_not_written),
        cmocka_unit_test(an_empty_sheet_is_empty),
        cmocka_unit_test(damaged_places_are_reported),
        cmocka_unit_test(what_is_no_xml_is_damaged),
        cmocka_unit_test(what_would_take_memory_without_end_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
