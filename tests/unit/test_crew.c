/* test_crew.c - threads that share the work change nothing about what comes out: crew.c and batch.c. */
#include "batch.h"
#include "checking.h"
#include "text.h"

static const char yaml[] =
    "fieldsMatch: partial\nfields: [{name: a, type: integer, constraints: {unique: true}}, {name: b, "
    "constraints: {pattern: '(x+)+|y'}}]\nlimits: {match: 2000}\n";

/* A file of so many records, every third with an error, every fifth with a value that libcsv has to decode. */
static void make_file(rg_buffer *out, int count)
{
    rg_buffer_add_string(out, "a,b\n");
    for (int i = 0; i < count; i++)
        rg_buffer_printf(out, "%d,%s\n%s", i % 50,
                         i % 3 == 0   ? "z"
                         : i % 5 == 0 ? "\"q\"\"q\nq\""
                                      : "x",
                         i % 17 == 0 ? "\n" : "");
}

static void any_number_of_threads_finds_the_same(void **state)
{
    (void)state;
    static const size_t batch_sizes[] = {1, 8, 100, 0};
    rg_template *t = load(yaml);
    rg_buffer file = {0};
    make_file(&file, 500);
    outcome alone = check_text(t, rg_buffer_text(&file), NULL);
    assert_true(alone.summary.errors > 500);
    for (unsigned jobs = 2; jobs <= 8; jobs += 3) {
        for (size_t i = 0; i < LENGTH(batch_sizes); i++) {
            const rg_check_options options = {.jobs = jobs, .read_size = batch_sizes[i]};
            outcome together = check_text(t, rg_buffer_text(&file), &options);
            assert_true(rg_text_equal(rg_buffer_text(&together.found), rg_buffer_text(&alone.found)));
            assert_true(rg_text_equal(rg_buffer_text(&together.kinds), rg_buffer_text(&alone.kinds)));
            assert_int_equal(together.summary.failed, alone.summary.failed);
            free_outcome(&together);
        }
    }
    free_outcome(&alone);
    rg_buffer_free(&file);
    rg_template_free(t);
}

static void a_pattern_without_an_answer_stops_at_its_record(void **state)
{
    (void)state;
    rg_template *t = load(yaml);
    rg_buffer file = {0};
    rg_error error;
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    make_file(&file, 100);
    rg_buffer_add_string(&file, "7,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxz\n");
    uint64_t line = rg_count_lines(rg_buffer_text(&file)), seen = 0;
    make_file(&file, 100);
    byte_source bytes = {file.bytes, file.size, 0};
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    const rg_check_options options = {.jobs = 3, .read_size = 40};
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const *)&t, 1, &options, NULL), RG_OK);
    rg_status status;
    while ((status = rg_check_next(check, &record, &error)) == RG_OK)
        seen += record->kind == RG_DATA;
    assert_int_equal(status, RG_LIMIT_REACHED);
    assert_int_equal(seen, 100);
    assert_int_equal(error.line, line);
    assert_string_equal(error.file, "t.csv");
    rg_check_close(check);
    rg_input_close(input);
    rg_buffer_free(&file);
    rg_template_free(t);
}

static void a_check_may_be_closed_in_the_middle(void **state)
{
    (void)state;
    rg_template *t = load(yaml);
    rg_buffer file = {0};
    make_file(&file, 300);
    for (int stop = 0; stop < 300; stop += 37) {
        byte_source bytes = {file.bytes, file.size, 0};
        rg_input *input;
        rg_check *check;
        const rg_record *record;
        const rg_check_options options = {.jobs = 4, .read_size = 30};
        assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
        assert_int_equal(rg_check_open(&check, input, (const rg_template *const *)&t, 1, &options, NULL), RG_OK);
        for (int i = 0; i < stop; i++)
            assert_int_equal(rg_check_next(check, &record, NULL), RG_OK);
        rg_check_close(check);
        rg_input_close(input);
    }
    rg_buffer_free(&file);
    rg_template_free(t);
}

static void a_batch_holds_what_fits_and_always_one_row(void **state)
{
    (void)state;
    rg_batch batch = {.usual_size = 10};
    char text[] = "a,\"b\"\"c\"\n", decoded[] = "b\"c";
    rg_field fields[] = {{{text, 1}, {text, 1}, false}, {{decoded, 3}, {text + 2, 6}, true}};
    rg_row row = {.bytes = T("a,\"b\"\"c\"\n"), .line = 3, .fields = fields, .field_count = 2};
    row.bytes.bytes = text;
    assert_true(rg_batch_add(&batch, &row)); /* larger than usual, but the only one */
    assert_false(rg_batch_add(&batch, &row));
    memset(text, 'X', sizeof text);
    memset(decoded, 'X', sizeof decoded);
    const rg_row *copy = &batch.rows[0].row;
    is_text(copy->bytes, "a,\"b\"\"c\"\n");
    is_text(copy->fields[0].value, "a");
    is_text(copy->fields[1].value, "b\"c");
    is_text(copy->fields[1].raw, "\"b\"\"c\"");
    rg_batch_clear(&batch);
    assert_int_equal(batch.count, 0);
    row.bytes.size = row.field_count = 1;
    assert_true(rg_batch_add(&batch, &row));
    assert_int_equal(batch.size, 10);
    rg_batch_free(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_finds_the_same),
        cmocka_unit_test(a_pattern_without_an_answer_stops_at_its_record),
        cmocka_unit_test(a_check_may_be_closed_in_the_middle),
        cmocka_unit_test(a_batch_holds_what_fits_and_always_one_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
