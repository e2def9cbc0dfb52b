/* test_columns.c - which column of the failed entries is which of the original. */
#include "columns.h"

#include "unit.h"

#define MOST 6

/* Names separated by blanks, `-` for none. */
static size_t fields_of(const char *names, rg_field *fields)
{
    size_t count = 0;
    while (*names) {
        size_t size = strcspn(names, " ");
        bool is_none = size == 1 && *names == '-';
        fields[count++] = (rg_field){.value = {names, is_none ? 0 : size}};
        names += size + (names[size] == ' ');
    }
    return count;
}

/* `expected`: where each column of the original is, `.` for nowhere. */
static void is_matched(const char *original, const char *row, const char *expected, const char *renamed)
{
    rg_field a[MOST], b[MOST];
    rg_columns c;
    size_t count = fields_of(original, a), row_count = fields_of(row, b);
    assert_int_equal(rg_columns_match(&c, a, count, b, row_count, NULL), RG_OK);
    for (size_t i = 0; i < count; i++) {
        char found = c.position_of[i] == RG_ABSENT ? '.' : (char)('0' + c.position_of[i]);
        if (found != expected[i])
            fail_msg("%s, %s: column %zu is at %c, not %c", original, row, i, found, expected[i]);
        assert_int_equal(c.new_names[i].bytes != NULL, renamed[i] == 'x');
    }
    rg_columns_free(&c);
}

static void columns_are_matched(void **state)
{
    (void)state;
    is_matched("a b c", "a b c", "012", "   ");
    is_matched("a b c", "c a b", "120", "   ");
    is_matched("a b c", "x c b", ".21", "   "); /* moved and renamed: nobody knows */
    is_matched("a b c", "a x c", "012", " x ");
    is_matched("a b c", "A b", "01.", "x  ");
    is_matched("a a b", "a b a", "021", "   ");
    is_matched("a - b", "a - b -", "012", "   ");
    is_matched("a b", "new a b", "12", "  ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_are_matched)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
