/* test_value.c - what is a value of which type; with string_format.c and time_value.c below it. */
#include "value.h"

#include <math.h>

#include "string_format.h"
#include "text.h"
#include "time_value.h"
#include "unit.h"

static const rg_value_type integer = {.type = RG_TYPE_INTEGER, .decimal_char = '.', .bare_number = true};
static const rg_value_type number = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
static const rg_value_type german = {
    .type = RG_TYPE_NUMBER, .decimal_char = ',', .group_char = ".", .bare_number = true};
static const rg_value_type loose = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = false};
static const rg_value_type grouped = {
    .type = RG_TYPE_INTEGER, .decimal_char = '.', .group_char = ",", .bare_number = true};
static const rg_value_type year = {.type = RG_TYPE_YEAR};
static const rg_value_type date = {.type = RG_TYPE_DATE};
static const rg_value_type german_date = {.type = RG_TYPE_DATE, .time_format = "%d.%m.%Y"};
static const rg_value_type clock_time = {.type = RG_TYPE_TIME};
static const rg_value_type datetime = {.type = RG_TYPE_DATETIME};

static void numbers_and_times_have_the_value_that_bounds_compare(void **state)
{
    (void)state;
    const struct {
        const rg_value_type *type;
        rg_text text;
        double value;
    } fitting[] = {
        {&integer, T("0"), 0},
        {&integer, T("-42"), -42},
        {&integer, T("+7"), 7},
        {&integer, T("00012"), 12},
        {&integer, T("123456789012345678"), 123456789012345678.0},
        {&number, T("3.25"), 3.25},
        {&number, T(".5"), 0.5},
        {&number, T("5."), 5},
        {&number, T("1e3"), 1000},
        {&number, T("-1.5E-2"), -0.015},
        {&number, T("12345678901234567890.5"), 12345678901234567890.5},
        {&number, T("-INF"), -INFINITY},
        {&german, T("1.234,5"), 1234.5},
        {&loose, T("95%"), 95},
        {&loose, T("EUR 12.50"), 12.5},
        {&grouped, T("16,384"), 16384},
        {&year, T("2026"), 2026},
        {&date, T("1970-01-02"), 86400},
        {&date, T("2024-02-29"), 1709164800},
        {&german_date, T("02.01.1970"), 86400},
        {&clock_time, T("01:00:01"), 3601},
        {&datetime, T("1970-01-01T00:00:10Z"), 10},
        {&datetime, T("1970-01-01T01:00:00+01:00"), 0},
        {&datetime, T("1970-01-01T00:00:00.5Z"), 0.5},
    };
    for (size_t i = 0; i < LENGTH(fitting); i++) {
        double value = NAN;
        if (!rg_value_number(fitting[i].type, fitting[i].text, &value) || !(value == fitting[i].value))
            fail_msg("%.*s is %f", (int)fitting[i].text.size, fitting[i].text.bytes, value);
    }
}

