/* test_recode.c - one encoding as UTF-8, and back again. */
#include "recode.h"

#include "unit.h"

static void what_an_encoding_lacks_is_said(void **state)
{
    (void)state;
    rg_recoder *recoder;
    rg_buffer out = {0};
    bool faithful;
    assert_int_equal(rg_recoder_open(&recoder, "ISO-8859-1", NULL), RG_OK);
    assert_true(rg_recoder_can_encode(recoder, T("\xC3\xA9")));
    assert_false(rg_recoder_can_encode(recoder, T("\xE2\x82\xAC")));
    assert_int_equal(rg_recoder_encode(recoder, T("\xC3\xA9"), &out, &faithful, NULL), RG_OK);
    assert_true(faithful);
    assert_int_equal(rg_recoder_encode(recoder, T("\xE2\x82\xAC"), &out, &faithful, NULL), RG_OK);
    assert_false(faithful);
    rg_buffer_free(&out);
    rg_recoder_close(recoder);
}

static void what_means_nothing_comes_through_and_back(void **state)
{
    (void)state;
    rg_recoder *recoder;
    rg_buffer bytes = {0};
    char text[RG_LEAST_ROOM], *out = text, byte;
    size_t room = sizeof text;
    rg_text in = T("\x81");
    bool faithful;
    assert_int_equal(rg_recoder_open(&recoder, "WINDOWS-1252", NULL), RG_OK);
    rg_recoder_decode(recoder, &in, &out, &room);
    rg_text decoded = {text, sizeof text - room};
    assert_int_equal(in.size, 0);
    assert_int_equal(decoded.size, 3);
    assert_true(rg_escaped_byte(decoded, &byte));
    assert_int_equal(byte, '\x81');
    assert_int_equal(rg_recoder_encode(recoder, decoded, &bytes, &faithful, NULL), RG_OK);
    is_text(rg_buffer_text(&bytes), "\x81");
    assert_true(faithful);
    rg_buffer_free(&bytes);
    rg_recoder_close(recoder);
}

static void an_encoding_must_be_known(void **state)
{
    (void)state;
    rg_recoder *recoder;
    rg_error error = {0};
    assert_int_equal(rg_recoder_open(&recoder, "no-such-thing", &error), RG_BAD_USAGE);
    assert_null(recoder);
    assert_non_null(strstr(error.message, "no-such-thing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_encoding_lacks_is_said),
        cmocka_unit_test(what_means_nothing_comes_through_and_back),
        cmocka_unit_test(an_encoding_must_be_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
