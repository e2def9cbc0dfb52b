/* test_typography.c - characters that come from word processors and web pages. */
#include "typography.h"

#include "unit.h"

static void what_nobody_sees_is_found_and_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what, *visible;
    } cases[] = {
        {"a b", NULL, "a b"},
        {"\xC3\xA9", NULL, "\xC3\xA9"},
        {"a\xC2\xA0"
         "b",
         "a no-break space", "a b"},
        {"a\xE2\x80\x8B"
         "b\xEF\xBB\xBF",
         "a zero-width space", "ab"},
        {"a\xE2\x80\x83"
         "b",
         "a space of a special width", "a b"},
        {"\xEF\xBB\xBF"
         "a\xC2\xA0",
         "a byte order mark", "a "},
        /* what a keyboard has is no accident */
        {"\xE6\x9D\xB1\xE3\x80\x80\xE4\xBA\xAC", NULL, "\xE6\x9D\xB1\xE3\x80\x80\xE4\xBA\xAC"},
        {"\xC2", NULL, "\xC2"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_text text = {cases[i].text, strlen(cases[i].text)}, found;
        rg_buffer visible = {0};
        const char *what = rg_find_invisible(text, &found);
        assert_string_equal(what ? what : "", cases[i].what ? cases[i].what : "");
        rg_add_visible(&visible, text);
        is_text(rg_buffer_text(&visible), cases[i].visible);
        rg_buffer_free(&visible);
    }
}

static void a_joiner_joins_what_is_not_ascii(void **state)
{
    (void)state;
    assert_true(rg_has_joiner(T("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB")));
    assert_false(rg_has_joiner(T("a\xE2\x80\x8D\xC3\xA9")));
    assert_false(rg_has_joiner(T("\xE2\x80\x8D")));
}

static void curly_quotes_are_one_pair_round_all(void **state)
{
    (void)state;
    rg_text inside;
    assert_true(rg_in_curly_quotes(T("\xE2\x80\x9Cweb 1\xE2\x80\x9D"), &inside));
    is_text(inside, "web 1");
    assert_false(rg_in_curly_quotes(T("\xE2\x80\x9Cweb\xE2\x80\x9D, \xE2\x80\x9C db\xE2\x80\x9D"), &inside));
    assert_false(rg_in_curly_quotes(T("\xE2\x80\x9C"), &inside));
    assert_true(rg_has_curly_quote(T("a \xE2\x80\x9E")));
    assert_false(rg_has_curly_quote(T("it\xE2\x80\x99s")));
}

static void print_becomes_what_a_keyboard_has(void **state)
{
    (void)state;
    rg_buffer typed = {0};
    rg_add_typed(&typed, T("\xE2\x80\x9Cx\xE2\x80\x9D \xE2\x80\x93 \xE2\x80\x99\xC3\xA9"));
    is_text(rg_buffer_text(&typed), "\"x\" - '\xC3\xA9");
    rg_buffer_free(&typed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_sees_is_found_and_left_out),
        cmocka_unit_test(a_joiner_joins_what_is_not_ascii),
        cmocka_unit_test(curly_quotes_are_one_pair_round_all),
        cmocka_unit_test(print_becomes_what_a_keyboard_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