static void what_is_almost_a_number_or_a_time_is_none(void **state)
{
    (void)state;
    const struct {
        const rg_value_type *type;
        rg_text text;
    } cases[] = {
        {&integer, T("")},
        {&integer, T("-")},
        {&integer, T("1.0")},
        {&integer, T("1e3")},
        {&integer, T("0x10")},
        {&integer, T("1 ")},
        {&integer, T("1,000")},
        {&integer, T("1\0")},
        {&number, T(".")},
        {&number, T("1.2.3")},
        {&number, T("1e")},
        {&number, T("e5")},
        {&number, T("inf")},
        {&number, T("1,5")},
        {&number, T("--1")},
        {&number, T("16 GB")},
        {&number, T("1e99999")},
        {&german, T("1,5,0")},
        {&grouped, T(",384")},
        {&grouped, T("16,")},
        {&year, T("26")},
        {&year, T("+2026")},
        {&year, T("a202")},
        {&date, T("2026-02-29")},
        {&date, T("2026-1-1x")},
        {&date, T("2026-13-01")},
        {&date, T("31.01.2026")},
        {&german_date, T("2026-01-31")},
        {&clock_time, T("25:00:00")},
        {&datetime, T("2026-01-31")},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        if (rg_value_fits(cases[i].type, cases[i].text, NULL))
            fail_msg("%.*s", (int)cases[i].text.size, cases[i].text.bytes);
}

static void strings_fit_their_formats(void **state)
{
    (void)state;
    const struct {
        rg_string_format format;
        const char *good[6], *bad[9];
    } formats[] = {
        {RG_FORMAT_EMAIL, {"a@b.example", "first.last+tag@sub.example.org"}, {"a", "a@", "@b", "a b@c.de", "a@b@c.de"}},
        {RG_FORMAT_URI, {"https://example.com/x?y#z", "mailto:a@b.example"}, {"example.com", "http//x", "a b:c"}},
        {RG_FORMAT_UUID,
         {"3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"},
         {"3f2504e04f8911d39a0c0305e82c3301", "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", "x"}},
        {RG_FORMAT_IPV4,
         {"10.0.0.1", "0.0.0.0", "255.255.255.255"},
         {"10.0.0.256", "10.0.0", "010.0.0.1", "10.0.0.1/24", "10.0.0.1:80", " 10.0.0.1", "10.0.0.1 ", "::1"}},
        {RG_FORMAT_IPV6, {"::1", "2001:db8::17", "fe80::1"}, {"10.0.0.1", "2001:db8", ":::", "2001:db8::1/64"}},
        {RG_FORMAT_IP, {"10.0.0.1", "::1"}, {"x", "10.1.300.7"}},
        {RG_FORMAT_HOSTNAME,
         {"web01", "web01.corp.example.com", "a", "db-2.example.org", "4711"},
         {"-web", "web-", "web 01", "web..x", "https://x", ""}},
        {RG_FORMAT_MAC,
         {"00:1B:44:11:3A:B7", "00-15-e9-2b-99-3c"},
         {"001B.4411.3AB7", "00:1B:44:11:3A", "00:1B-44:11-3A:B7", "00:1B:44:11:3A:G7"}},
    };
    for (size_t i = 0; i < LENGTH(formats); i++) {
        rg_value_type type = {.type = RG_TYPE_STRING, .format = formats[i].format};
        for (size_t j = 0; j < LENGTH(formats[i].good) && formats[i].good[j]; j++)
            if (!rg_value_fits(&type, rg_text_of(formats[i].good[j]), NULL))
                fail_msg("%s should fit", formats[i].good[j]);
        for (size_t j = 0; j < LENGTH(formats[i].bad) && formats[i].bad[j]; j++)
            if (rg_value_fits(&type, rg_text_of(formats[i].bad[j]), NULL))
                fail_msg("%s should not fit", formats[i].bad[j]);
        assert_int_equal(rg_value_noun(&type)[0], 'a');
    }
}

static void hints_say_what_is_wrong(void **state)
{
    (void)state;
    const rg_value_type ip = {.type = RG_TYPE_STRING, .format = RG_FORMAT_IPV4};
    const rg_value_type mac = {.type = RG_TYPE_STRING, .format = RG_FORMAT_MAC};
    const struct {
        const rg_value_type *type;
        rg_text text;
        const char *hint;
    } cases[] = {
        {&number, T("16 GB"), "write the number alone, without `GB`"},
        {&number, T("55,34"), "the decimal sign is a point"},
        {&number, T("16,384"), "remove the thousands separators"},
        {&integer, T("2.0"), "write it without decimals or exponent"},
        {&number, T("N/A"), "leave the field empty when there is no value"},
        {&german_date, T("x"), "write it as 31.01.2026"},
        {&ip, T("10.1.300.7"), "octet 3 is 300, the maximum is 255"},
        {&mac, T("001B.4411.3AB7"), "write it as 00:1B:44:11:3A:B7"},
        {&number, T("x"), NULL},
    };
    rg_arena arena = {0};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *hint = rg_value_hint(cases[i].type, cases[i].text, &arena);
        if (cases[i].hint)
            assert_string_equal(hint, cases[i].hint);
        else
            assert_null(hint);
    }
    assert_non_null(strstr(rg_value_damage(T("6.93217E+12"), &arena), "spreadsheet"));
    assert_non_null(strstr(rg_value_damage(T("web\xC2\xA0"
                                             "01"),
                                           &arena),
                           "no-break space"));
    assert_null(rg_value_damage(T("E+"), &arena));
    rg_arena_free(&arena);
}

static void time_formats_are_checked(void **state)
{
    (void)state;
    assert_null(rg_time_format_fault("%d.%m.%Y %H:%M:%S%%"));
    assert_string_equal(rg_time_format_fault("%d %B"), "%B");
    assert_non_null(rg_time_format_fault("%d %"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_times_have_the_value_that_bounds_compare),
        cmocka_unit_test(what_is_almost_a_number_or_a_time_is_none),
        cmocka_unit_test(strings_fit_their_formats),
        cmocka_unit_test(hints_say_what_is_wrong),
        cmocka_unit_test(time_formats_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
