/* test_decoder.c - any encoding becomes UTF-8, whatever the reads, and what it was made of can be told again; with
 * undecoded.c and survey.c below it. */
#include "decoder.h"

#include "unit.h"

/* All of the text, read by steps of `step` from a source that gives `most` bytes at once. */
static rg_buffer read_all(rg_text bytes, const char *encoding, size_t step, size_t most, const char *expected)
{
    rg_buffer text = {0}, again = {0};
    byte_source source = {bytes.bytes, bytes.size, most};
    rg_input *input;
    rg_decoder *decoder;
    char piece[64];
    size_t got;
    uint64_t first;
    bool faithful = true;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_decoder_open(&decoder, input, encoding, NULL), RG_OK);
    do {
        assert_int_equal(rg_input_read(rg_decoder_text(decoder), piece, step, &got, NULL), RG_OK);
        rg_buffer_add(&text, piece, got);
    } while (got);
    const char *found = rg_decoder_encoding(decoder, &first);
    assert_string_equal(found ? found : "UTF-8", expected);
    if (found)
        assert_int_equal(rg_decoder_encode(decoder, rg_buffer_text(&text), &again, &faithful, NULL), RG_OK);
    else
        rg_buffer_add(&again, text.bytes, text.size);
    assert_true(faithful);
    assert_int_equal(again.size, bytes.size);
    assert_memory_equal(rg_buffer_text(&again).bytes, bytes.bytes, bytes.size);
    rg_buffer_free(&again);
    rg_decoder_close(decoder);
    rg_input_close(input);
    return text;
}

typedef struct sample {
    rg_text bytes;
    const char *given, *encoding, *text;
} sample;

static void every_encoding_becomes_utf8_and_is_told_again(void **state)
{
    (void)state;
    const sample samples[] = {
        {T(""), NULL, "UTF-8", ""},
        {T("a"), NULL, "UTF-8", "a"},
        {T("a,b\nc,d\n"), NULL, "UTF-8", "a,b\nc,d\n"},
        {T("\xEF\xBB\xBF\xC3\xA9"), NULL, "UTF-8", "\xEF\xBB\xBF\xC3\xA9"},
        {T("\xFF\xFE\xE9\0,\0"), NULL, "UTF-16LE", "\xEF\xBB\xBF\xC3\xA9,"},
        {T("\xFE\xFF\0\xE9\0,"), NULL, "UTF-16BE", "\xEF\xBB\xBF\xC3\xA9,"},
        {T("a\0,\0b\0\n\0"), NULL, "UTF-16LE", "a,b\n"},
        {T("\0a\0,\0b\0\n"), NULL, "UTF-16BE", "a,b\n"},
        {T("\xFF\xFE\0\0a\0\0\0"), NULL, "UTF-32LE",
         "\xEF\xBB\xBF"
         "a"},
        {T("\0\0\xFE\xFF\0\0\0a"), NULL, "UTF-32BE",
         "\xEF\xBB\xBF"
         "a"},
        /* half a surrogate pair, and half a unit at the end */
        {T("\xFF\xFE\0\xD8,\0x"), NULL, "UTF-16LE", "\xEF\xBB\xBF\xFE\x80\x80\xFE\x8D\x88,\xFE\x87\x88"},
        {T("M\xFCller, \x80 5\n"), NULL, "WINDOWS-1252", "M\xC3\xBCller, \xE2\x82\xAC 5\n"},
        {T("a\x81"), NULL, "ISO-8859-1", "a\xC2\x81"},
        {T("\xFC"), NULL, "WINDOWS-1252", "\xC3\xBC"},
        /* UTF-8 with a byte that came in from elsewhere stays UTF-8 */
        {T("\xC3\xA9\xFC"), NULL, "UTF-8", "\xC3\xA9\xFC"},
        {T("\xFC \xC3\xA9 \xC3\xA8"), NULL, "UTF-8", "\xFC \xC3\xA9 \xC3\xA8"},
        {T("\xC3"), NULL, "WINDOWS-1252", "\xC3\x83"},
        {T("\xB1\xBF"), "ISO-8859-2", "ISO-8859-2", "\xC4\x85\xC5\xBC"},
        {T("a\0"), "utf-16", "UTF-16LE", "a"},
        {T("\xFC"), "utf-8", "UTF-8", "\xFC"},
    };
    static const size_t steps[] = {1, 2, 7, 64};
    for (size_t i = 0; i < LENGTH(samples); i++) {
        for (size_t step = 0; step < LENGTH(steps); step++) {
            for (size_t most = 0; most < 4; most++) {
                rg_buffer text = read_all(samples[i].bytes, samples[i].given, steps[step], most, samples[i].encoding);
                is_text(rg_buffer_text(&text), samples[i].text);
                rg_buffer_free(&text);
            }
        }
    }
}

/* More than the decoder holds at once, with the byte that decides near its end. */
static void the_whole_stream_decides(void **state)
{
    (void)state;
    const size_t size = 200000;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, 'x', size);
    bytes[size - 3] = '\xE9';
    rg_buffer text = read_all((rg_text){bytes, size}, NULL, 64, 0, "WINDOWS-1252");
    assert_int_equal(text.size, size + 1);
    rg_buffer_free(&text);
    memcpy(bytes + size - 10, "\xC3\xA9\xC3\xA9", 4);
    text = read_all((rg_text){bytes, size}, NULL, 64, 0, "UTF-8");
    assert_int_equal(text.size, size);
    rg_buffer_free(&text);
    free(bytes);
}

