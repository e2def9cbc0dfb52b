/* test_cell.c - what cells say: places, numbers, dates, escapes. */
#include "cell.h"

#include "unit.h"

typedef struct pair {
    const char *given, *expected;
} pair;

static rg_text text_of(const char *string)
{
    return (rg_text){string, strlen(string)};
}

static void is_appended(rg_buffer *out, const char *given, const char *expected)
{
    if (strcmp(rg_buffer_text(out).bytes, expected) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", given, rg_buffer_text(out).bytes, expected);
    rg_buffer_free(out);
}

static void a_place_has_a_column_and_a_row(void **state)
{
    (void)state;
    const struct {
        const char *given;
        uint32_t column, row;
    } places[] = {{"A1", 1, 1},
                  {"D5", 4, 5},
                  {"Z10", 26, 10},
                  {"AA1", 27, 1},
                  {"xfd1048576", RG_CELL_COLUMNS, RG_CELL_ROWS},
                  {"XFE1048577", RG_CELL_COLUMNS + 1, RG_CELL_ROWS + 1},
                  {"ZZZZZZZZZZ1", RG_CELL_COLUMNS + 1, 1},
                  {"A99999999999999999999", 1, RG_CELL_ROWS + 1}};
    const char *const none[] = {"", "A", "1", "A0", "$A$1", "A1 ", "A1:B2", "1A", "A-1"};
    uint32_t column, row;
    for (size_t i = 0; i < LENGTH(places); i++) {
        assert_true(rg_cell_place(places[i].given, &column, &row));
        assert_int_equal(column, places[i].column);
        assert_int_equal(row, places[i].row);
    }
    for (size_t i = 0; i < LENGTH(none); i++)
        assert_false(rg_cell_place(none[i], &column, &row));
}

static void numbers_are_written_as_people_do(void **state)
{
    (void)state;
    const pair numbers[] = {
        {"0", "0"},
        {"16384", "16384"},
        {"-7", "-7"},
        {"12345678901234567890", "12345678901234567890"},
        {"1.6384E4", "16384"},
        {"1.6384e+4", "16384"},
        {"16384.0", "16384"},
        {"0.30000000000000004", "0.3"},
        {"0.1", "0.1"},
        {"1.5", "1.5"},
        {"-1.50", "-1.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"2.9999999999999996", "3"},
        {"99.99999999999999999", "100"},
        {"0.99999999999999999", "1"},
        {"9.9999999999999995E-2", "0.1"},
        {"1E-3", "0.001"},
        {"1.2345678901234567E+19", "12345678901234600000"},
        {"123456.78900000001", "123456.789"},
        {"1E15", "1000000000000000"},
        {"1.5E+25", "1.5E+25"},
        {"-2E-12", "-2E-12"},
        {"1E400", "1E+400"},
        {"-0.0", "0"},
        {"0E5", "0"},
        {"+3", "3"},
        {"", ""},
        {"-", "-"},
        {".", "."},
        {"1E", "1E"},
        {"1E+", "1E+"},
        {"1,5", "1,5"},
        {"nan", "nan"},
        {"inf", "inf"},
        {"0x10", "0x10"},
        {"1 2", "1 2"},
    };
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        rg_buffer out = {0};
        rg_cell_number(&out, text_of(numbers[i].given));
        is_appended(&out, numbers[i].given, numbers[i].expected);
    }
}

static void days_become_dates(void **state)
{
    (void)state;
    const pair dates[] = {
        {"25569", "1970/01/01 00:00:00"},
        {"45322.5", "2024/01/31 12:00:00"},
        {"45351.999988425923", "2024/02/29 23:59:59"},
        {"45351.99999999999", "2024/03/01 00:00:00"},
        {"4.5322249999999999E4", "2024/01/31 06:00:00"},
        {"36526", "2000/01/01 00:00:00"},
        {"1", "1900/01/01 00:00:00"},
        {"59", "1900/02/28 00:00:00"},
        {"60", "1900/02/29 00:00:00"},
        {"61", "1900/03/01 00:00:00"},
        {"0.75", "1899/12/31 18:00:00"},
        {"0", "1899/12/31 00:00:00"},
        {"1E-30", "1899/12/31 00:00:00"},
        {"2958465.5", "9999/12/31 12:00:00"},
    };
    const pair later[] = {{"0", "1904/01/01 00:00:00"},
                          {"60", "1904/03/01 00:00:00"},
                          {"43860.25", "2024/01/31 06:00:00"},
                          {"2957003", "9999/12/31 00:00:00"}};
    const char *const none[] = {"", "x", "-1", "2958466", "2958465.9999999", "1E7", "1E300", "1E99999"};
    rg_buffer out = {0};
    for (size_t i = 0; i < LENGTH(dates); i++) {
        assert_true(rg_cell_date(&out, text_of(dates[i].given), false));
        is_appended(&out, dates[i].given, dates[i].expected);
    }
    for (size_t i = 0; i < LENGTH(later); i++) {
        assert_true(rg_cell_date(&out, text_of(later[i].given), true));
        is_appended(&out, later[i].given, later[i].expected);
    }
    for (size_t i = 0; i < LENGTH(none); i++)
        if (rg_cell_date(&out, text_of(none[i]), false))
            fail_msg("\"%s\" is a date", none[i]);
    assert_false(rg_cell_date(&out, text_of("2957004"), true));
    assert_int_equal(out.size, 0);
}

static void formats_of_dates_are_known(void **state)
{
    (void)state;
    const char *const dates[] = {"yyyy-mm-dd",
                                 "YYYY/MM/DD",
                                 "[$-409]d\\-mmm\\-yy;@",
                                 "h:mm",
                                 "[h]:mm:ss",
                                 "mm:ss.0",
                                 "\"on \"dd.mm.",
                                 "[$-F800]dddd\\,\\ mmmm",
                                 "_(* dd_);_(* 0_)",
                                 "0.00;[Red]yyyy\\-mm"};
    const char *const others[] = {"General",
                                  "0.00",
                                  "#,##0.00\\ \"days\"",
                                  "0.00E+00",
                                  "[Red]0;[Magenta]0",
                                  "_-* #,##0_-",
                                  "_D0_M",
                                  "\\d0\\h",
                                  "*y0",
                                  "0 \"open",
                                  "[open",
                                  "0\\",
                                  "",
                                  "@"};
    for (size_t i = 0; i < LENGTH(dates); i++)
        if (!rg_cell_format_is_date(dates[i]))
            fail_msg("%s", dates[i]);
    for (size_t i = 0; i < LENGTH(others); i++)
        if (rg_cell_format_is_date(others[i]))
            fail_msg("%s", others[i]);
    size_t count = 0;
    for (uint64_t number = 0; number < 200; number++)
        count += rg_cell_builtin_is_date(number);
    assert_int_equal(count, 9 + 10 + 3 + 9);
    assert_true(rg_cell_builtin_is_date(14) && rg_cell_builtin_is_date(22) && rg_cell_builtin_is_date(58));
    assert_false(rg_cell_builtin_is_date(0) || rg_cell_builtin_is_date(13) || rg_cell_builtin_is_date(49));
}

static void escapes_are_decoded(void **state)
{
    (void)state;
    const pair texts[] = {
        {"a_x000D_\nb", "a\r\nb"},
        {"_x000d_", "\r"},
        {"_x005F_x000D_", "_x000D_"},
        {"_x00e4__x20AC_", "\xC3\xA4\xE2\x82\xAC"},
        {"_xD83D__xDE00_", "\xF0\x9F\x98\x80"},
        {"_xD83D_x", "\xEF\xBF\xBDx"},
        {"_xD83D__x0041_", "\xEF\xBF\xBD"
                           "A"},
        {"_xDE00_", "\xEF\xBF\xBD"},
        {"_x000G_ _x00_ _X0041_ x0041_ _x0041", "_x000G_ _x00_ _X0041_ x0041_ _x0041"},
        {"a_b", "a_b"},
        {"_", "_"},
        {"plain", "plain"},
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        rg_buffer out = {0};
        rg_buffer_add_string(&out, texts[i].given);
        rg_cell_decode(&out, 0);
        assert_int_equal(out.size, strlen(texts[i].expected));
        is_appended(&out, texts[i].given, texts[i].expected);
    }
    rg_buffer out = {0};
    rg_cell_decode(&out, 0);
    rg_buffer_add_string(&out, "_x0041__x0041_");
    rg_cell_decode(&out, 7);
    is_appended(&out, "the second half", "_x0041_A");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_has_a_column_and_a_row),
        cmocka_unit_test(numbers_are_written_as_people_do),
        cmocka_unit_test(days_become_dates),
        cmocka_unit_test(formats_of_dates_are_known),
        cmocka_unit_test(escapes_are_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
