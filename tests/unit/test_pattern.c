/* test_pattern.c - patterns are matched against the whole value, or give no answer. */
#include "pattern.h"
#include "text.h"
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

/* Once an automaton has been made it would say so; whether it has been must not matter. */
static void a_text_that_is_regular_matches_whatever_the_limit(void **state)
{
    (void)state;
    rg_pattern *pattern;
    rg_matcher *matcher;
    bool result = false;
    assert_int_equal(rg_pattern_compile(&pattern, T("(?:a+)+b|a+"), NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){.match = 500}, NULL), RG_OK);
    for (int i = 0; i < 100; i++) {
        result = false;
        rg_status status = rg_pattern_match(pattern, matcher, T("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &result, NULL);
        assert_int_equal(status, RG_OK);
        assert_true(result);
    }
    assert_int_equal(rg_pattern_match(pattern, matcher, T("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"), &result, NULL),
                     RG_LIMIT_REACHED);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
}

/* Machine code and interpreter count in different ways. These values need more of the one than of the other; which is
 * asked first must not matter. */
static void a_limit_is_the_same_early_and_late(void **state)
{
    static const struct {
        rg_text source;
        char letter;
        size_t size;
        uint32_t limit; /* between what the one needs and the other */
    } cases[] = {{RG_TEXT("(a+)+\\1[cd]"), 'a', 16, 150000}, {RG_TEXT("(a?)\\w*\\w*\\w*\\w*\\1[-!]"), 'b', 50, 330000}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_pattern *pattern;
        rg_matcher *matcher;
        char bytes[64];
        bool result = true;
        memset(bytes, cases[i].letter, cases[i].size);
        assert_int_equal(rg_pattern_compile(&pattern, cases[i].source, NULL), RG_OK);
        assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){.match = cases[i].limit}, NULL), RG_OK);
        for (int k = 0; k < 100; k++) {
            assert_int_equal(rg_pattern_match(pattern, matcher, (rg_text){bytes, cases[i].size}, &result, NULL), RG_OK);
            assert_false(result);
        }
        rg_matcher_close(matcher);
        rg_pattern_free(pattern);
    }
}

/* Machine code has little room for it. */
static void a_long_value_matches_early_and_late(void **state)
{
    (void)state;
    static char bytes[1000];
    memset(bytes, 'a', sizeof bytes);
    assert_true(matches("(?:(a|b)c?)+", (rg_text){bytes, sizeof bytes}));
}

static const char *replaced(const char *source, rg_text subject, rg_text replacement, rg_buffer *out)
{
    rg_pattern *pattern;
    rg_matcher *matcher;
    bool matches;
    rg_error error = {0};
    assert_int_equal(rg_pattern_compile(&pattern, (rg_text){source, strlen(source)}, NULL), RG_OK);
    assert_int_equal(rg_pattern_try_replacement(pattern, replacement, NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    rg_buffer_clear(out);
    rg_status status = rg_pattern_replace(pattern, matcher, subject, replacement, out, &matches, &error);
    if (status != RG_OK)
        fail_msg("%s", error.message);
    assert_true(matches || !out->size);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
    return matches ? rg_buffer_text(out).bytes : NULL;
}

static void a_value_that_matches_is_replaced(void **state)
{
    (void)state;
    rg_buffer out = {0};
    assert_string_equal(replaced("(\\d+) MB", T("16 MB"), T("$1"), &out), "16");
    assert_null(replaced("(\\d+) MB", T("16 MB "), T("$1"), &out));
    assert_string_equal(replaced("(?<a>.)(?:(?<b>x)|y)", T("qy"), T("${b}-${a}"), &out), "-q");
    assert_string_equal(replaced(".*", T(""), T("none"), &out), "none");
    assert_string_equal(replaced("(.*)", T("web"), T("\\U$1"), &out), "WEB");
    assert_string_equal(replaced("(?x) (a) # first", T("a"), T("[$1]"), &out), "[a]");
    char many[1000], wanted[2001];
    memset(many, 'x', sizeof many);
    memset(wanted, 'x', sizeof wanted - 1);
    wanted[2000] = '\0';
    assert_string_equal(replaced("(x+)", (rg_text){many, sizeof many}, T("$1$1"), &out), wanted);
    rg_buffer_free(&out);
}

static void a_replacement_without_sense_is_refused(void **state)
{
    (void)state;
    static const char *const replacements[] = {"$2", "${name}", "$", "${1", "\\"};
    rg_pattern *pattern;
    rg_matcher *matcher;
    rg_buffer out = {0};
    bool matches;
    assert_int_equal(rg_pattern_compile(&pattern, T("(a)"), NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    for (size_t i = 0; i < LENGTH(replacements); i++) {
        rg_text replacement = {replacements[i], strlen(replacements[i])};
        rg_error error = {0};
        assert_int_equal(rg_pattern_try_replacement(pattern, replacement, &error), RG_BAD_TEMPLATE);
        assert_non_null(strstr(error.message, "makes no sense"));
        assert_int_equal(rg_pattern_replace(pattern, matcher, T("a"), replacement, &out, &matches, NULL),
                         RG_BAD_TEMPLATE);
    }
    assert_int_equal(out.size, 0);
    rg_buffer_free(&out);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
}

static void a_replacement_keeps_the_limits(void **state)
{
    (void)state;
    rg_pattern *pattern;
    rg_matcher *matcher;
    rg_buffer out = {0};
    bool matches;
    assert_int_equal(rg_pattern_compile(&pattern, T("(a+)+[bc]"), NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){.match = 1000}, NULL), RG_OK);
    assert_int_equal(
        rg_pattern_replace(pattern, matcher, T("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaad"), T(""), &out, &matches, NULL),
        RG_LIMIT_REACHED);
    rg_buffer_free(&out);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
}

/* The interpreter needs more than the limit for this value, machine code does not. */
static void a_replacement_has_an_answer_where_a_match_has_one(void **state)
{
    (void)state;
    rg_pattern *pattern;
    rg_matcher *matcher;
    rg_buffer out = {0};
    bool matches = true;
    assert_int_equal(rg_pattern_compile(&pattern, T("(a+)+\\1[cd]"), NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){.match = 150000}, NULL), RG_OK);
    assert_int_equal(rg_pattern_match(pattern, matcher, T("aaaaaaaaaaaaaaaa"), &matches, NULL), RG_OK);
    assert_false(matches);
    assert_int_equal(rg_pattern_replace(pattern, matcher, T("aaaaaaaaaaaaaaaa"), T(""), &out, &matches, NULL), RG_OK);
    assert_false(matches);
    rg_buffer_free(&out);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_value_is_matched),
        cmocka_unit_test(a_broken_pattern_is_pointed_at),
        cmocka_unit_test(a_limit_that_is_hit_is_no_answer),
        cmocka_unit_test(a_text_that_is_regular_matches_whatever_the_limit),
        cmocka_unit_test(a_limit_is_the_same_early_and_late),
        cmocka_unit_test(a_long_value_matches_early_and_late),
        cmocka_unit_test(a_value_that_matches_is_replaced),
        cmocka_unit_test(a_replacement_without_sense_is_refused),
        cmocka_unit_test(a_replacement_keeps_the_limits),
        cmocka_unit_test(a_replacement_has_an_answer_where_a_match_has_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
