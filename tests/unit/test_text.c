/* test_text.c - slices of text. */

#include "text.h"
#include "unit.h"

static void blanks_at_the_edges_are_trimmed(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{" a b\t", "a b"}, {"a", "a"}, {" \t ", ""}, {"", ""}, {"\na", "\na"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_text text = rg_text_of(cases[i][0]);
        is_text(rg_text_trim(text), cases[i][1]);
        assert_int_equal(rg_has_blank_edge(text), !rg_text_equal(rg_text_trim(text), text));
    }
}

static void a_part_is_found_where_it_begins_first(void **state)
{
    (void)state;
    const rg_text text = T("abcabd");
    assert_ptr_equal(rg_text_find(text, T("ab")), text.bytes);
    assert_ptr_equal(rg_text_find(text, T("abd")), text.bytes + 3);
    assert_null(rg_text_find(text, T("bdx")));
    assert_null(rg_text_find(text, T("")));
}

static void a_list_is_given_item_by_item(void **state)
{
    (void)state;
    static const char *const items[] = {"a", "", "b c"};
    rg_text rest = T("a,, b c "), item;
    for (size_t i = 0; i < LENGTH(items); i++) {
        assert_true(rg_next_item(&rest, ',', &item));
        is_text(item, items[i]);
    }
    assert_false(rg_next_item(&rest, ',', &item));
}

static void case_is_that_of_ascii(void **state)
{
    (void)state;
    assert_true(rg_text_equal_nocase(T("UTF-8"), T("utf-8")));
    assert_false(rg_text_equal_nocase(T("UTF-8"), T("UTF-")));
    assert_false(rg_text_equal_nocase(T("\xC3\x89"), T("\xC3\xA9")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_at_the_edges_are_trimmed),
        cmocka_unit_test(a_part_is_found_where_it_begins_first),
        cmocka_unit_test(a_list_is_given_item_by_item),
        cmocka_unit_test(case_is_that_of_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
