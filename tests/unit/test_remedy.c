/* test_remedy.c - values that were meant: remedy.c, remedy_number.c, and how findings carry them. */
#include "remedy_number.h"

#include "checking.h"

/* The fix of the only value in a file with one column. */
typedef struct meant {
    const char *field; /* the column's declaration */
    const char *value; /* as it stands in the file, quoted there */
    const char *fixed; /* NULL: none is offered */
    bool safe;
} meant;

static void is_meant(const meant *m)
{
    rg_buffer yaml = {0}, csv = {0};
    rg_buffer_printf(&yaml, "fieldsMatch: partial\nfields: [{name: a, %s}]\n", m->field);
    rg_buffer_printf(&csv, "a,b\n\"%s\",\n", m->value);
    rg_template *t = load(rg_buffer_text(&yaml).bytes);
    byte_source bytes = {csv.bytes, csv.size, 0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    size_t records = 0;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const *)&t, 1, NULL, NULL), RG_OK);
    while (rg_check_next(check, &record, NULL) == RG_OK) {
        if (record->kind != RG_DATA)
            continue;
        records++;
        const rg_fix *fix = record->finding_count ? record->findings[record->finding_count - 1].fix : NULL;
        if (!record->finding_count)
            fail_msg("%s: `%s` has no finding", m->field, m->value);
        if ((fix != NULL) != (m->fixed != NULL))
            fail_msg("%s: `%s`: a fix is%s offered", m->field, m->value, fix ? "" : " not");
        if (!fix)
            continue;
        if (fix->safe != m->safe)
            fail_msg("%s: `%s`: it is%s safe", m->field, m->value, fix->safe ? "" : " not");
        is_text(fix->replacement, m->fixed);
    }
    assert_int_equal(records, 1);
    rg_check_close(check);
    rg_input_close(input);
    rg_template_free(t);
    rg_buffer_free(&yaml);
    rg_buffer_free(&csv);
}

static void are_meant(const meant *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        is_meant(&list[i]);
}

#define NUMBER "type: number"
#define INTEGER "type: integer"

static void numbers(void **state)
{
    (void)state;
    const meant list[] = {
        {NUMBER, "16,384", "16384", true},
        {NUMBER, "1,234,567", "1234567", true},
        {NUMBER, "1.234.567", "1234567", true},
        {NUMBER, "1.234,5", "1234.5", true},
        {NUMBER, "1,234.5", "1234.5", true},
        {NUMBER, "45,5", "45.5", true},
        {NUMBER, "-0,125", "-0.125", true}, /* no thousands begin with a zero */
        {NUMBER, "16 384", "16384", true},
        {NUMBER, "16'384", "16384", true},
        {NUMBER, "1,23,456", NULL, false},
        {NUMBER, "16 38", NULL, false},
        {NUMBER, "x", NULL, false},
        {NUMBER ", decimalChar: ','", "1.234,5", "1234,5", true},
        {INTEGER, "16,384", "16384", true},
        {INTEGER, "12.0", "12", true},
        {INTEGER, "12.5", NULL, false},
        {INTEGER, "1,5", NULL, false},
        {INTEGER, "1.638E+4", "16380", false},
        {NUMBER ", constraints: {maximum: 100}", "16,384", "16.384", true}, /* there is no other way to read it */
        {NUMBER ", constraints: {maximum: 10}", "16,384", NULL, false},
    };
    are_meant(list, LENGTH(list));
}

static void units(void **state)
{
    (void)state;
    const meant list[] = {
        {NUMBER ", unit: MB", "16 GB", "16384", true},
        {NUMBER ", unit: MB", "16GiB", "16384", true},
        {NUMBER ", unit: MB", "16384 mb", "16384", true},
        {NUMBER ", unit: MB", "524288 KB", "512", true},
        {NUMBER ", unit: MB", "1,5 TB", "1572864", true},
        {NUMBER ", unit: MB", "1.1 GB", "1126.4", true},
        {NUMBER ", unit: MB", "16,384 MB", "16384", true},
        {NUMBER ", unit: MB", "16 MHz", NULL, false},
        {NUMBER ", unit: MB", "16 GBit", NULL, false},
        {NUMBER, "16 GB", NULL, false},
        {INTEGER ", unit: MB", "1 KB", NULL, false}, /* not whole */
        {NUMBER ", unit: KB/s", "1159 kb", "1159", true},
        {NUMBER ", unit: KB/s", "2 MB/s", "2048", true},
        {NUMBER ", unit: '%'", "45 %", "45", true},
        {NUMBER ", unit: '%'", "45pct", "45", true},
        {INTEGER ", unit: cores", "8 Cores", "8", true},
        {NUMBER ", unit: KB/s", "2 Mb/s", "2048", false},           /* bits? */
        {NUMBER ", unit: MB", "12345678901234567 KB", NULL, false}, /* a double does not hold it */
    };
    are_meant(list, LENGTH(list));
}

