/* test_crew.c - threads that share the work change nothing about what comes out: crew.c and chunk.c. */
#include "checking.h"
#include "chunk.h"
#include "lines.h"
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

/* Any bytes, most of them such that nobody can tell where a row ends without all that was before. */
static void make_puzzle(rg_buffer *out, unsigned seed)
{
    static const char bytes[] = "\"\"\",,\n\n\rxy 7";
    uint64_t state = seed;
    rg_buffer_clear(out);
    rg_buffer_add_string(out, "a,b\n");
    for (int i = 0; i < 120; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        rg_buffer_add(out, &bytes[(state >> 33) % (sizeof bytes - 1 - seed % 3)], 1);
    }
}

static void no_border_between_chunks_can_be_seen(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 3, 5, 11, 40};
    static const unsigned jobs[] = {1, 2, 3, 8};
    rg_template *t = load(yaml);
    rg_buffer file = {0};
    for (unsigned seed = 0; seed < 60; seed++) {
        make_puzzle(&file, seed);
        outcome whole = check_text(t, rg_buffer_text(&file), NULL);
        for (size_t i = 0; i < LENGTH(sizes) * LENGTH(jobs); i++) {
            const rg_check_options options = {.jobs = jobs[i % LENGTH(jobs)], .read_size = sizes[i / LENGTH(jobs)]};
            outcome cut = check_text(t, rg_buffer_text(&file), &options);
            if (!rg_text_equal(rg_buffer_text(&cut.found), rg_buffer_text(&whole.found)) ||
                !rg_text_equal(rg_buffer_text(&cut.kinds), rg_buffer_text(&whole.kinds)))
                fail_msg("chunks of %zu bytes, %u jobs:\n%s\n--- whole:\n%s--- in parts:\n%s", options.read_size,
                         options.jobs, file.bytes, rg_buffer_text(&whole.found).bytes,
                         rg_buffer_text(&cut.found).bytes);
            free_outcome(&cut);
        }
        free_outcome(&whole);
    }
    rg_buffer_free(&file);
    rg_template_free(t);
}

static void a_chunk_ends_where_a_record_probably_does(void **state)
{
    (void)state;
    static const struct {
        rg_text text;
        size_t end;
    } texts[] = {
        {RG_TEXT("a,b\nc"), 4},   {RG_TEXT("a,\"b\nc\"\nd"), 8}, {RG_TEXT("a\n\"b\nc"), 2}, {RG_TEXT("a\rb\rc"), 4},
        {RG_TEXT("a\r\nb\r"), 3}, {RG_TEXT("abc"), 3},           {RG_TEXT(""), 0},
    };
    for (size_t i = 0; i < LENGTH(texts); i++)
        assert_int_equal(rg_chunk_guess_end(texts[i].text), texts[i].end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_finds_the_same),
        cmocka_unit_test(a_pattern_without_an_answer_stops_at_its_record),
        cmocka_unit_test(a_check_may_be_closed_in_the_middle),
        cmocka_unit_test(no_border_between_chunks_can_be_seen),
        cmocka_unit_test(a_chunk_ends_where_a_record_probably_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
