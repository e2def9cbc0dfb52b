/* test_json_text.c - objects as text, and strings of any bytes in them. */
#include "json_text.h"

#include <jansson.h>

#include "unit.h"

/* What the string is when it is read again. */
static void comes_back_as(rg_text bytes, rg_text expected)
{
    rg_buffer out = {0};
    rg_json_string(&out, bytes);
    json_t *value = json_loadb(out.bytes, out.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (!value)
        fail_msg("%s cannot be read", out.bytes);
    assert_int_equal(json_string_length(value), expected.size);
    assert_memory_equal(json_string_value(value), expected.bytes, expected.size);
    json_decref(value);
    rg_buffer_free(&out);
}

static void any_character_comes_back_from_any_place(void **state)
{
    (void)state;
    char bytes[21];
    for (size_t size = 0; size <= sizeof bytes; size++) {
        for (int c = 0; c < 0x80; c++) {
            for (size_t i = 0; i < size; i++) {
                memset(bytes, 'x', sizeof bytes);
                bytes[i] = (char)c;
                comes_back_as((rg_text){bytes, size}, (rg_text){bytes, size});
            }
        }
    }
    comes_back_as((rg_text){NULL, 0}, T(""));
    comes_back_as(T("0123456\xC3\xA4 \"\\\n"), T("0123456\xC3\xA4 \"\\\n"));
}

static void bytes_that_are_not_utf8_are_replaced(void **state)
{
    (void)state;
    comes_back_as(T("01234567\xFFx"), T("01234567\xEF\xBF\xBDx"));
    comes_back_as(T("\xC3"), T("\xEF\xBF\xBD"));
}

static void members_are_behind_one_another(void **state)
{
    (void)state;
    rg_buffer out = {0};
    rg_buffer_add_string(&out, "{");
    rg_json_set_string(&out, "a", "b\"c");
    rg_json_set_string(&out, "absent", NULL);
    rg_json_set_text(&out, "value", T("12345678"));
    rg_json_set_number(&out, "n", 1090);
    rg_buffer_add_string(&out, "}");
    is_text(rg_buffer_text(&out), "{\"a\":\"b\\\"c\",\"value\":\"12345678\",\"n\":1090}");
    rg_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_character_comes_back_from_any_place),
        cmocka_unit_test(bytes_that_are_not_utf8_are_replaced),
        cmocka_unit_test(members_are_behind_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
