/* test_reader.c - records, and where they are. */
#include "reader.h"

#include "buffer.h"
#include "text.h"
#include "unit.h"

/* What the reader makes of `text`: one line a row, "LINE+OFFSET [defect@at] raw|raw". */
static void describe(rg_buffer *out, rg_text text, size_t read_size, size_t record_limit, size_t fields)
{
    static const char *const defects[] = {"", "after-quote", "quote-in-field", "unclosed", "too-long"};
    byte_source bytes = {text.bytes, text.size, read_size};
    rg_check_options options = {.read_size = read_size};
    rg_input *input;
    rg_reader *reader;
    rg_row row;
    rg_buffer joined = {0};
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_reader_open(&reader, input, &options, NULL), RG_OK);
    rg_reader_expect(reader, record_limit, fields);
    rg_status status;
    while ((status = rg_reader_next(reader, &row, NULL)) == RG_OK) {
        rg_buffer_add(&joined, row.bytes.bytes, row.bytes.size);
        rg_buffer_printf(out, "%d+%d%s%s%s", (int)row.line, (int)row.byte_offset, row.blank ? " blank" : "",
                         row.rest ? " rest" : "", row.mark_size ? " bom" : "");
        if (row.defect != RG_SOUND)
            rg_buffer_printf(out, " %s@%d", defects[row.defect], (int)row.defect_at);
        for (size_t i = 0; i < row.field_count; i++)
            rg_buffer_printf(out, "%s%.*s", i ? "|" : " ", (int)row.fields[i].value.size, row.fields[i].value.bytes);
        rg_buffer_add_string(out, "\n");
    }
    assert_int_equal(status, RG_DONE);
    /* Whatever is in it, not a byte is lost. */
    assert_int_equal(joined.size, text.size);
    assert_memory_equal(rg_buffer_text(&joined).bytes, text.size ? text.bytes : "", text.size);
    rg_buffer_free(&joined);
    rg_reader_close(reader);
    rg_input_close(input);
}

static const struct {
    rg_text text;
    size_t fields;
    const char *rows;
} cases[] = {
    {RG_TEXT(""), 0, ""},
    {RG_TEXT("a,b\n1,2\n"), 0, "1+0 a|b\n2+4 1|2\n"},
    {RG_TEXT("a,b\r\n1,2"), 0, "1+0 a|b\n2+5 1|2\n"},
    {RG_TEXT("a,b\r1,2\r"), 0, "1+0 a|b\n2+4 1|2\n"},
    {RG_TEXT("a,b\n\n \t\n1,2\n"), 0, "1+0 a|b\n2+4 blank\n3+5 blank\n4+8 1|2\n"},
    {RG_TEXT("\xEF\xBB\xBF"
             "a,b\n"),
     0, "1+0 bom a|b\n"},
    {RG_TEXT("\"a,b\",\"c\"\"d\"\n"), 0, "1+0 a,b|c\"d\n"},
    {RG_TEXT(" a , \"b\" \n"), 0, "1+0 a|b\n"},
    {RG_TEXT("\"a\nb\",c\nd,e\n"), 0, "1+0 a\nb|c\n3+8 d|e\n"},
    {RG_TEXT("\"a\r\nb\",c\rd,e\n"), 0, "1+0 a\r\nb|c\n3+9 d|e\n"},
    {RG_TEXT("a,\n,\n"), 0, "1+0 a|\n2+3 |\n"},
    {RG_TEXT("a,\"b\"x,c\nd,e,f\n"), 3, "1+0 after-quote@5 a\n2+9 d|e|f\n"},
    {RG_TEXT("a,b\"x,c\nd,e,f\n"), 3, "1+0 quote-in-field@3 a\n2+8 d|e|f\n"},
    {RG_TEXT("a,\"b,c\nd,e,f\n"), 3, "1+0 unclosed@2 a\n2+7 d|e|f\n"},
    {RG_TEXT("a,\"b,c\nd,e,f\ng,\"h\",i\n"), 3, "1+0 unclosed@2 a\n2+7 d|e|f\n3+13 g|h|i\n"},
    {RG_TEXT("\"a"), 1, "1+0 unclosed@0\n"},
    /* A long record comes in pieces, and so do bytes of other kinds. */
    {RG_TEXT("0123456789012345678901234567890123456789\na,b\n"), 1, "1+0 too-long@0\n1+32 rest\n2+41 a|b\n"},
};

