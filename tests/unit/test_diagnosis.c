/* test_diagnosis.c - what is wrong with a broken row, and where it ends. */
#include "diagnosis.h"

#include "unit.h"

static void the_defect_is_where_it_began(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        rg_stop stop;
        bool unclosed;
        rg_defect defect;
        size_t at, size;
    } cases[] = {
        {"a,\"b\"x\n", {5, 2, true}, false, RG_TEXT_AFTER_QUOTE, 5, 7},
        {"a,b\"x\n", {3, 2, false}, false, RG_QUOTE_IN_FIELD, 3, 6},
        {"a,\"b", {4, 2, true}, true, RG_QUOTE_UNCLOSED, 2, 4},
        /* the quote was closed on another line, by chance */
        {"a, \"b\nc,\"d\n", {8, 2, true}, false, RG_QUOTE_UNCLOSED, 3, 6},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_row row = {.bytes = {cases[i].row, strlen(cases[i].row)}};
        rg_diagnose(&row, cases[i].stop, cases[i].unclosed, ',');
        assert_int_equal(row.defect, cases[i].defect);
        assert_int_equal(row.defect_at, cases[i].at);
        assert_int_equal(row.bytes.size, cases[i].size);
    }
}

static void a_quote_that_ran_away_has_a_record_inside(void **state)
{
    (void)state;
    static const char text[] = "1,\"a\n2,b\n3,c\",x\n";
    for (size_t expected = 0; expected <= 3; expected++) {
        rg_field fields[] = {{.raw = {text, 1}}, {.raw = {text + 2, 11}}, {.raw = {text + 14, 1}}};
        rg_row row = {.bytes = {text, strlen(text)}, .fields = fields, .field_count = 3, .field_total = 3};
        rg_look_for_runaway(&row, expected, ',', rg_plain_choose());
        bool ran_away = expected == 2;
        assert_int_equal(row.defect, ran_away ? RG_QUOTE_UNCLOSED : RG_SOUND);
        assert_int_equal(row.field_count, ran_away ? 1 : 3);
        assert_int_equal(row.bytes.size, ran_away ? 5 : strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_defect_is_where_it_began),
        cmocka_unit_test(a_quote_that_ran_away_has_a_record_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
