/* test_pattern.c - patterns are matched against the whole value, or give no answer. */
#include "pattern.h"
#include "unit.h"

static bool matches(const char *source, rg_text subject)
{
    rg_pattern *pattern;
    rg_matcher *matcher;
    bool result;
    assert_int_equal(rg_pattern_compile(&pattern, (rg_text){source, strlen(source)}, NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    /* Often enough that the interpreter and machine code both have their turn. */
    for (int i = 0; i < 200; i++) {
        bool again;
        assert_int_equal(rg_pattern_match(pattern, matcher, subject, &again, NULL), RG_OK);
        assert_true(i == 0 || again == result);
        result = again;
    }
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
    return result;
}

static void the_whole_value_is_matched(void **state)
{
    (void)state;
    const struct {
        const char *pattern;
        rg_text subject;
        bool matches;
    } cases[] = {
        {"a|b", T("a"), true},
        {"a|b", T("b"), true},
        {"a|b", T("ab"), false},
        {"ab", T("xab"), false},
        {"ab", T("abx"), false},
        {"ab", T("ab\n"), false},
        {"^ab$", T("ab"), true},
        {"^ab$", T("ab\n"), false},
        {"a.c",
         T("a\xC3\xBC"
           "c"),
         true},
        {"\\d+", T("12"), true},
        {"\\d+", T("\xD9\xA1"), false}, /* digits are ASCII */
        {"", T(""), true},
        {"a*", T(""), true},
        {"\\P{C}+", T("a\xE2\x80\x8B"), false},
        {"a\\x00b", T("a\0b"), true},
        {"(?i)srv", T("SRV"), true},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        if (matches(cases[i].pattern, cases[i].subject) != cases[i].matches)
            fail_msg("%s", cases[i].pattern);
}

static void a_broken_pattern_is_pointed_at(void **state)
{
    (void)state;
    rg_pattern *pattern;
    rg_error error;
    assert_int_equal(rg_pattern_compile(&pattern, T("ab(c"), &error), RG_BAD_TEMPLATE);
    assert_null(pattern);
    assert_int_equal(error.column, 5);
    assert_string_equal(error.excerpt, "ab(c\n    ^");
    assert_non_null(strstr(error.message, "parenthesis"));
}

static void a_limit_that_is_hit_is_no_answer(void **state)
{
    (void)state;
    const rg_pattern_limits limits[] = {{.match = 500}, {.match = 10000000, .depth = 5, .heap_kib = 1}};
    for (size_t i = 0; i < LENGTH(limits); i++) {
        rg_pattern *pattern;
        rg_matcher *matcher;
        rg_error error;
        bool result = true;
        assert_int_equal(rg_pattern_compile(&pattern, T("(a+)+"), NULL), RG_OK);
        assert_int_equal(rg_matcher_open(&matcher, limits[i], NULL), RG_OK);
        rg_status status = rg_pattern_match(pattern, matcher, T("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), &result, &error);
        assert_int_equal(status, RG_LIMIT_REACHED);
        assert_non_null(strstr(error.message, "(a+)+"));
        rg_matcher_close(matcher);
        rg_pattern_free(pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_value_is_matched),
        cmocka_unit_test(a_broken_pattern_is_pointed_at),
        cmocka_unit_test(a_limit_that_is_hit_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
