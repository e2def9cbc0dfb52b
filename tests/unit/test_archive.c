/* test_archive.c - what is packed, and that there is never half an archive. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <unistd.h>
#include <zip.h>

#include "memory.h"
#include "unit.h"
#include "zipfile.h"

static char folder[] = "/tmp/rowgate-test-XXXXXX";
static char path[sizeof folder + 16];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.zip", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static size_t files_in_folder(void)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

/* Three records, of which two failed. */
static rg_archive *fill(void)
{
    rg_archive *archive;
    rg_finding findings[] = {
        {.code = rg_code_find("E310"),
         .message = "\"x\" is wrong",
         .hint = "a\r\nhint",
         .line = 2,
         .field = "a,b",
         .external_id = T("id\n1")},
        {.code = rg_code_find("W320"), .severity = RG_WARNING, .message = "not an error", .line = 2},
        {.code = rg_code_find("E602"), .message = "the file", .line = 0},
    };
    const rg_record records[] = {
        {.kind = RG_PREAMBLE, .original = T("title\n")},
        {.kind = RG_HEADER, .original = T("a,b\r\n")},
        {.kind = RG_DATA, .original = T("1,\xFF\r\n"), .failed = true, .findings = findings, .finding_count = 2},
        {.kind = RG_DATA, .original = T("good\n")},
        {.kind = RG_BLANK, .original = T("\n")},
        {.kind = RG_DATA, .original = T("lon"), .failed = true},
        {.kind = RG_REST, .original = T("g\n"), .failed = true},
        {.kind = RG_END, .findings = &findings[2], .finding_count = 1},
    };
    assert_int_equal(rg_archive_open(&archive, path, NULL), RG_OK);
    for (size_t i = 0; i < LENGTH(records); i++)
        assert_int_equal(rg_archive_record(archive, &records[i], NULL), RG_OK);
    return archive;
}

static void member_is(zip_t *zip, zip_uint64_t index, const char *name, const char *text)
{
    char bytes[1000];
    assert_string_equal(zip_get_name(zip, index, 0), name);
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    assert_non_null(file);
    zip_int64_t size = zip_fread(file, bytes, sizeof bytes);
    zip_fclose(file);
    is_text((rg_text){bytes, (size_t)size}, text);
}

static void errors_and_failed_records_are_packed(void **state)
{
    (void)state;
    rg_archive *archive = fill();
    assert_int_equal(files_in_folder(), 0); /* nothing before it is whole */
    assert_int_equal(rg_archive_commit(archive, NULL, NULL), RG_OK);
    rg_archive_close(archive);
    assert_int_equal(files_in_folder(), 1);
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    assert_non_null(zip);
    assert_int_equal(zip_get_num_entries(zip, 0), 2);
    member_is(zip, 0, "errors-file.csv",
              "Line Number,Column Name,ExternalId,Error Message\r\n"
              "2,\"a,b\",\"id\n1\",\"\"\"x\"\" is wrong; a\\x0D\\x0Ahint\"\r\n"
              ",,,the file\r\n");
    member_is(zip, 1, "failed-entries-file.csv", "a,b\r\n1,\xFF\r\nlong\n");
    zip_close(zip);
}

/* libzip would make other bytes of it: fewer. */
static void what_is_compressed_is_only_copied(void **state)
{
    (void)state;
    static char ours[100000], theirs[100000];
    rg_deflated *file;
    rg_zip_part part = {.name = "a"};
    zip_stat_t info;
    assert_int_equal(rg_deflated_open(&file, path, NULL), RG_OK);
    for (int i = 0; i < 5000; i++) {
        char line[40];
        int size = snprintf(line, sizeof line, "srv-%d,10.0.0.%d,%x\n", i, i % 256, i * 7919);
        assert_int_equal(rg_deflated_add(file, (rg_text){line, (size_t)size}, NULL), RG_OK);
    }
    part.file = file;
    assert_int_equal(rg_deflated_end(file, &part.piece, NULL), RG_OK);
    assert_in_range(part.piece.packed, 1, sizeof ours - 1);
    assert_true(rg_deflated_read(file, 0, ours, part.piece.packed));
    assert_int_equal(rg_zip_write(path, &part, 1, NULL, NULL), RG_OK);
    rg_deflated_close(file);
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    assert_int_equal(zip_stat_index(zip, 0, 0, &info), 0);
    assert_int_equal(info.comp_method, ZIP_CM_DEFLATE);
    assert_int_equal(info.size, part.piece.size);
    assert_int_equal(info.crc, part.piece.crc);
    zip_file_t *copy = zip_fopen_index(zip, 0, ZIP_FL_COMPRESSED);
    assert_int_equal(zip_fread(copy, theirs, sizeof theirs), part.piece.packed);
    assert_memory_equal(ours, theirs, part.piece.packed);
    zip_fclose(copy);
    zip_close(zip);
}

