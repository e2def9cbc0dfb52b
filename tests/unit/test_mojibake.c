/* test_mojibake.c - text that was decoded twice; also covers windows_1252.c. */
#include "mojibake.h"

#include "recode.h"
#include "unit.h"

static void mojibake_is_undone(void **state)
{
    (void)state;
    static const struct {
        const char *text, *was;
    } cases[] = {
        {"M\xC3\x83\xC2\xBCller", "M\xC3\xBCller"},
        {"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C", "\xE2\x80\x93"},
        {"M\xC3\xBCller", NULL},
        {"\xE6\x97\xA5\xE6\x9C\xAC", NULL}, /* not in windows-1252 */
        {"\xC3\xA9\xC3\xA8", NULL},         /* no UTF-8 when taken for windows-1252 */
        {"plain", NULL},
        {"M\xC3\x83\xC6\x92\xC3\x82\xC2\xBCller", "M\xC3\xBCller"}, /* twice */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer was = {0};
        assert_int_equal(rg_undo_mojibake((rg_text){cases[i].text, strlen(cases[i].text)}, &was), cases[i].was != NULL);
        is_text(rg_buffer_text(&was), cases[i].was ? cases[i].was : "");
        rg_buffer_free(&was);
    }
}

/* The character in UTF-8, taken for windows-1252. False: some byte of it means nothing there. */
static bool decode_twice(rg_recoder *recoder, uint32_t c, rg_buffer *bytes, rg_buffer *text)
{
    char piece[RG_LEAST_ROOM * 2], *end = piece;
    size_t room = sizeof piece;
    if (c >= 0x800)
        rg_buffer_printf(bytes, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)),
                         (int)(0x80 | (c & 0x3F)));
    else
        rg_buffer_printf(bytes, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)));
    for (rg_text in = rg_buffer_text(bytes); in.size;)
        rg_recoder_decode(recoder, &in, &end, &room);
    rg_buffer_add(text, piece, sizeof piece - room);
    return !memchr(piece, RG_ESCAPED_BYTE, sizeof piece - room);
}

static void every_character_is_undone(void **state)
{
    (void)state;
    rg_recoder *recoder;
    assert_int_equal(rg_recoder_open(&recoder, "WINDOWS-1252", NULL), RG_OK);
    for (uint32_t c = 0x80; c < 0xD800; c++) {
        rg_buffer bytes = {0}, text = {0}, was = {0};
        bool is_text_again = decode_twice(recoder, c, &bytes, &text);
        assert_int_equal(rg_undo_mojibake(rg_buffer_text(&text), &was), is_text_again);
        is_text(rg_buffer_text(&was), is_text_again ? bytes.bytes : "");
        rg_buffer_free(&bytes);
        rg_buffer_free(&text);
        rg_buffer_free(&was);
    }
    rg_recoder_close(recoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mojibake_is_undone),
        cmocka_unit_test(every_character_is_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
