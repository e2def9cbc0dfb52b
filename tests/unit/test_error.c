/* test_error.c - filling in the caller's error. */
#include "error.h"
#include "unit.h"

static void status_file_and_message_are_kept(void **state)
{
    (void)state;
    rg_error error = {.line = 7};
    assert_int_equal(rg_fail_file(&error, RG_IO_ERROR, "a.csv", "cannot %s", "read"), RG_IO_ERROR);
    assert_int_equal(error.status, RG_IO_ERROR);
    assert_string_equal(error.file, "a.csv");
    assert_string_equal(error.message, "cannot read");
    assert_int_equal(error.line, 0);
    assert_int_equal(rg_fail_memory(&error), RG_NO_MEMORY);
    assert_string_equal(error.file, "");
}

static void nobody_has_to_care(void **state)
{
    (void)state;
    assert_int_equal(rg_fail(NULL, RG_BAD_USAGE, "x"), RG_BAD_USAGE);
}

static void a_long_message_is_cut_at_a_character(void **state)
{
    (void)state;
    rg_error error;
    char text[2001];
    for (size_t i = 0; i < 2000; i += 2)
        memcpy(text + i, "\xC3\xA4", 2);
    text[2000] = '\0';
    rg_fail(&error, RG_BAD_USAGE, "x%s", text);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    assert_int_equal((unsigned char)error.message[0], 'x');
    /* Half a character at the end would not be UTF-8. */
    assert_true(strcmp(error.message + sizeof error.message - 3, "\xC3\xA4") == 0 ||
                error.message[sizeof error.message - 2] == '?');
}

static void control_bytes_do_not_get_through(void **state)
{
    (void)state;
    rg_error error;
    rg_fail_file(&error, RG_BAD_USAGE, "a\nb", "\x1B[31mred\r\n%s", "\xFF");
    assert_string_equal(error.file, "a?b");
    assert_string_equal(error.message, "?[31mred???");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_file_and_message_are_kept),
        cmocka_unit_test(nobody_has_to_care),
        cmocka_unit_test(a_long_message_is_cut_at_a_character),
        cmocka_unit_test(control_bytes_do_not_get_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
