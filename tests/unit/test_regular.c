/* test_regular.c - an automaton says the same as PCRE2: regular.c and automaton.c. */
#include "regular.h"

#include "checking.h"
#include "pattern.h"
#include "template.h"

static uint64_t seed = 1;

static unsigned next_random(unsigned limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % limit;
}

/* Pieces of the pattern itself, single characters of it, and a few that often make a difference. */
static rg_text make_text(const char *source, char *bytes)
{
    static const char others[] = " aZ09-.:;#/NULnulonetbdE+e!?\n\t\x7f~\x80";
    size_t size = 0, source_size = strlen(source), parts = next_random(12);
    for (size_t i = 0; i < parts; i++) {
        size_t start = next_random((unsigned)source_size), count = 1 + next_random(6);
        bool is_piece = next_random(3) == 0, is_run = next_random(20) == 0;
        for (size_t k = 0; is_piece && k < count && start + k < source_size; k++)
            bytes[size++] = source[start + k];
        for (size_t k = next_random(60); is_run && k > 0 && size < 100; k--)
            bytes[size++] = others[next_random(9)];
        if (!is_piece)
            bytes[size++] = next_random(2) ? source[start] : others[next_random(sizeof others - 1)];
    }
    return (rg_text){bytes, size};
}

static bool is_ascii(rg_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

static void compare(const char *source, int rounds, unsigned *matched)
{
    rg_text text = {source, strlen(source)};
    rg_pattern *pattern;
    rg_matcher *matcher;
    assert_int_equal(rg_pattern_compile(&pattern, text, NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    rg_automaton *automaton = rg_regular_make(text, rg_pattern_set);
    if (!automaton)
        fail_msg("%s", source);
    for (int i = 0; i < rounds; i++) {
        char bytes[6][256];
        rg_text texts[6];
        bool match[6], expected;
        for (size_t k = 0; k < 6; k++)
            texts[k] = make_text(source, bytes[k]);
        rg_automaton_match(automaton, texts, 6, SIZE_MAX, match);
        for (size_t k = 0; k < 6; k++) {
            if (!is_ascii(texts[k])) {
                assert_false(match[k]);
                continue;
            }
            assert_int_equal(rg_pattern_match(pattern, matcher, texts[k], &expected, NULL), RG_OK);
            if (texts[k].size <= RG_REGULAR_MOST && match[k] != expected)
                fail_msg("%s: %.*s: %d", source, (int)texts[k].size, bytes[k], match[k]);
            *matched += match[k];
        }
    }
    rg_automaton_free(automaton);
    rg_matcher_close(matcher);
    rg_pattern_free(pattern);
}

static void patterns_mean_what_they_mean_to_pcre2(void **state)
{
    (void)state;
    static const char *const sources[] = {"abc",
                                          "^abc$",
                                          "a|b|cd",
                                          "(a+)+b",
                                          "[^a]*+b",
                                          "[a-c]++d",
                                          "[a-c]*+c",
                                          "a{2,5}",
                                          "a{3}",
                                          "a{2,}",
                                          "a{1,200}b",
                                          "(?:ab){0,3}c?",
                                          "(?=a)b|ab",
                                          "(?=a)[a-c]+",
                                          "(?!b)[a-c]+",
                                          "(?!a$)a+",
                                          "a(?!b$|c)[a-d]*",
                                          "(?i)K\\d",
                                          "(?i:abc)d",
                                          "a(?i)b|c",
                                          "(a(?i)b|c)d",
                                          "[]a]+",
                                          "[^]]+",
                                          "[\\]a]",
                                          "[\\d.-]+x",
                                          "\\p{Lu}x",
                                          "\\pL+",
                                          "(?:a*)*b",
                                          "(a|b)*?c",
                                          "\\w+@\\w+\\.com",
                                          "(?=.*\\d)(?=.*[a-z]).{3,8}",
                                          "(?!.*;.*:)(?=[^:=]{1,127}:.{1,255}$)[ -~\\P{C}]++",
                                          "\\[x\\]",
                                          ".*",
                                          "\\s\\S",
                                          "a\\.b\\/c",
                                          "",
                                          "(|a)b",
                                          "a||b",
                                          "[[a]+",
                                          "a?b*c+"};
    unsigned matched = 0;
    for (size_t i = 0; i < LENGTH(sources); i++)
        if (*sources[i])
            compare(sources[i], 3000, &matched);
    assert_true(matched > 10000);
}

static void patterns_of_ours_are_regular(void **state)
{
    (void)state;
    rg_template *t;
    unsigned matched = 0, patterns = 0;
    assert_int_equal(rg_template_builtin(&t, "import-template", NULL), RG_OK);
    for (size_t i = 0; i < t->column_count; i++) {
        char source[1024];
        if (!t->columns[i].constraints.pattern)
            continue;
        rg_text text = rg_pattern_source(t->columns[i].constraints.pattern);
        snprintf(source, sizeof source, "%.*s", (int)text.size, text.bytes);
        compare(source, 3000, &matched);
        patterns++;
    }
    assert_true(matched > 10000 && patterns >= 8);
    rg_template_free(t);
}

static void what_may_mean_something_else_is_refused(void **state)
{
    (void)state;
    static const char *const sources[] = {
        "(a)\\1",    "a\\b",         "(?<n>a)",       "(?>a+)b",        "(?<=a)b",     "a\\K b",    "\\Aa",
        "(?:ab)*+c", "a?+a",         "(?:(?=a)a)b",   "[[:alpha:]]",    "(*UTF)a",     "(?|a|b)",   "(?#c)a",
        "a$b",       "(?s)a.",       "\\x41",         "\\Q.\\E",        "(?i-s:a)",    "(a(?R)?b)", "\\R",
        "a\xC3\xBC", "[a-z]{1,900}", "(?:a|b){100}c", "(?:a?){60}{60}", "(.*a.{9}){2}"};
    for (size_t i = 0; i < LENGTH(sources); i++) {
        rg_automaton *automaton = rg_regular_make((rg_text){sources[i], strlen(sources[i])}, rg_pattern_set);
        bool is_large = i >= LENGTH(sources) - 4;
        if (automaton && !is_large)
            fail_msg("%s", sources[i]);
        rg_automaton_free(automaton);
    }
}

/* It needs no tables, or says so. */
static void a_pattern_that_never_matches_never_matches(void **state)
{
    (void)state;
    static const char *const sources[] = {"(?!a)a",      "a(?=b)", "[^\\P{C}\\p{C}]",
                                          "(?=b)a|(?!)", "(?!.*)", "a{2}(?!.{0})"};
    const rg_text texts[] = {T(""), T("a"), T("b"), T("ab"), T("aa")};
    for (size_t i = 0; i < LENGTH(sources); i++) {
        bool match[LENGTH(texts)] = {false};
        rg_automaton *automaton = rg_regular_make((rg_text){sources[i], strlen(sources[i])}, rg_pattern_set);
        if (automaton)
            rg_automaton_match(automaton, texts, LENGTH(texts), SIZE_MAX, match);
        for (size_t k = 0; k < LENGTH(texts); k++)
            if (match[k])
                fail_msg("%s: %s", sources[i], texts[k].bytes);
        rg_automaton_free(automaton);
    }
}

static void an_automaton_is_made_when_it_is_worth_it(void **state)
{
    (void)state;
    rg_regular regular = {.source = T("a+"), .most = 3, .set_of = rg_pattern_set};
    const rg_text texts[] = {T("aa"), T("ab"), T("aaaa")};
    bool match[3];
    unsigned before = 0;
    while (!rg_regular_match(&regular, texts, 3, match))
        before++;
    assert_true(before > 5 && before < 1000);
    assert_true(match[0] && !match[1] && !match[2]);
    rg_regular_close(&regular);
    regular = (rg_regular){.source = T("(a)\\1"), .most = 3, .set_of = rg_pattern_set};
    for (int i = 0; i < 10000; i++)
        assert_false(rg_regular_match(&regular, texts, 3, match));
    rg_regular_close(&regular);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_mean_what_they_mean_to_pcre2),
        cmocka_unit_test(patterns_of_ours_are_regular),
        cmocka_unit_test(what_may_mean_something_else_is_refused),
        cmocka_unit_test(a_pattern_that_never_matches_never_matches),
        cmocka_unit_test(an_automaton_is_made_when_it_is_worth_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
