/* test_input.c - files, plain and packed, and functions as input. */
#define _POSIX_C_SOURCE 200809L
#include "input.h"

#include <unistd.h>
#include <zlib.h>

#include "unit.h"

static char path[] = "/tmp/rowgate-test-XXXXXX";

static int make_path(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 ? -1 : close(descriptor);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Read the file to its end by small steps; the status that ended it. */
static rg_status read_all(char *bytes, size_t capacity, size_t *total, rg_error *error)
{
    rg_input *input;
    size_t got;
    *total = 0;
    rg_status status = rg_input_open(&input, path, error);
    if (status != RG_OK)
        return status;
    assert_string_equal(rg_input_name(input), path);
    do {
        status = rg_input_read(input, bytes + *total, capacity - *total < 7 ? capacity - *total : 7, &got, error);
        *total += status == RG_OK ? got : 0;
    } while (status == RG_OK && got);
    rg_input_close(input);
    return status;
}

static void a_plain_file_is_read_as_it_is(void **state)
{
    (void)state;
    char bytes[100];
    size_t total;
    write_file("a,b\r\n1\0,2", 10);
    assert_int_equal(read_all(bytes, sizeof bytes, &total, NULL), RG_OK);
    assert_int_equal(total, 10);
    assert_memory_equal(bytes, "a,b\r\n1\0,2", 10);
}

static size_t pack(const char *text)
{
    static char packed[10000];
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, text, (unsigned)strlen(text)), (int)strlen(text));
    assert_int_equal(gzclose(file), Z_OK);
    FILE *again = fopen(path, "rb");
    size_t size = fread(packed, 1, sizeof packed, again);
    fclose(again);
    return size;
}

static void gzip_is_unpacked(void **state)
{
    (void)state;
    char bytes[100];
    size_t total;
    pack("a,b\n1,2\n");
    assert_int_equal(read_all(bytes, sizeof bytes, &total, NULL), RG_OK);
    is_text((rg_text){bytes, total}, "a,b\n1,2\n");
}

static void damaged_gzip_is_an_error_and_not_the_end(void **state)
{
    (void)state;
    char bytes[100];
    size_t total;
    rg_error error;
    size_t size = pack("a,b\n1,2\nlonger,so that there is something to cut off\n");
    assert_int_equal(truncate(path, (off_t)size - 9), 0);
    assert_int_equal(read_all(bytes, sizeof bytes, &total, &error), RG_IO_ERROR);
    assert_non_null(strstr(error.message, "too early"));
    size = pack("a,b\n1,2\n");
    FILE *file = fopen(path, "r+b");
    fseek(file, (long)size - 6, SEEK_SET); /* in the checksum */
    fputc(0x55, file);
    fclose(file);
    assert_int_equal(read_all(bytes, sizeof bytes, &total, &error), RG_IO_ERROR);
    assert_non_null(strstr(error.message, "damaged"));
    assert_string_equal(error.file, path);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    rg_input *input;
    rg_error error;
    assert_int_equal(rg_input_open(&input, "/nonexistent/file", &error), RG_IO_ERROR);
    assert_null(input);
    assert_string_equal(error.file, "/nonexistent/file");
    assert_non_null(strstr(error.message, "No such file"));
}

static void a_function_is_asked_for_bytes(void **state)
{
    (void)state;
    rg_input *input;
    byte_source text = {"\x1F\x8B is no gzip here", 18, 4};
    char bytes[100];
    size_t size;
    assert_int_equal(rg_input_open_function(&input, "name", read_source, &text, NULL), RG_OK);
    assert_string_equal(rg_input_name(input), "name");
    assert_int_equal(rg_input_read(input, bytes, sizeof bytes, &size, NULL), RG_OK);
    assert_int_equal(size, 4);
    assert_memory_equal(bytes, "\x1F\x8B i", 4);
    rg_input_close(input);
    rg_input_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_file_is_read_as_it_is),
        cmocka_unit_test(gzip_is_unpacked),
        cmocka_unit_test(damaged_gzip_is_an_error_and_not_the_end),
        cmocka_unit_test(what_is_not_there_is_said),
        cmocka_unit_test(a_function_is_asked_for_bytes),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
