/* test_buffer.c - a string that grows and fails stickily. */
#include "buffer.h"
#include "memory.h"
#include "unit.h"

static void what_is_added_is_there_in_order(void **state)
{
    (void)state;
    rg_buffer buffer = {0};
    is_text(rg_buffer_text(&buffer), "");
    rg_buffer_add(&buffer, "a\0b", 3);
    rg_buffer_add_string(&buffer, "c");
    rg_buffer_printf(&buffer, "%s-%d", "d", 5);
    assert_int_equal(buffer.size, 7);
    assert_memory_equal(buffer.bytes, "a\0bcd-5", 8); /* with the NUL behind */
    rg_buffer_clear(&buffer);
    is_text(rg_buffer_text(&buffer), "");
    assert_string_equal(buffer.bytes, "");
    memset(rg_buffer_extend(&buffer, 200), 'x', 200);
    rg_buffer_add_string(&buffer, "y");
    assert_int_equal(buffer.size, 201);
    assert_string_equal(buffer.bytes + 199, "xy");
    rg_buffer_free(&buffer);
}

static void thousands_are_grouped(void **state)
{
    (void)state;
    const struct {
        uint64_t number;
        const char *text;
    } cases[] = {{0, "0"},          {999, "999"},           {1000, "1,000"},
                 {25000, "25,000"}, {1234567, "1,234,567"}, {UINT64_MAX, "18,446,744,073,709,551,615"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer buffer = {0};
        rg_buffer_add_grouped(&buffer, cases[i].number);
        is_text(rg_buffer_text(&buffer), cases[i].text);
        rg_buffer_free(&buffer);
    }
}

static void numbers_are_decimal(void **state)
{
    (void)state;
    char room[RG_DECIMAL_SIZE];
    assert_string_equal(rg_decimal(0, room), "0");
    assert_string_equal(rg_decimal(1090, room), "1090");
    assert_string_equal(rg_decimal(UINT64_MAX, room), "18446744073709551615");
}

static void a_refused_request_sticks(void **state)
{
    (void)state;
    rg_buffer buffer = {0};
    rg_memory_fail_at(1);
    rg_buffer_add_string(&buffer, "lost");
    rg_memory_fail_at(0);
    assert_true(buffer.failed);
    rg_buffer_add_string(&buffer, "lost, too");
    assert_null(rg_buffer_extend(&buffer, 1));
    is_text(rg_buffer_text(&buffer), "");
    rg_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_is_there_in_order),
        cmocka_unit_test(thousands_are_grouped),
        cmocka_unit_test(numbers_are_decimal),
        cmocka_unit_test(a_refused_request_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