static void rows_are_those_of_libcsv_with_their_places(void **state)
{
    (void)state;
    const size_t read_sizes[] = {1, 2, 3, 7, 4096};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        for (size_t r = 0; r < LENGTH(read_sizes); r++) {
            rg_buffer out = {0};
            describe(&out, cases[i].text, read_sizes[r], 32, cases[i].fields);
            is_text(rg_buffer_text(&out), cases[i].rows);
            rg_buffer_free(&out);
        }
    }
}

static void what_was_held_is_read_again(void **state)
{
    (void)state;
    byte_source bytes = {"a\nb\nc\n", 6, 1};
    rg_input *input;
    rg_reader *reader;
    rg_row row;
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_reader_open(&reader, input, NULL, NULL), RG_OK);
    rg_reader_hold(reader);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rg_reader_next(reader, &row, NULL), RG_OK);
    assert_int_equal(rg_reader_position(reader), 6);
    rg_reader_rewind(reader);
    assert_int_equal(rg_reader_next(reader, &row, NULL), RG_OK);
    is_text(row.bytes, "a\n");
    assert_int_equal(row.line, 1);
    rg_reader_close(reader);
    rg_input_close(input);
}

static void a_row_says_what_kinds_of_bytes_it_has(void **state)
{
    (void)state;
    byte_source bytes = {"a\0b,c\nd\xC3\xBC,e\nf,g\r\n", 17, 0};
    rg_input *input;
    rg_reader *reader;
    rg_row row;
    const bool expected[][2] = {{false, true}, {true, false}, {false, false}};
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_reader_open(&reader, input, NULL, NULL), RG_OK);
    for (size_t i = 0; i < LENGTH(expected); i++) {
        assert_int_equal(rg_reader_next(reader, &row, NULL), RG_OK);
        assert_int_equal(row.field_count, 2);
        assert_int_equal(row.has_high, expected[i][0]);
        assert_int_equal(row.has_control, expected[i][1]);
    }
    rg_reader_close(reader);
    rg_input_close(input);
}

/* What follows the text that is shown may change what its end means: then there is no row yet. */
static void a_text_that_is_shown_gives_whole_rows_only(void **state)
{
    (void)state;
    static const rg_text text = RG_TEXT("a,b\n\"c\nd\",e\r\n\"f\"\"\",g\n\n1,\"2\n");
    static const size_t ends[] = {4, 13, 21, 22};
    byte_source nothing = {"", 0, 0};
    rg_input *input;
    rg_reader *model, *reader;
    rg_row row;
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &nothing, NULL), RG_OK);
    assert_int_equal(rg_reader_open(&model, input, NULL, NULL), RG_OK);
    assert_int_equal(rg_reader_open_like(&reader, model, NULL), RG_OK);
    for (size_t size = 0; size <= text.size; size++) {
        uint64_t end = 0;
        for (size_t i = 0; i < LENGTH(ends); i++)
            end = ends[i] <= size ? ends[i] : end;
        rg_reader_show(reader, (rg_text){text.bytes, size}, 100, false, false);
        rg_status status;
        while ((status = rg_reader_next(reader, &row, NULL)) == RG_OK)
            assert_int_equal(row.defect, RG_SOUND);
        assert_int_equal(status, RG_DONE);
        if (rg_reader_position(reader) != 100 + end)
            fail_msg("%zu bytes: %d", size, (int)rg_reader_position(reader));
    }
    rg_reader_close(reader);
    rg_reader_close(model);
    rg_input_close(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_libcsv_with_their_places),
        cmocka_unit_test(what_was_held_is_read_again),
        cmocka_unit_test(a_row_says_what_kinds_of_bytes_it_has),
        cmocka_unit_test(a_text_that_is_shown_gives_whole_rows_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
