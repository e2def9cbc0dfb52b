/* test_utf8.c - UTF-8: what is valid, how long, how wide. */
#include "utf8.h"

#include "unit.h"

static void utf8_is_checked_and_counted(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        size_t valid, length;
    } cases[] = {
        {T(""), 0, 0},         {T("abc"), 3, 3},  {T("Z\xC3\xBCrich"), 7, 6}, {T("\xF0\x9F\x98\x80"), 4, 1},
        {T("a\xFFz"), 1, 3},   {T("\xC3"), 0, 1}, {T("\xED\xA0\x80"), 0, 3}, /* a surrogate */
        {T("\xC0\x80"), 0, 2},                                               /* overlong */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(rg_utf8_valid_prefix(cases[i].text), cases[i].valid);
        assert_int_equal(rg_utf8_length(cases[i].text), cases[i].length);
    }
}

static void a_character_that_is_cut_off_is_known(void **state)
{
    (void)state;
    const rg_text whole = T("\xF0\x9F\x98\x80");
    for (size_t size = 0; size <= whole.size; size++)
        assert_int_equal(rg_utf8_incomplete((rg_text){whole.bytes, size}), size % whole.size);
    assert_int_equal(rg_utf8_incomplete(T("a\xE6\x97")), 2);
    assert_int_equal(rg_utf8_incomplete(T("\xC3\xA9z")), 0);
}

static void a_byte_order_mark_is_left_out_where_it_begins(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {RG_UTF8_MARK "x", "x"}, {RG_UTF8_MARK, ""}, {"x" RG_UTF8_MARK, "x" RG_UTF8_MARK}, {"\xEF\xBB", "\xEF\xBB"}};
    for (size_t i = 0; i < LENGTH(cases); i++)
        is_text(rg_utf8_without_mark((rg_text){cases[i][0], strlen(cases[i][0])}), cases[i][1]);
}

static void what_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a b", "a b"},
        {"x\xE9y", "x\xEF\xBF\xBDy"},
        {"x\xC2\xA0y\xE2\x80\x8B", "x\xC2\xA0y\xE2\x80\x8B"},
        {"\xE6\x97\xA5", "\xE6\x97\xA5"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer out = {0};
        rg_utf8_repair(&out, (rg_text){cases[i][0], strlen(cases[i][0])});
        is_text(rg_buffer_text(&out), cases[i][1]);
        rg_buffer_free(&out);
    }
}

static void cells_are_those_of_a_terminal(void **state)
{
    (void)state;
    size_t cells;
    assert_int_equal(rg_utf8_next(T("\xE6\x97\xA5x"), &cells), 3);
    assert_int_equal(cells, 2);
    assert_int_equal(rg_utf8_next(T("\xCC\x81"), &cells), 2); /* a combining accent */
    assert_int_equal(cells, 0);
    assert_int_equal(rg_utf8_next(T("\xFF"), &cells), 1);
    assert_int_equal(cells, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_checked_and_counted),
        cmocka_unit_test(a_character_that_is_cut_off_is_known),
        cmocka_unit_test(a_byte_order_mark_is_left_out_where_it_begins),
        cmocka_unit_test(what_is_no_utf8_is_replaced),
        cmocka_unit_test(cells_are_those_of_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
