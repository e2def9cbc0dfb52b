/* test_mojibake.c - text that was decoded twice. */
#include "mojibake.h"

#include "unit.h"

static void mojibake_is_undone(void **state)
{
    (void)state;
    static const struct {
        const char *text, *was;
    } cases[] = {
        {"M\xC3\x83\xC2\xBCller", "M\xC3\xBCller"},
        {"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C", "\xE2\x80\x93"},
        {"M\xC3\xBCller", NULL},
        {"\xE6\x97\xA5\xE6\x9C\xAC", NULL}, /* not in windows-1252 */
        {"\xC3\xA9\xC3\xA8", NULL},         /* no UTF-8 when taken for windows-1252 */
        {"plain", NULL},
        {"M\xC3\x83\xC6\x92\xC3\x82\xC2\xBCller", "M\xC3\xBCller"}, /* twice */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer was = {0};
        assert_int_equal(rg_undo_mojibake((rg_text){cases[i].text, strlen(cases[i].text)}, &was), cases[i].was != NULL);
        is_text(rg_buffer_text(&was), cases[i].was ? cases[i].was : "");
        rg_buffer_free(&was);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mojibake_is_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
