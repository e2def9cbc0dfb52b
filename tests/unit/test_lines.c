/* test_lines.c - where physical lines end. */
#include "lines.h"

#include "unit.h"

static void lines_end_at_lf_crlf_and_cr(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        size_t at, end, content;
        uint64_t lines;
    } cases[] = {
        {T("ab"), 0, 2, 2, 0},     {T("ab\n"), 0, 3, 2, 1},     {T("ab\r\ncd"), 0, 4, 2, 1},
        {T("ab\rcd"), 0, 3, 2, 1}, {T("ab\n\ncd"), 3, 4, 0, 2}, {T("\r\r\n\n"), 0, 1, 0, 3},
        {T(""), 0, 0, 0, 0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_text text = cases[i].text;
        size_t end = rg_line_end(text, cases[i].at);
        assert_int_equal(end, cases[i].end);
        assert_int_equal(rg_line_content((rg_text){text.bytes + cases[i].at, end - cases[i].at}), cases[i].content);
        assert_int_equal(rg_count_lines(text), cases[i].lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_at_lf_crlf_and_cr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
