/* test_deflated.c - what is compressed comes out of zlib as it went in, and what cannot be written is told. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <zlib.h>

#include "deflated.h"
#include "memory.h"
#include "unit.h"

#define LARGE 3000000

static rg_deflated *open_deflated(void)
{
    rg_deflated *deflated;
    assert_int_equal(rg_deflated_open(&deflated, "a.zip", NULL), RG_OK);
    return deflated;
}

static rg_deflated_piece end(rg_deflated *deflated)
{
    rg_deflated_piece piece;
    assert_int_equal(rg_deflated_end(deflated, &piece, NULL), RG_OK);
    return piece;
}

/* Unpacked the piece is this text, and it ends where it says. */
static void is_piece(rg_deflated *deflated, const rg_deflated_piece *piece, rg_text text)
{
    unsigned char *packed = malloc(piece->packed), *bytes = malloc(text.size + 1);
    z_stream stream = {.next_in = packed,
                       .avail_in = (unsigned)piece->packed,
                       .next_out = bytes,
                       .avail_out = (unsigned)text.size + 1};
    assert_int_equal(piece->size, text.size);
    assert_int_equal(piece->crc, crc32(0, (const unsigned char *)text.bytes, (unsigned)text.size));
    assert_true(rg_deflated_read(deflated, piece->start, packed, piece->packed));
    assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    assert_int_equal(stream.total_out, text.size);
    assert_memory_equal(bytes, text.bytes, text.size);
    inflateEnd(&stream);
    free(packed);
    free(bytes);
}

/* Bytes that cannot be made fewer. */
static rg_text noise(void)
{
    static char bytes[LARGE];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (char)(state >> 24);
    }
    return (rg_text){bytes, sizeof bytes};
}

static void pieces_lie_one_behind_the_other(void **state)
{
    (void)state;
    rg_deflated *deflated = open_deflated();
    assert_int_equal(rg_deflated_add(deflated, T("hello, "), NULL), RG_OK);
    assert_int_equal(rg_deflated_add(deflated, T(""), NULL), RG_OK);
    assert_int_equal(rg_deflated_add(deflated, T("wor\0ld"), NULL), RG_OK);
    rg_deflated_piece one = end(deflated), none = end(deflated);
    assert_int_equal(rg_deflated_add(deflated, T("more"), NULL), RG_OK);
    rg_deflated_piece two = end(deflated);
    assert_int_equal(none.start, one.packed);
    assert_int_equal(two.start, none.start + none.packed);
    is_piece(deflated, &one, T("hello, wor\0ld"));
    is_piece(deflated, &none, T(""));
    is_piece(deflated, &two, T("more"));
    rg_deflated_close(deflated);
}

static void the_pieces_in_which_bytes_come_do_not_matter(void **state)
{
    (void)state;
    const size_t sizes[] = {LARGE, 1, 997, 32767, 32768, 32769, 100000};
    rg_text all = noise();
    rg_deflated_piece first;
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        rg_deflated *deflated = open_deflated();
        for (size_t at = 0; at < all.size; at += sizes[i]) {
            size_t left = all.size - at, size = left < sizes[i] ? left : sizes[i];
            assert_int_equal(rg_deflated_add(deflated, (rg_text){all.bytes + at, size}, NULL), RG_OK);
        }
        rg_deflated_piece piece = end(deflated);
        is_piece(deflated, &piece, all);
        if (i == 0)
            first = piece;
        assert_int_equal(piece.packed, first.packed);
        rg_deflated_close(deflated);
    }
    assert_in_range(first.packed, LARGE, LARGE + LARGE / 100);
}

static void text_becomes_less(void **state)
{
    (void)state;
    rg_deflated *deflated = open_deflated();
    for (int i = 0; i < 10000; i++)
        assert_int_equal(rg_deflated_add(deflated, T("the same in each line\n"), NULL), RG_OK);
    assert_in_range(end(deflated).packed, 1, 5000);
    rg_deflated_close(deflated);
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct rlimit before, small;
    rg_error error = {0};
    rg_deflated_piece piece;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    signal(SIGXFSZ, SIG_IGN);
    rg_deflated *large = open_deflated(), *at_end = open_deflated();
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(rg_deflated_add(large, noise(), &error), RG_IO_ERROR);
    assert_string_equal(error.file, "a.zip");
    is_text((rg_text){error.message, strlen(error.message)},
            "cannot write the temporary files of the archive: File too large");
    small.rlim_cur = 10;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(rg_deflated_add(at_end, T("some thirty bytes, none like another"), NULL), RG_OK);
    assert_int_equal(rg_deflated_end(at_end, &piece, &error), RG_IO_ERROR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    /* What is lost stays lost, also when there is room again. */
    assert_int_equal(rg_deflated_add(large, T("more"), NULL), RG_IO_ERROR);
    assert_int_equal(rg_deflated_end(large, &piece, &error), RG_IO_ERROR);
    assert_int_equal(rg_deflated_end(at_end, &piece, &error), RG_IO_ERROR);
    assert_non_null(strstr(error.message, "File too large"));
    rg_deflated_close(large);
    rg_deflated_close(at_end);
    rg_deflated_close(NULL);
}

static void what_is_not_there_cannot_be_read(void **state)
{
    (void)state;
    rg_deflated *deflated = open_deflated();
    char bytes[3];
    rg_deflated_piece piece = end(deflated);
    assert_true(rg_deflated_read(deflated, 0, bytes, piece.packed));
    assert_false(rg_deflated_read(deflated, 0, bytes, piece.packed + 1));
    rg_deflated_close(deflated);
}

static rg_status pack_all(rg_text text, rg_error *error)
{
    rg_deflated *deflated;
    rg_deflated_piece piece;
    rg_status status = rg_deflated_open(&deflated, "a.zip", error);
    if (status == RG_OK)
        status = rg_deflated_add(deflated, text, error);
    if (status == RG_OK)
        status = rg_deflated_end(deflated, &piece, error);
    rg_deflated_close(deflated);
    return status;
}

static void every_refused_request_is_reported(void **state)
{
    (void)state;
    const rg_text texts[] = {T("few"), noise()};
    for (size_t i = 0; i < LENGTH(texts); i++) {
        size_t n = 1;
        for (rg_status status = RG_NO_MEMORY; status != RG_OK; n++) {
            rg_error error = {0};
            rg_memory_fail_at(n);
            status = pack_all(texts[i], &error);
            assert_true(rg_memory_fail_at(0) < n || status != RG_OK);
            assert_int_equal(status, error.status);
            assert_true(status == RG_OK || status == RG_NO_MEMORY);
        }
        assert_in_range(n, 4, 20); /* zlib's requests are among them */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_lie_one_behind_the_other),
        cmocka_unit_test(the_pieces_in_which_bytes_come_do_not_matter),
        cmocka_unit_test(text_becomes_less),
        cmocka_unit_test(what_cannot_be_written_is_told),
        cmocka_unit_test(what_is_not_there_cannot_be_read),
        cmocka_unit_test(every_refused_request_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
