/* test_parts.c - where a file may be cut. */
#include "unit.h"

/* A file of records with so many bytes each, `server` 0: it tells of none; the plan as "2 1": records of each part. */
typedef struct row {
    size_t size;
    uint64_t server;
} row;

static void is_cut(const row *rows, size_t count, rg_parts_options options, const char *expected)
{
    static const char bytes[] = "xxxxxxxxx\n";
    rg_parts *parts;
    char found[64] = "";
    assert_int_equal(rg_parts_open(&parts, &options, NULL), RG_OK);
    for (int pass = options.keep_together ? 0 : 1; pass < 2; pass++) {
        rg_record header = {.kind = RG_HEADER, .bytes = T("head\n"), .original = T("head\n"), .line = 1};
        if (pass)
            assert_int_equal(rg_parts_add(parts, &header, NULL), RG_OK);
        for (size_t i = 0; i < count; i++) {
            rg_text text = {bytes + 10 - rows[i].size, rows[i].size};
            rg_record record = {.kind = RG_DATA,
                                .bytes = text,
                                .original = text,
                                .line = i + 2,
                                .number = i + 1,
                                .server = rows[i].server};
            assert_int_equal((pass ? rg_parts_add : rg_parts_survey)(parts, &record, NULL), RG_OK);
        }
    }
    assert_int_equal(rg_parts_add(parts, &(rg_record){.kind = RG_END}, NULL), RG_OK);
    for (size_t i = 0; i < rg_parts_count(parts); i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%llu ",
                 (unsigned long long)rg_parts_at(parts, i)->records);
    if (rg_parts_too_large(parts))
        snprintf(found + strlen(found), sizeof found - strlen(found), "too large at %llu",
                 (unsigned long long)rg_parts_too_large(parts)->first_line);
    assert_string_equal(found, expected);
    rg_parts_close(parts);
}

static void files_are_cut(void **state)
{
    (void)state;
    const row rows[] = {{5, 1}, {5, 2}, {5, 3}, {5, 2}, {5, 5}};
    is_cut(rows, 5, (rg_parts_options){0}, "5 ");
    is_cut(rows, 5, (rg_parts_options){.max_records = 2}, "2 2 1 ");
    is_cut(rows, 5, (rg_parts_options){.max_bytes = 15}, "2 2 1 ");
    is_cut(rows, 5, (rg_parts_options){.max_bytes = 19}, "2 2 1 ");
    is_cut(rows, 5, (rg_parts_options){.max_bytes = 20}, "3 2 ");
    is_cut(rows, 5, (rg_parts_options){.max_bytes = 9}, "1 1 1 1 1 too large at 2");
    is_cut(rows, 5, (rg_parts_options){.max_records = 3, .keep_together = true}, "1 3 1 ");
    is_cut(rows, 5, (rg_parts_options){.max_records = 2, .keep_together = true}, "1 3 1 too large at 3");
    is_cut(rows, 0, (rg_parts_options){.max_records = 2}, "0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(files_are_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