static void words(void **state)
{
    (void)state;
    const meant list[] = {
        {NUMBER, "N/A", "", true},
        {NUMBER ", constraints: {required: true}", "N/A", NULL, false},
        {"type: boolean", "Yes", "true", true},
        {"type: boolean, trueValues: [ja], falseValues: [nein]", "OFF", "nein", true},
        {"type: boolean", "maybe", NULL, false},
        {"constraints: {enum: [poweredOn, poweredOff]}", "POWEREDON", "poweredOn", true},
        {"constraints: {enum: [a, A]}",
         "\xC2\xA0"
         "A",
         "A", true},
        {"constraints: {enum: [poweredOn, poweredOff]}", "powerdOn", "poweredOn", false},
        {"constraints: {pattern: '[A-Z]\\d\\d'}", "B-07", NULL, false},
        {"constraints: {pattern: '[A-Z]\\d\\d'}, rewrite: [{pattern: '(.)-(..)', replacement: $1$2}]", "B-07", "B07",
         false},
        {"constraints: {pattern: '[A-Z]\\d\\d'}, rewrite: [{pattern: '(.)-(..)', replacement: $1$2, safe: true}]",
         "B-07", "B07", true},
        {"constraints: {pattern: '[^\"].*[^\"]'}", "\"\"a\"\" and \"\"b\"\"", NULL,
         false}, /* two pairs of quotes are not one */
        {"constraints: {pattern: '\\d+'}", "6.93217E+12", "6932170000000", false},
        {"constraints: {pattern: '\\d+'}", "6.93217E+2", NULL, false},
        {"constraints: {pattern: '\\d{5}'}", "123", "00123", false},
        {"constraints: {pattern: '\\d{12}'}", "1234", NULL, false}, /* nobody drops so many */
    };
    are_meant(list, LENGTH(list));
}

static void formats(void **state)
{
    (void)state;
    const meant list[] = {
        {"type: string, format: mac", "001B.4411.3AB7", "00:1B:44:11:3A:B7", true},
        {"type: string, format: mac", "001b44113ab7", "00:1b:44:11:3a:b7", true},
        {"type: string, format: mac", "001b44113ab", NULL, false},
        {"type: string, format: mac", "00:1B-44:11-3A:B7", "00:1B:44:11:3A:B7", true},
        {"type: string, format: mac", "0:1B:44:11:3A:B7A", NULL,
         false}, /* a digit is missing in one, and in another too many */
        {"type: string, format: uuid", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
         true},
        {"type: string, format: uuid", "3f2504e04f8911d39a0c0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
         true},
        {"type: string, format: ip", "10.0.0.7:443", "10.0.0.7", false},
        {"type: string, format: ip", "10.0.0.0/24", "10.0.0.0", false},
        {"type: string, format: ip", "010.001.000.007", "10.1.0.7", false},
        {"type: string, format: ip", "10.0.0.7:a", NULL, false},
        {"type: string, format: hostname", "https://web01.example.com:8080/a/b", "web01.example.com", false},
        {"type: string, format: hostname", "\xE2\x80\x9Cweb01\xE2\x80\x9D", "web01", true},
        {"type: string, format: hostname",
         "web\xE2\x80\x91"
         "01",
         "web-01", true},
        {"type: string, format: hostname",
         "web\xE2\x80\x8B"
         "01",
         "web01", true},
        {"type: string, format: hostname", "web 01", NULL, false},
    };
    are_meant(list, LENGTH(list));
}

static void lists(void **state)
{
    (void)state;
    const meant list[] = {
        {"type: list, itemFormat: ip", "10.0.0.1; 10.0.0.2", "10.0.0.1, 10.0.0.2", true},
        {"type: list, itemFormat: ip", "10.0.0.1 10.0.0.2", "10.0.0.1, 10.0.0.2", true},
        {"type: list, itemFormat: ip, delimiter: '+'", "10.0.0.1,10.0.0.2", "10.0.0.1+ 10.0.0.2", true},
        {"type: list, itemFormat: ip, delimiter: '+'", "10.0.0.1+10.0.0.300", NULL, false},
        {"type: list, itemFormat: ip", "10.0.0.1,,10.0.0.2,", "10.0.0.1, 10.0.0.2", true},
        {"type: list, itemFormat: ip", "10.0.0.1, n/a", "10.0.0.1", true},
        {"type: list, itemFormat: ip", "10.0.0.1/24, 10.0.0.2", "10.0.0.1, 10.0.0.2", false},
        {"type: list, itemFormat: ip", "10.0.0.1, 10.0.0.300", NULL, false},
        {"type: list, itemFormat: ip", "-", "", true},
        {"type: list, itemFormat: ip, constraints: {required: true}", "-", NULL, false},
        {"type: list, itemFormat: ip, constraints: {maxLength: 1}", "10.0.0.1; 10.0.0.2", NULL, false},
        {"type: list, constraints: {pattern: '\\S+'}", "Max Muster, HR", "Max, Muster, HR", false}, /* a name */
        {"type: list, itemFormat: mac, delimiter: ';'", "001b44113ab7; 001b44113ab8",
         "00:1b:44:11:3a:b7; 00:1b:44:11:3a:b8", true},
    };
    are_meant(list, LENGTH(list));
}

/* Where fields are separated by semicolons, decimal commas are usual: then 16,384 may be either. */
static void the_delimiter_says_what_a_comma_is(void **state)
{
    (void)state;
    const rg_value_type number = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
    rg_buffer out = {0};
    bool safe;
    assert_true(rg_remedy_number(&out, &number, ',', T("16,384"), &safe));
    assert_true(safe);
    rg_buffer_clear(&out);
    assert_true(rg_remedy_number(&out, &number, ';', T("16,384"), &safe));
    assert_false(safe);
    rg_buffer_clear(&out);
    const rg_value_type integer = {.type = RG_TYPE_INTEGER, .decimal_char = '.', .bare_number = true};
    assert_true(rg_remedy_number(&out, &integer, ';', T("2,000"), &safe));
    assert_false(safe);
    rg_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(units), cmocka_unit_test(words),
        cmocka_unit_test(formats), cmocka_unit_test(lists), cmocka_unit_test(the_delimiter_says_what_a_comma_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
