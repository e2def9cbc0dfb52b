/* test_text.c - UTF-8, lines, and names that people would call the same. */
#include "text.h"
#include "unit.h"

static void lines_end_at_lf_crlf_and_cr(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        size_t at, end, content;
        uint64_t lines;
    } cases[] = {
        {T("ab"), 0, 2, 2, 0},     {T("ab\n"), 0, 3, 2, 1},     {T("ab\r\ncd"), 0, 4, 2, 1},
        {T("ab\rcd"), 0, 3, 2, 1}, {T("ab\n\ncd"), 3, 4, 0, 2}, {T("\r\r\n\n"), 0, 1, 0, 3},
        {T(""), 0, 0, 0, 0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_text text = cases[i].text;
        size_t end = rg_line_end(text, cases[i].at);
        assert_int_equal(end, cases[i].end);
        assert_int_equal(rg_line_content((rg_text){text.bytes + cases[i].at, end - cases[i].at}), cases[i].content);
        assert_int_equal(rg_count_lines(text), cases[i].lines);
    }
}

static void scan_sees_high_and_control_bytes_anywhere(void **state)
{
    (void)state;
    bool high, control;
    for (size_t at = 0; at < 40; at++) {
        char bytes[40];
        memset(bytes, 'x', sizeof bytes);
        bytes[(at + 7) % 40] = '\t';
        rg_text_scan((rg_text){bytes, sizeof bytes}, &high, &control);
        assert_false(high || control);
        bytes[at] = (char)0x80;
        rg_text_scan((rg_text){bytes, sizeof bytes}, &high, &control);
        assert_true(high && !control);
        const char controls[] = {0, 1, 0x1F, 0x7F};
        for (size_t i = 0; i < sizeof controls; i++) {
            bytes[at] = controls[i];
            rg_text_scan((rg_text){bytes, sizeof bytes}, &high, &control);
            assert_true(control && !high);
        }
    }
}

static void utf8_is_checked_and_counted(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        size_t valid, length;
    } cases[] = {
        {T(""), 0, 0},         {T("abc"), 3, 3},  {T("Z\xC3\xBCrich"), 7, 6}, {T("\xF0\x9F\x98\x80"), 4, 1},
        {T("a\xFFz"), 1, 3},   {T("\xC3"), 0, 1}, {T("\xED\xA0\x80"), 0, 3}, /* a surrogate */
        {T("\xC0\x80"), 0, 2},                                               /* overlong */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(rg_utf8_valid_prefix(cases[i].text), cases[i].valid);
        assert_int_equal(rg_utf8_length(cases[i].text), cases[i].length);
    }
}

static void nothing_invisible_is_shown_as_it_is(void **state)
{
    (void)state;
    const struct {
        rg_text text;
        const char *shown, *repaired;
    } cases[] = {
        {T("a b"), "a b", "a b"},
        {T("a\tb\x1B\0"), "a\\x09b\\x1B\\x00", NULL},
        {T("x\xE9y"), "x\\xE9y", "x\xEF\xBF\xBDy"},
        {T("x\xC2\xA0y\xE2\x80\x8B"), "x\\u00A0y\\u200B", "x\xC2\xA0y\xE2\x80\x8B"},
        {T("\xE6\x97\xA5"), "\xE6\x97\xA5", "\xE6\x97\xA5"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer out = {0};
        rg_text_show_all(&out, cases[i].text);
        is_text(rg_buffer_text(&out), cases[i].shown);
        rg_buffer_clear(&out);
        rg_text_repair(&out, cases[i].text);
        if (cases[i].repaired)
            is_text(rg_buffer_text(&out), cases[i].repaired);
        rg_buffer_free(&out);
    }
}

static void cells_are_those_of_a_terminal(void **state)
{
    (void)state;
    size_t cells;
    assert_int_equal(rg_utf8_next(T("\xE6\x97\xA5x"), &cells), 3);
    assert_int_equal(cells, 2);
    assert_int_equal(rg_utf8_next(T("\xCC\x81"), &cells), 2); /* a combining accent */
    assert_int_equal(cells, 0);
    assert_int_equal(rg_utf8_next(T("\xFF"), &cells), 1);
    assert_int_equal(cells, 1);
}

static void names_are_folded(void **state)
{
    (void)state;
    const rg_text same[] = {T("IPAddress"),
                            T("ipaddress"),
                            T("IP Address"),
                            T(" IP\xC2\xA0"
                              "Address"),
                            T("\xEF\xBB\xBFIPAddress"),
                            T("IP\xE2\x80\x8B"
                              "Address")};
    for (size_t i = 0; i < LENGTH(same); i++) {
        rg_buffer out = {0};
        rg_text_fold_name(&out, same[i]);
        is_text(rg_buffer_text(&out), "ipaddress");
        rg_buffer_free(&out);
    }
}

static void distance_counts_edits(void **state)
{
    (void)state;
    const struct {
        rg_text a, b;
        size_t distance;
    } cases[] = {{T("abc"), T("abc"), 0}, {T("abc"), T("abd"), 1}, {T("abc"), T("acb"), 1},
                 {T("abc"), T("ab"), 1},  {T(""), T("ab"), 2},     {T("kitten"), T("sitting"), 3}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(rg_text_distance(cases[i].a, cases[i].b, 5), cases[i].distance);
        assert_int_equal(rg_text_distance(cases[i].b, cases[i].a, 5), cases[i].distance);
    }
    assert_int_equal(rg_text_distance(T("abcdef"), T("uvwxyz"), 2), 3);
}

static void the_nearest_name_is_found_or_none(void **state)
{
    (void)state;
    const char *const names[] = {"required", "unique", "minimum", "maximum"};
    assert_string_equal(rg_text_nearest(T("requird"), names, LENGTH(names)), "required");
    assert_string_equal(rg_text_nearest(T("maxmum"), names, LENGTH(names)), "maximum");
    assert_null(rg_text_nearest(T("colour"), names, LENGTH(names)));
    assert_null(rg_text_nearest(T(""), names, LENGTH(names)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_at_lf_crlf_and_cr),   cmocka_unit_test(scan_sees_high_and_control_bytes_anywhere),
        cmocka_unit_test(utf8_is_checked_and_counted),   cmocka_unit_test(nothing_invisible_is_shown_as_it_is),
        cmocka_unit_test(cells_are_those_of_a_terminal), cmocka_unit_test(names_are_folded),
        cmocka_unit_test(distance_counts_edits),         cmocka_unit_test(the_nearest_name_is_found_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
