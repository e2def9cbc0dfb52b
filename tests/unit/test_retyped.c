/* test_retyped.c - what spreadsheets do to values by themselves, and what only people do. */
#include "retyped.h"

#include "unit.h"

static bool is_retyped(const char *before, const char *after)
{
    return rg_retyped((rg_text){before, strlen(before)}, (rg_text){after, strlen(after)}) != NULL;
}

static void spreadsheets_retype_values(void **state)
{
    (void)state;
    const struct {
        const char *before, *after;
    } pairs[] = {{"007", "7"},
                 {"16384.50", "16384.5"},
                 {"8.10", "8.1"},
                 {"1e3", "1000"},
                 {"6932170000000000123", "6.93217E+018"},
                 {"6.93217E+12", "6932170000000"},
                 {"2024-01-05", "05/01/2024"},
                 {"2024-01-05", "1/5/24"},
                 {"2024-01-05 10:00:00", "05.01.2024 10:00"},
                 {"true", "TRUE"},
                 {"  kept ", "kept"},
                 {"a\r\nb", "a\nb"}};
    for (size_t i = 0; i < LENGTH(pairs); i++)
        if (!is_retyped(pairs[i].before, pairs[i].after))
            fail_msg("%s -> %s", pairs[i].before, pairs[i].after);
}

static void people_change_them(void **state)
{
    (void)state;
    const struct {
        const char *before, *after;
    } pairs[] = {{"007", "8"},
                 {"16 GB", "16384"},
                 {"", "1"},
                 {"1", ""},
                 {"10.0.0.300", "10.0.0.30"},
                 {"2024-01-05", "2024-01-06"},
                 {"true", "false"},
                 {"12,288", "12288"},
                 {"web 1", "web-1"},
                 {"6932170000000000123", "6.5E+018"},
                 {"a", "A"},
                 {"1.1.1.1", "1.1.1"}};
    for (size_t i = 0; i < LENGTH(pairs); i++)
        if (is_retyped(pairs[i].before, pairs[i].after))
            fail_msg("%s -> %s", pairs[i].before, pairs[i].after);
}

static void rounded_numbers_are_known(void **state)
{
    (void)state;
    assert_true(rg_is_rounded(T("6.93217E+12")));
    assert_false(rg_is_rounded(T("693217")));
    assert_false(rg_is_rounded(T("E")));
    assert_false(rg_is_rounded(T("")));
    assert_false(rg_is_rounded(T("srv-1e5")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreadsheets_retype_values),
        cmocka_unit_test(people_change_them),
        cmocka_unit_test(rounded_numbers_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
