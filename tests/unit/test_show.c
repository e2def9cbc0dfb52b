/* test_show.c - bytes as people can see them. */
#include "show.h"

#include "unit.h"

static void nothing_invisible_is_shown_as_it_is(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        const char *shown;
    } cases[] = {
        {T("a b"), "a b"},
        {T("a\tb\x1B\0"), "a\\x09b\\x1B\\x00"},
        {T("x\xE9y"), "x\\xE9y"},
        {T("x\xC2\xA0y\xE2\x80\x8B"), "x\\u00A0y\\u200B"},
        {T("\xE6\x97\xA5"), "\xE6\x97\xA5"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer out = {0};
        rg_show(&out, cases[i].text);
        is_text(rg_buffer_text(&out), cases[i].shown);
        rg_buffer_free(&out);
    }
}

static void a_terminal_gets_what_it_can_show(void **state)
{
    (void)state;
    char line[] = "a\x1B\xE9\n\xC3\xA9", lines[] = "a\r\n";
    rg_make_showable(line, false);
    assert_string_equal(line, "a???\xC3\xA9");
    rg_make_showable(lines, true);
    assert_string_equal(lines, "a?\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_invisible_is_shown_as_it_is),
        cmocka_unit_test(a_terminal_gets_what_it_can_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
