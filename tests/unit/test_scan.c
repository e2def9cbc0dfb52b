/* test_scan.c - what kinds of bytes there are, wherever they are. */
#include "scan.h"

#include "unit.h"

static void scan_sees_high_and_control_bytes_anywhere(void **state)
{
    (void)state;
    bool high, control;
    for (size_t at = 0; at < 40; at++) {
        char bytes[40];
        memset(bytes, 'x', sizeof bytes);
        bytes[(at + 7) % 40] = '\t';
        rg_scan_bytes((rg_text){bytes, sizeof bytes}, &high, &control);
        assert_false(high || control);
        bytes[at] = (char)0x80;
        rg_scan_bytes((rg_text){bytes, sizeof bytes}, &high, &control);
        assert_true(high && !control);
        const char controls[] = {0, 1, 0x1F, 0x7F};
        for (size_t i = 0; i < sizeof controls; i++) {
            bytes[at] = controls[i];
            rg_scan_bytes((rg_text){bytes, sizeof bytes}, &high, &control);
            assert_true(control && !high);
        }
    }
}

static void line_feeds_and_quotes_are_counted_anywhere(void **state)
{
    (void)state;
    char bytes[1000];
    bool is_open;
    memset(bytes, '\n', sizeof bytes);
    assert_int_equal(rg_scan_lines((rg_text){bytes, sizeof bytes}, &is_open), sizeof bytes);
    assert_false(is_open);
    for (size_t at = 0; at < sizeof bytes; at += 37) {
        bytes[at] = '"';
        assert_int_equal(rg_scan_lines((rg_text){bytes, sizeof bytes}, &is_open), sizeof bytes - at / 37 - 1);
        assert_int_equal(is_open, at / 37 % 2 == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scan_sees_high_and_control_bytes_anywhere),
        cmocka_unit_test(line_feeds_and_quotes_are_counted_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
