/* test_findings.c - findings, their places and words; with likeness.c and folding.c, which look at them. */
#include "findings.h"

#include "folding.h"
#include "likeness.h"
#include "unit.h"

static void a_finding_has_the_place_of_its_bytes(void **state)
{
    (void)state;
    const struct {
        rg_text bytes;
        size_t mark, start;
        uint64_t line, column;
    } cases[] = {
        {T("a,b\n"), 0, 2, 7, 3},
        {T("\"\xC3\xBC\",b\n"), 0, 5, 7, 5},
        {T("\"a\nb\",c\n"), 0, 6, 8, 4},
        {T("\"a\r\nb\rc\",d"), 0, 9, 9, 4},
        {T("\xEF\xBB\xBF"
           "a,b\n"),
         3, 5, 7, 3},
        {T("a,b"), 0, 3, 7, 4},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_finding finding = {0};
        rg_row row = {.bytes = cases[i].bytes, .line = 7, .byte_offset = 100, .mark_size = cases[i].mark};
        rg_finding_place(&finding, &row, cases[i].start, 1);
        assert_int_equal(finding.line, cases[i].line);
        assert_int_equal(finding.column, cases[i].column);
        assert_int_equal(finding.byte_offset, 100 + cases[i].start);
    }
}

static void words_live_until_the_findings_are_cleared(void **state)
{
    (void)state;
    rg_findings findings = {0};
    for (int i = 0; i < 100; i++)
        rg_findings_add(&findings, RG_CODE_VALUE_TYPE, "number %d", i);
    assert_int_equal(findings.count, 100);
    assert_string_equal(findings.items[0].message, "number 0");
    assert_string_equal(findings.items[0].code->id, "E310");
    assert_int_equal(findings.items[0].severity, RG_ERROR);
    rg_findings_append(&findings, " and %s", "more");
    assert_string_equal(findings.items[99].message, "number 99 and more");
    rg_findings_clear(&findings);
    assert_int_equal(findings.count, 0);
    rg_findings_free(&findings);
}

static void values_are_quoted_shortly_and_visibly(void **state)
{
    (void)state;
    rg_findings findings = {0};
    char long_value[200];
    memset(long_value, 'x', sizeof long_value);
    assert_string_equal(rg_quoted(&findings, T("a\nb")), "`a\\x0Ab`");
    assert_string_equal(rg_quoted(&findings, T("")), "``");
    assert_string_equal(rg_quoted(&findings, T("a b~")), "`a b~`");
    assert_int_equal(strlen(rg_quoted(&findings, (rg_text){long_value, 60})), 60 + 2);
    const char *quoted = rg_quoted(&findings, (rg_text){long_value, sizeof long_value});
    assert_int_equal(strlen(quoted), 60 + 2 + strlen("…"));
    assert_string_equal(rg_grouped(&findings, 1234567), "1,234,567");
    rg_findings_free(&findings);
}

static void memory_that_is_out_is_noticed(void **state)
{
    (void)state;
    rg_findings findings = {0};
    rg_memory_fail_at(1);
    rg_finding *finding = rg_findings_add(&findings, RG_CODE_VALUE_TYPE, "x");
    rg_memory_fail_at(0);
    assert_ptr_equal(finding, &findings.dummy);
    assert_true(findings.failed);
    rg_findings_free(&findings);
}

static void the_first_row_shows_what_a_file_is(void **state)
{
    (void)state;
    const struct {
        rg_text bytes;
        const char *word; /* in the hint; NULL: no hint */
    } cases[] = {{T("a;b;c\n"), "semicolons"},
                 {T("a\tb\tc\n"), "tabs"},
                 {T("a\0b\n"), "no text"},
                 {T("{\"a\": 1}"), "JSON"},
                 {T("a;b\n"), NULL}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_row row = {.bytes = cases[i].bytes, .field_total = 1};
        const char *hint = rg_likeness(&row);
        if (cases[i].word)
            assert_non_null(strstr(hint, cases[i].word));
        else
            assert_null(hint);
    }
}

static void like_findings_are_one_group(void **state)
{
    (void)state;
    rg_folding folding = {0};
    const rg_code *type = rg_code_find("E310"), *unknown = rg_code_find("W105");
    rg_finding a = {.code = type, .record = 1, .line = 2, .field = "A", .field_number = 1, .rule = "ip"};
    rg_finding other_rule = a, other_column = a, warning = a, header = {.code = unknown, .line = 1, .field = "x"};
    rg_finding other_name = header;
    other_rule.rule = "mac";
    other_column.field_number = 2;
    warning.severity = RG_WARNING;
    other_name.field = "y";
    rg_group *group = rg_folding_group(&folding, &a);
    a.line = 9;
    assert_ptr_equal(rg_folding_group(&folding, &a), group);
    assert_ptr_not_equal(rg_folding_group(&folding, &other_rule), group);
    assert_ptr_not_equal(rg_folding_group(&folding, &other_column), group);
    assert_ptr_not_equal(rg_folding_group(&folding, &warning), group);
    /* In the header the column makes no difference. */
    assert_ptr_equal(rg_folding_group(&folding, &header), rg_folding_group(&folding, &other_name));
    assert_int_equal(folding.count, 5);
    rg_group_fold(group, &a);
    a.line = 12;
    rg_group_fold(group, &a);
    assert_int_equal(group->folded, 2);
    assert_int_equal(group->first_line, 9);
    assert_int_equal(group->last_line, 12);
    for (size_t i = 10; i < 3000; i++) {
        a.field_number = i;
        rg_folding_group(&folding, &a);
    }
    assert_int_equal(folding.count, 1000);
    assert_int_equal(folding.overflow, 5 + 2990 - 1000);
    rg_folding_clear(&folding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_has_the_place_of_its_bytes),
        cmocka_unit_test(words_live_until_the_findings_are_cleared),
        cmocka_unit_test(values_are_quoted_shortly_and_visibly),
        cmocka_unit_test(memory_that_is_out_is_noticed),
        cmocka_unit_test(the_first_row_shows_what_a_file_is),
        cmocka_unit_test(like_findings_are_one_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
