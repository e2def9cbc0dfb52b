/* test_merge.c - merging by the library, and every request for memory failing in turn while it does. Also covers
 * what merge.c is made of: origin.c to putback.c. */
#define _POSIX_C_SOURCE 200809L
#include "refusing.h"
#include "unit.h"

static const char yaml[] = "fieldsMatch: partial\nexternalId: id\nprimaryKey: id\n"
                           "fields: [{name: id}, {name: n, type: integer}, {name: t}]\n";
static const char original[] = "id,n,t\n1,one,a\n2,2,\n3,\"three\",\"x y\"\n4,4,b,c\n5,x,d";
/* Corrected, in another form: moved columns, and one row for each thing that may happen. */
static const char failed[] = "t;id;n;more\na;1;1;\nx y;3;3;m\nb, c;4;4;\nnew;9;9;\n";

typedef struct work {
    rg_template *t;
    rg_input *inputs[4];
    rg_merge *merge;
    char *text;
    size_t size, fates[RG_FATE_NEW + 1];
} work;

static rg_status open_all(work *w, byte_source sources[4], const char *errors, const rg_merge_options *options,
                          rg_error *error)
{
    static const char *const names[] = {"o.csv", "o.csv", "f.csv", "errors-file.csv"};
    rg_status status = rg_template_load_text(&w->t, "t", T(yaml), error);
    for (size_t i = 0; status == RG_OK && i < (errors ? 4 : 3); i++)
        status = rg_input_open_function(&w->inputs[i], names[i], read_source, &sources[i], error);
    if (status == RG_OK)
        status = rg_merge_open(&w->merge, w->inputs[0], w->inputs[1], w->inputs[2], w->inputs[3],
                               (const rg_template *const *)&w->t, 1, NULL, options, error);
    return status;
}

static rg_status merge_all(work *w, rg_error *error)
{
    const rg_merged *merged;
    rg_status status;
    while ((status = rg_merge_next(w->merge, &merged, error)) == RG_OK) {
        char *grown = realloc(w->text, w->size + merged->bytes.size + 1);
        assert_non_null(grown);
        w->text = grown;
        if (merged->bytes.size)
            memcpy(w->text + w->size, merged->bytes.bytes, merged->bytes.size);
        w->size += merged->bytes.size;
        w->fates[merged->fate]++;
    }
    return status == RG_DONE ? RG_OK : status;
}

static void close_all(work *w)
{
    rg_merge_close(w->merge);
    for (size_t i = 0; i < LENGTH(w->inputs); i++)
        rg_input_close(w->inputs[i]);
    rg_template_free(w->t);
    free(w->text);
}

/* The original is `again` when it is read for the second time. */
static rg_status run_twice(work *w, const char *again, const char *rows, const char *errors,
                           const rg_merge_options *options, rg_error *error)
{
    byte_source sources[4] = {{original, sizeof original - 1, 0},
                              {again, strlen(again), 3},
                              {rows, strlen(rows), 0},
                              {errors, errors ? strlen(errors) : 0, 0}};
    rg_status status = open_all(w, sources, errors, options, error);
    return status == RG_OK ? merge_all(w, error) : status;
}

static rg_status run(work *w, const char *rows, const char *errors, const rg_merge_options *options, rg_error *error)
{
    return run_twice(w, original, rows, errors, options, error);
}

static void rows_go_back_in_the_form_of_the_original(void **state)
{
    (void)state;
    work w = {0};
    const rg_merge_options options = {.deleted = RG_DELETED_DROP, .append = true};
    assert_int_equal(run(&w, failed, NULL, &options, NULL), RG_OK);
    is_text((rg_text){w.text, w.size}, "id,n,t\n1,1,a\n2,2,\n3,\"3\",\"x y\"\n4,4,\"b, c\"\n9,9,new\n");
    assert_int_equal(w.fates[RG_FATE_CHANGED], 3);
    assert_int_equal(w.fates[RG_FATE_DELETED], 1);
    assert_int_equal(w.fates[RG_FATE_NEW], 1);
    const rg_merge_summary *total = rg_merge_total(w.merge);
    assert_int_equal(total->rows, 4);
    assert_int_equal(total->unknown_count, 1);
    assert_string_equal(total->unknown[0], "more");
    close_all(&w);
}

static void errors_file_says_which_line_a_row_is_from(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(run(&w, "id,n,t\n7,1,a\n8,5,d\n", "line,column,externalid\n2,n,1\n6,n,5\n", NULL, NULL), RG_OK);
    is_text((rg_text){w.text, w.size}, "id,n,t\n7,1,a\n2,2,\n3,\"three\",\"x y\"\n4,4,b,c\n8,5,d");
    assert_int_equal(rg_merge_total(w.merge)->by_way[RG_WAY_ERRORS_FILE], 2);
    close_all(&w);
}

static void what_cannot_be_placed_is_a_conflict(void **state)
{
    (void)state;
    work w = {0};
    /* Two rows without a key, for four records. */
    assert_int_equal(run(&w, "id,n,t\n,1,a\n,5,d\n", NULL, NULL, NULL), RG_OK);
    is_text((rg_text){w.text, w.size}, original);
    assert_int_equal(w.fates[RG_FATE_CONFLICT], 6);
    close_all(&w);
}

static void failed_entries_of_another_file_are_refused(void **state)
{
    (void)state;
    work w = {0};
    rg_error error = {0};
    assert_int_equal(run(&w, "x,y\n1,2\n", NULL, NULL, &error), RG_BAD_USAGE);
    assert_string_equal(error.file, "f.csv");
    close_all(&w);
}

/* A row must not be put in the place of a record that is another one by now. */
static void an_original_that_changes_meanwhile_is_refused(void **state)
{
    (void)state;
    work w = {0};
    rg_error error = {0};
    static const char changed[] = "id,n,t\n1,one,a\n2,2,\n7,\"three\",\"x y\"\n4,4,b,c\n5,x,d";
    assert_int_equal(run_twice(&w, changed, failed, NULL, NULL, &error), RG_IO_ERROR);
    assert_non_null(strstr(error.message, "line 4: the file has changed while it was read"));
    close_all(&w);
}

static rg_status merge_with_errors(const void *context, FILE *said, rg_error *error)
{
    work w = {0};
    rg_status status =
        run(&w, failed, "Line Number,Column Name,ExternalId\n2,n,1\n4,n,3\n5,,4\n6,n,5\n", context, error);
    fwrite(w.size ? w.text : "", 1, w.size, said);
    close_all(&w);
    return status;
}

static void every_refused_request_is_reported(void **state)
{
    (void)state;
    fail_each(merge_with_errors, &(rg_merge_options){.append = true}, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_go_back_in_the_form_of_the_original),
        cmocka_unit_test(errors_file_says_which_line_a_row_is_from),
        cmocka_unit_test(what_cannot_be_placed_is_a_conflict),
        cmocka_unit_test(failed_entries_of_another_file_are_refused),
        cmocka_unit_test(an_original_that_changes_meanwhile_is_refused),
        cmocka_unit_test(every_refused_request_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