/* Wherever what is asked for ends: within a character, too. */
static void valid_text_is_read_once(void **state)
{
    (void)state;
    enum { SIZE = 300000 };
    static const size_t steps[] = {1, 64, 4096, 4097, 5000, 65536};
    /* Characters of three bytes end nowhere where a large read does; of two, the bytes may go where they are wanted. */
    static const char *const characters[] = {"\xE2\x82\xAC", "\xC3\xA9"};
    char *bytes = malloc(SIZE), *text = malloc(SIZE);
    assert_true(bytes && text);
    for (size_t i = 0; i < 2 * LENGTH(steps); i++) {
        const char *character = characters[i / LENGTH(steps)];
        for (size_t k = 0; k < SIZE; k++)
            bytes[k] = character[k % strlen(character)];
        byte_source source = {bytes, SIZE, 0};
        rg_input *input;
        rg_decoder *decoder;
        size_t size = 0, got;
        assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &source, NULL), RG_OK);
        assert_int_equal(rg_decoder_open(&decoder, input, NULL, NULL), RG_OK);
        do {
            size_t step = steps[i % LENGTH(steps)] < SIZE - size ? steps[i % LENGTH(steps)] : SIZE - size;
            assert_int_equal(rg_input_read(rg_decoder_text(decoder), text + size, step, &got, NULL), RG_OK);
            size += got;
            assert_true(SIZE - source.size <= size + 65536); /* what is ahead is in memory */
        } while (got);
        assert_int_equal(size, SIZE);
        assert_memory_equal(text, bytes, SIZE);
        rg_decoder_close(decoder);
        rg_input_close(input);
    }
    free(bytes);
    free(text);
}

static void an_unknown_encoding_is_an_error(void **state)
{
    (void)state;
    byte_source source = {"a", 1, 0};
    rg_error error = {0};
    rg_input *input;
    rg_decoder *decoder;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_decoder_open(&decoder, input, "no-such-thing", &error), RG_BAD_USAGE);
    assert_null(decoder);
    assert_non_null(strstr(error.message, "no-such-thing"));
    rg_input_close(input);
}

static rg_status read_damaged(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    int *reads = context;
    (void)capacity;
    *size = 0;
    if ((*reads)++ > 0) {
        if (error)
            strcpy(error->message, "broken");
        return RG_DAMAGED;
    }
    memcpy(buffer, "a,b\n", *size = 4);
    return RG_OK;
}

static void what_comes_before_damage_is_given_out(void **state)
{
    (void)state;
    int reads = 0;
    rg_error error = {0};
    rg_input *input;
    rg_decoder *decoder;
    char piece[64];
    size_t got;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_damaged, &reads, NULL), RG_OK);
    assert_int_equal(rg_decoder_open(&decoder, input, NULL, NULL), RG_OK);
    assert_int_equal(rg_input_read(rg_decoder_text(decoder), piece, sizeof piece, &got, &error), RG_OK);
    is_text((rg_text){piece, got}, "a,b\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rg_input_read(rg_decoder_text(decoder), piece, sizeof piece, &got, &error), RG_DAMAGED);
        assert_string_equal(error.message, "broken");
    }
    rg_decoder_close(decoder);
    rg_input_close(input);
}

typedef struct endless {
    size_t sound; /* how many reads are */
    size_t calls;
} endless;

/* More bytes each time, and from then on each time the news that they are damaged. */
static rg_status read_on_for_ever(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    endless *e = context;
    memset(buffer, 'a', capacity);
    *size = capacity;
    if (e->calls++ < e->sound)
        return RG_OK;
    if (error)
        *error = (rg_error){.status = RG_DAMAGED};
    return RG_DAMAGED;
}

static void nothing_is_read_behind_damage(void **state)
{
    (void)state;
    char piece[4096];
    for (size_t sound = 0; sound < 3; sound++) {
        endless source = {sound, 0};
        size_t got, all = 0;
        rg_input *input;
        rg_decoder *decoder;
        rg_status status;
        assert_int_equal(rg_input_open_function(&input, "t.csv", read_on_for_ever, &source, NULL), RG_OK);
        assert_int_equal(rg_decoder_open(&decoder, input, NULL, NULL), RG_OK);
        while ((status = rg_input_read(rg_decoder_text(decoder), piece, sizeof piece, &got, NULL)) == RG_OK && got) {
            all += got;
            assert_true(source.calls <= sound + 1);
        }
        assert_int_equal(status, RG_DAMAGED);
        assert_true(all > 0);
        rg_decoder_close(decoder);
        rg_input_close(input);
    }
}

static void binary_data_is_left_alone(void **state)
{
    (void)state;
    rg_buffer text = read_all(T("\x7F"
                                "ELF\0\1\2\xFF\xFE\0\0\xE9"),
                              NULL, 64, 0, "UTF-8");
    assert_int_equal(text.size, 12);
    rg_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_becomes_utf8_and_is_told_again),
        cmocka_unit_test(the_whole_stream_decides),
        cmocka_unit_test(valid_text_is_read_once),
        cmocka_unit_test(an_unknown_encoding_is_an_error),
        cmocka_unit_test(what_comes_before_damage_is_given_out),
        cmocka_unit_test(nothing_is_read_behind_damage),
        cmocka_unit_test(binary_data_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