static size_t read_archive(char *bytes, size_t capacity)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, capacity, file);
    fclose(file);
    assert_in_range(size, 1, capacity - 1);
    return size;
}

static void the_same_input_gives_the_same_archive(void **state)
{
    (void)state;
    char bytes[2][2000];
    size_t sizes[2];
    for (int i = 0; i < 2; i++) {
        rg_archive *archive = fill();
        assert_int_equal(rg_archive_commit(archive, NULL, NULL), RG_OK);
        rg_archive_close(archive);
        sizes[i] = read_archive(bytes[i], sizeof bytes[i]);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
}

static bool say_yes(void *context)
{
    (void)context;
    return true;
}

static void an_archive_that_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    const rg_check_options cancelled = {.cancelled = say_yes};
    rg_error error;
    unlink(path);
    rg_archive *archive = fill();
    rg_archive_close(archive);
    assert_int_equal(files_in_folder(), 0);
    archive = fill();
    assert_int_equal(rg_archive_commit(archive, &cancelled, &error), RG_CANCELLED);
    rg_archive_close(archive);
    assert_int_equal(files_in_folder(), 0);
    rg_archive_close(NULL);
}

/* libzip's own requests cannot be refused here. */
static void memory_that_is_refused_leaves_nothing(void **state)
{
    (void)state;
    size_t n = 1;
    unlink(path);
    for (rg_status status = RG_NO_MEMORY; status != RG_OK; n++) {
        rg_archive *archive = fill();
        rg_error error = {0};
        rg_memory_fail_at(n);
        status = rg_archive_commit(archive, NULL, &error);
        assert_true(rg_memory_fail_at(0) < n || status != RG_OK);
        rg_archive_close(archive);
        assert_int_equal(status, error.status);
        assert_true(status == RG_OK || status == RG_NO_MEMORY);
        assert_int_equal(files_in_folder(), status == RG_OK);
    }
    assert_in_range(n, 8, 100);
}

static void a_place_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    rg_archive *archive;
    rg_error error;
    assert_int_equal(rg_archive_open(&archive, "/nonexistent/a.zip", NULL), RG_OK);
    assert_int_equal(rg_archive_commit(archive, NULL, &error), RG_IO_ERROR);
    assert_string_equal(error.file, "/nonexistent/a.zip");
    rg_archive_close(archive);
}

/* As after a folder was made that was not there. */
static void an_archive_can_be_tried_again(void **state)
{
    (void)state;
    static char first[2000], again[2000];
    rg_record record = {0};
    const rg_check_options cancelled = {.cancelled = say_yes};
    rg_archive *archive = fill();
    assert_int_equal(rg_archive_commit(archive, &cancelled, NULL), RG_CANCELLED);
    assert_int_equal(rg_archive_record(archive, &record, NULL), RG_BAD_USAGE);
    assert_int_equal(rg_archive_commit(archive, NULL, NULL), RG_OK);
    size_t size = read_archive(first, sizeof first);
    assert_int_equal(rg_archive_commit(archive, NULL, NULL), RG_OK);
    assert_int_equal(read_archive(again, sizeof again), size);
    assert_memory_equal(first, again, size);
    rg_archive_close(archive);
    archive = fill();
    assert_int_equal(rg_archive_commit(archive, NULL, NULL), RG_OK);
    rg_archive_close(archive);
    assert_int_equal(read_archive(again, sizeof again), size);
    assert_memory_equal(first, again, size);
    /* Each request for memory in turn. */
    archive = fill();
    size_t n = 1;
    for (rg_status status = RG_NO_MEMORY; status != RG_OK; n++) {
        rg_memory_fail_at(n);
        status = rg_archive_commit(archive, NULL, NULL);
        rg_memory_fail_at(0);
        assert_true(status == RG_OK || status == RG_NO_MEMORY);
    }
    rg_archive_close(archive);
    assert_int_equal(read_archive(again, sizeof again), size);
    assert_memory_equal(first, again, size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_and_failed_records_are_packed),
        cmocka_unit_test(what_is_compressed_is_only_copied),
        cmocka_unit_test(the_same_input_gives_the_same_archive),
        cmocka_unit_test(an_archive_that_is_given_up_leaves_nothing),
        cmocka_unit_test(memory_that_is_refused_leaves_nothing),
        cmocka_unit_test(a_place_that_cannot_be_written_is_an_error),
        cmocka_unit_test(an_archive_can_be_tried_again),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
