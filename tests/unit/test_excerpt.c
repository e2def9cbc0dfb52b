/* test_excerpt.c - a line with carets, also where it is too long; and its place in a template's text (source.c). */
#include "excerpt.h"
#include "source.h"
#include "unit.h"

static void carets_stand_under_the_part(void **state)
{
    (void)state;
    const struct {
        rg_text line;
        size_t start, size, room;
        const char *shown, *carets;
    } cases[] = {
        {T("a,bcd,e"), 2, 3, 40, "a,bcd,e", "  ^^^"},
        {T("a,b"), 3, 0, 40, "a,b", "   ^"},
        {T(""), 0, 0, 40, "", "^"},
        {T("\xE6\x97\xA5,x"), 4, 1, 40, "\xE6\x97\xA5,x", "   ^"}, /* two cells */
        {T("e\xCC\x81,x"), 4, 1, 40, "e\xCC\x81,x", "  ^"},        /* no cell of its own */
        {T("\x01,x"), 2, 1, 40, "\\x01,x", "     ^"},
        {T("0123456789abcdefghijABCDEklmnopqrstuvwxyz"), 20, 5, 21, "…defghijABCDEklmnopq…", "        ^^^^^"},
        {T("0123456789abcdefghijklmnopqrstuvwxyz"), 0, 2, 10, "012345678…", "^^"},
        {T("0123456789abcdefghijklmnopqrstuvwxyz"), 35, 1, 10, "…rstuvwxyz", "         ^"},
        {T("0123456789abcdefghijklmnopqrstuvwxyz"), 99, 9, 10, "…rstuvwxyz", "          ^"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer shown = {0}, carets = {0};
        rg_excerpt(&shown, &carets, cases[i].line, cases[i].start, cases[i].size, cases[i].room);
        is_text(rg_buffer_text(&carets), cases[i].carets);
        is_text(rg_buffer_text(&shown), cases[i].shown);
        rg_buffer_free(&shown);
        rg_buffer_free(&carets);
    }
}

static void a_place_in_a_source_is_a_line_and_a_column(void **state)
{
    (void)state;
    rg_error error = {0};
    rg_source_place(T("one\ntwo: \xC3\xA4x\nthree"), 2, 6, 2, &error);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 6);
    assert_string_equal(error.excerpt, "    2 | two: \xC3\xA4x\n      |      ^^");
    rg_source_place(T("one"), 9, 1, 1, &error);
    assert_string_equal(error.excerpt, "    9 | \n      | ^");
    rg_source_place(T("one"), 1, 1, 1, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carets_stand_under_the_part),
        cmocka_unit_test(a_place_in_a_source_is_a_line_and_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
