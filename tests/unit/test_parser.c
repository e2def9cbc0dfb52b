/* test_parser.c - what libcsv says of rows, line by line. */
#include "parser.h"

#include "lines.h"
#include "memory.h"
#include "text.h"
#include "unit.h"

/* Where the row stands when all of its lines were fed. */
static rg_row_state feed_all(rg_parser *parser, rg_text row)
{
    rg_row_state state = RG_ROW_OPEN;
    rg_parser_begin(parser, 0);
    for (size_t at = 0, end; at < row.size && state == RG_ROW_OPEN; at = end) {
        end = rg_line_end(row, at);
        state = rg_parser_feed(parser, (rg_text){row.bytes, end}, at);
    }
    rg_parser_settle(parser, row);
    return state;
}

static void every_row_has_its_state_and_fields(void **state)
{
    (void)state;
    static const struct {
        rg_text row;
        rg_row_state state;
        size_t count, at, field; /* of the fields; where libcsv stopped, and where that field begins */
    } cases[] = {
        {RG_TEXT("a,b\n"), RG_ROW_COMPLETE, 2, 4, 4},  {RG_TEXT("a,b"), RG_ROW_COMPLETE, 2, 3, 4},
        {RG_TEXT("\n"), RG_ROW_COMPLETE, 0, 1, 0},     {RG_TEXT("\"a\nb\",c\n"), RG_ROW_COMPLETE, 2, 8, 8},
        {RG_TEXT("\"a\n"), RG_ROW_OPEN, 0, 3, 0},      {RG_TEXT("a,\"b\"x\n"), RG_ROW_BROKEN, 1, 5, 2},
        {RG_TEXT("a,b\"x\n"), RG_ROW_BROKEN, 1, 3, 2}, {RG_TEXT("a,\"b"), RG_ROW_UNCLOSED, 1, 4, 2},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_fields fields = {0};
        rg_parser *parser = rg_parser_open(&fields, ',');
        assert_non_null(parser);
        assert_int_equal(feed_all(parser, cases[i].row), cases[i].state);
        assert_int_equal(fields.count, cases[i].count);
        rg_stop stop = rg_parser_stop(parser);
        if (stop.at != cases[i].at || stop.field != cases[i].field)
            fail_msg("%s: %zu, %zu", cases[i].row.bytes, stop.at, stop.field);
        rg_parser_close(parser);
        rg_free(fields.items);
    }
}

static void a_field_has_its_value_and_its_bytes(void **state)
{
    (void)state;
    rg_fields fields = {0};
    rg_parser *parser = rg_parser_open(&fields, ',');
    assert_non_null(parser);
    rg_parser_set_delimiter(parser, ';');
    assert_int_equal(feed_all(parser, T(" a ;\"b\"\"\nc\" ;\n")), RG_ROW_COMPLETE);
    static const struct {
        const char *value, *raw;
        bool quoted;
    } expected[] = {{"a", " a ", false}, {"b\"\nc", "\"b\"\"\nc\" ", true}, {"", "", false}};
    assert_int_equal(fields.count, LENGTH(expected));
    for (size_t i = 0; i < LENGTH(expected); i++) {
        is_text(fields.items[i].value, expected[i].value);
        is_text(fields.items[i].raw, expected[i].raw);
        assert_int_equal(fields.items[i].quoted, expected[i].quoted);
    }
    rg_parser_close(parser);
    rg_free(fields.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_its_state_and_fields),
        cmocka_unit_test(a_field_has_its_value_and_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
