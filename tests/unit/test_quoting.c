/* test_quoting.c - values as fields of a CSV. */
#include "quoting.h"

#include "unit.h"

static void is_written(rg_text value, char delimiter, rg_quotes quotes, const char *expected)
{
    rg_buffer out = {0};
    rg_add_field(&out, value, delimiter, quotes);
    is_text(rg_buffer_text(&out), expected);
    rg_buffer_free(&out);
}

static void fields_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    const struct {
        const char *given, *expected;
    } fields[] = {{"", ""},           {"a b", "a b"},       {"a,b", "\"a,b\""}, {"a\"b", "\"a\"\"b\""},
                  {"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""}, {"a\r", "\"a\r\""}, {" a", "\" a\""},
                  {"a\t", "\"a\t\""}, {" ", "\" \""}};
    for (size_t i = 0; i < LENGTH(fields); i++)
        is_written((rg_text){fields[i].given, strlen(fields[i].given)}, ',', RG_QUOTES_NEEDED, fields[i].expected);
}

static void what_needs_quotes_depends_on_the_delimiter(void **state)
{
    (void)state;
    is_written(T("a,b"), ';', RG_QUOTES_NEEDED, "a,b");
    is_written(T("a;b"), ';', RG_QUOTES_NEEDED, "\"a;b\"");
}

static void quotes_can_be_asked_for(void **state)
{
    (void)state;
    is_written(T(""), ',', RG_QUOTES_ALWAYS, "\"\"");
    is_written(T("a"), ',', RG_QUOTES_ALWAYS, "\"a\"");
    is_written(T("5\""), ',', RG_QUOTES_ALWAYS, "\"5\"\"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_where_they_must_be),
        cmocka_unit_test(what_needs_quotes_depends_on_the_delimiter),
        cmocka_unit_test(quotes_can_be_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
