/* test_spelling.c - names that people would call the same. */
#include "spelling.h"

#include "memory.h"
#include "unit.h"

static void names_are_folded(void **state)
{
    (void)state;
    const rg_text same[] = {T("IPAddress"),
                            T("ipaddress"),
                            T("IP Address"),
                            T(" IP\xC2\xA0"
                              "Address"),
                            T("\xEF\xBB\xBFIPAddress"),
                            T("IP\xE2\x80\x8B"
                              "Address")};
    for (size_t i = 0; i < LENGTH(same); i++) {
        rg_buffer out = {0};
        rg_fold_name(&out, same[i]);
        is_text(rg_buffer_text(&out), "ipaddress");
        rg_buffer_free(&out);
    }
}

static void distance_counts_edits(void **state)
{
    (void)state;
    const struct {
        rg_text a, b;
        size_t distance;
    } cases[] = {{T("abc"), T("abc"), 0}, {T("abc"), T("abd"), 1}, {T("abc"), T("acb"), 1},
                 {T("abc"), T("ab"), 1},  {T(""), T("ab"), 2},     {T("kitten"), T("sitting"), 3}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(rg_spelling_distance(cases[i].a, cases[i].b, 5), cases[i].distance);
        assert_int_equal(rg_spelling_distance(cases[i].b, cases[i].a, 5), cases[i].distance);
    }
    assert_int_equal(rg_spelling_distance(T("abcdef"), T("uvwxyz"), 2), 3);
}

static void the_nearest_name_is_found_or_none(void **state)
{
    (void)state;
    bool failed = false;
    const char *const names[] = {"required", "unique", "minimum", "maximum"};
    assert_string_equal(rg_nearest_name(T("requird"), names, LENGTH(names), &failed), "required");
    assert_string_equal(rg_nearest_name(T("maxmum"), names, LENGTH(names), &failed), "maximum");
    assert_null(rg_nearest_name(T("colour"), names, LENGTH(names), &failed));
    assert_null(rg_nearest_name(T(""), names, LENGTH(names), &failed));
    assert_false(failed);
    rg_memory_fail_at(1);
    rg_nearest_name(T("requird"), names, LENGTH(names), &failed);
    rg_memory_fail_at(0);
    assert_true(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_folded),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(the_nearest_name_is_found_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
