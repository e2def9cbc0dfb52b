/* test_codes.c - the table of codes, the built-in templates, and the version: what is compiled in. */
#include "codes.h"

#include <ctype.h>

#include "builtin.h"
#include "unit.h"

static void codes_are_well_formed_and_sorted(void **state)
{
    (void)state;
    for (size_t i = 0; i < rg_code_count(); i++) {
        const rg_code *code = rg_code_at(i);
        assert_int_equal(strlen(code->id), 4);
        assert_int_equal(code->id[0], code->severity == RG_ERROR ? 'E' : 'W');
        if (i > 0)
            assert_true(atoi(rg_code_at(i - 1)->id + 1) < atoi(code->id + 1));
        assert_true(*code->title && *code->explanation && *code->remedy);
        assert_true(islower((unsigned char)code->title[0]));
        for (const char *line = code->explanation; *line; line += strcspn(line, "\n"), line += *line == '\n')
            assert_in_range(strcspn(line, "\n"), 1, 92);
    }
    assert_null(rg_code_at(rg_code_count()));
}

static void codes_are_found_in_any_case(void **state)
{
    (void)state;
    assert_ptr_equal(rg_code_find("e310"), rg_code_at(RG_CODE_VALUE_TYPE));
    assert_ptr_equal(rg_code_find("E310"), rg_code_at(RG_CODE_VALUE_TYPE));
    assert_null(rg_code_find("E31"));
    assert_null(rg_code_find(""));
}

static void builtin_templates_load_under_their_names(void **state)
{
    (void)state;
    assert_true(rg_builtin_count() > 0);
    for (size_t i = 0; i < rg_builtin_count(); i++) {
        rg_template *t;
        assert_int_equal(rg_template_builtin(&t, rg_builtin_name(i), NULL), RG_OK);
        const char *slash = strrchr(rg_builtin_name(i), '/');
        assert_string_equal(rg_template_name(t), slash ? slash + 1 : rg_builtin_name(i));
        assert_true(rg_template_column_count(t) + rg_template_table_count(t) > 0 && *rg_template_title(t));
        rg_template_free(t);
        assert_true(rg_builtin_text(i).size > 100);
    }
    assert_null(rg_builtin_name(rg_builtin_count()));
    assert_int_equal(rg_builtin_text(rg_builtin_count()).size, 0);
}

static void an_unknown_template_is_an_error_with_the_known_ones(void **state)
{
    (void)state;
    rg_template *t;
    rg_error error;
    assert_int_equal(rg_template_builtin(&t, "import-templat", &error), RG_BAD_USAGE);
    assert_null(t);
    assert_non_null(strstr(error.message, "`import-template`"));
}

static void the_version_has_three_numbers(void **state)
{
    (void)state;
    int numbers[3], end = 0;
    assert_int_equal(sscanf(rg_version(), "%d.%d.%d%n", &numbers[0], &numbers[1], &numbers[2], &end), 3);
    assert_int_equal(rg_version()[end], '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_well_formed_and_sorted),
        cmocka_unit_test(codes_are_found_in_any_case),
        cmocka_unit_test(builtin_templates_load_under_their_names),
        cmocka_unit_test(an_unknown_template_is_an_error_with_the_known_ones),
        cmocka_unit_test(the_version_has_three_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
