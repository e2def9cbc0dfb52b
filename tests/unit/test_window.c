/* test_window.c - the part of the input that is in memory. */
#include "window.h"

#include "unit.h"

static bool say_yes(void *context)
{
    (void)context;
    return true;
}

static void a_window_gives_lines_and_can_be_cancelled(void **state)
{
    (void)state;
    byte_source bytes = {"ab\r\ncdef\n", 9, 3};
    rg_check_options options = {.read_size = 3};
    rg_input *input;
    rg_window window;
    rg_text line;
    rg_error error;
    bool cut;
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    rg_window_open(&window, input, &options);
    assert_int_equal(rg_window_line(&window, 100, &line, &cut, NULL), RG_OK);
    is_text(line, "ab\r\n"); /* although a read ended between the two */
    assert_int_equal(rg_window_line(&window, 2, &line, &cut, NULL), RG_OK);
    is_text(line, "cd");
    assert_true(cut);
    rg_window_close(&window);
    options.cancelled = say_yes;
    rg_window_open(&window, input, &options);
    assert_int_equal(rg_window_line(&window, 100, &line, &cut, &error), RG_CANCELLED);
    rg_window_close(&window);
    rg_input_close(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_gives_lines_and_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
