/* test_report.c - what reports say in each format, and that they fail when nobody takes their words: report.c,
 * report_full.c, report_concise.c, report_json.c, verdict.c. */
#include <jansson.h>

#include "buffer.h"
#include "unit.h"
#include "verdict.h"

static rg_status take(void *context, rg_text text, rg_error *error)
{
    (void)error;
    rg_buffer_add(context, text.bytes, text.size);
    return RG_OK;
}

static rg_status refuse(void *context, rg_text text, rg_error *error)
{
    (void)context;
    (void)text;
    error->status = RG_IO_ERROR;
    return RG_IO_ERROR;
}

/* A report on one file with `count` equal findings, one a record. */
static rg_status make_report(rg_format format, const rg_report_options *options, uint64_t count,
                             rg_write_function *write, rg_buffer *out, rg_error *error)
{
    rg_report *report;
    rg_fix fix = {.replacement = T("x"), .safe = true};
    rg_finding finding = {.code = rg_code_find("E310"),
                          .message = "`\xFFx ` is wrong",
                          .hint = "say why",
                          .rule = "r",
                          .line = 2,
                          .column = 3,
                          .byte_offset = 6,
                          .record = 1,
                          .field = "b",
                          .field_number = 2,
                          .value = T("\xFFx"),
                          .start = 2,
                          .size = 2,
                          .fix = &fix};
    rg_record header = {.kind = RG_HEADER, .bytes = T("a,b\n"), .line = 1};
    rg_record record = {.kind = RG_DATA,
                        .bytes = T("1,\xFFx\n"),
                        .line = 2,
                        .number = 1,
                        .failed = true,
                        .findings = &finding,
                        .finding_count = 1};
    rg_count code = {"E310", count, 0}, column = {"b", count, 0};
    const char *reason = "a reason";
    rg_summary summary = {
        .classification = {.template_name = "t", .confidence = 1, .reasons = &reason, .reason_count = 1},
        .task = {"IMPORT_FAILED", "IMPORT_TEMPLATE", 0, (int64_t)count, -1, -1},
        .bytes = 9,
        .records = count,
        .failed = count,
        .errors = count,
        .by_code = &code,
        .by_code_count = 1,
        .by_column = &column,
        .by_column_count = 1};
    rg_status status = rg_report_open(&report, format, options, write, out, error);
    if (status == RG_OK)
        status = rg_report_begin(report, "f.csv", error);
    if (status == RG_OK)
        status = rg_report_record(report, &header, error);
    for (; status == RG_OK && record.number <= count; record.number++) {
        finding.record = record.number;
        finding.line = record.line = record.number + 1;
        status = rg_report_record(report, &record, error);
    }
    if (status == RG_OK)
        status = rg_report_end(report, &summary, NULL, error);
    if (status == RG_OK)
        status = rg_report_finish(report, error);
    rg_report_close(report);
    return status;
}

static void full_shows_the_line_and_folds_repeats(void **state)
{
    (void)state;
    rg_buffer out = {0};
    assert_int_equal(make_report(RG_FULL, NULL, 5000, take, &out, NULL), RG_OK);
    is_text(rg_buffer_text(&out),
            "E310 f.csv:2:3 (record 1, column 2 `b`): `\\xFFx ` is wrong\n"
            "  |\n1 | a,b\n2 | 1,\\xFFx\n  |   ^^^^^\n  = rule: r\nhelp: say why [safe fix]\n\n"
            "E310 f.csv:3:3 (record 2, column 2 `b`): `\\xFFx ` is wrong\n"
            "  |\n3 | 1,\\xFFx\n  |   ^^^^^\nhelp: say why [safe fix]\n\n"
            "E310 f.csv:4:3 (record 3, column 2 `b`): `\\xFFx ` is wrong\n"
            "  |\n4 | 1,\\xFFx\n  |   ^^^^^\nhelp: say why [safe fix]\n"
            "  … and 4,997 more records fail E310 in `b` (lines 5 … 5,001)\n\n"
            "       5,000  E310  value is not of the column's type\n  most in    `b` 5,000\n\n"
            "checked as t: a reason\n"
            "the service would answer IMPORT_FAILED: 0 server records imported, 5,000 failed\n"
            "next: correct the records above and check again; `rowgate check -z f.csv` packs the failed ones\n"
            "f.csv: 5,000 of 5,000 records would fail: 5,000 errors\n");
    rg_buffer_free(&out);
}

static void concise_is_one_line_a_finding(void **state)
{
    (void)state;
    rg_buffer out = {0};
    assert_int_equal(make_report(RG_CONCISE, &(rg_report_options){.max_findings = 1}, 2, take, &out, NULL), RG_OK);
    is_text(rg_buffer_text(&out), "f.csv:2:3: error: b: `\\xFFx ` is wrong; say why [E310]\nf.csv: 1 more finding\n"
                                  "f.csv: 2 of 2 records would fail: 2 errors\n");
    rg_buffer_free(&out);
}

static void json_has_the_members_that_were_promised(void **state)
{
    (void)state;
    rg_buffer out = {0};
    const char *path, *code, *value, *status;
    json_int_t line, column, offset, record, total, errors, shown, by_code, failure;
    int safe;
    assert_int_equal(make_report(RG_JSON, NULL, 3, take, &out, NULL), RG_OK);
    json_t *root = json_loadb(out.bytes, out.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_int_equal(json_array_size(json_object_get(json_array_get(json_object_get(root, "files"), 0), "results")), 3);
    assert_int_equal(
        json_unpack(root,
                    "{s:{s:s}, s:[{s:s, s:[{s:s, s:I, s:I, s:I, s:I, s:s, s:{s:s, s:b}}], s:{s:I}, s:{s:I, s:I, "
                    "s:{s:I}, s:{s:I}}, s:{s:s, s:I}}]}",
                    "rowgate", "version", &status, "files", "path", &path, "results", "code", &code, "line", &line,
                    "column", &column, "byte_offset", &offset, "record", &record, "value", &value, "fix", "replacement",
                    &status, "safe", &safe, "records", "total", &total, "findings", "errors", &errors, "shown", &shown,
                    "by_code", "E310", &by_code, "by_column", "b", &by_code, "task", "status", &status,
                    "serverImportFailure", &failure),
        0);
    assert_string_equal(path, "f.csv");
    assert_string_equal(code, "E310");
    assert_string_equal(value, "\xEF\xBF\xBDx");
    assert_string_equal(status, "IMPORT_FAILED");
    assert_true(line == 2 && column == 3 && offset == 6 && record == 1 && safe);
    assert_true(total == 3 && errors == 3 && shown == 3 && by_code == 3 && failure == 3);
    json_decref(root);
    rg_buffer_free(&out);
}

static void jsonl_is_an_object_a_line(void **state)
{
    (void)state;
    rg_buffer out = {0};
    size_t lines = 0;
    assert_int_equal(make_report(RG_JSONL, NULL, 3, take, &out, NULL), RG_OK);
    for (const char *at = out.bytes, *end; (end = strchr(at, '\n')); at = end + 1, lines++) {
        json_t *line = json_loadb(at, (size_t)(end - at), JSON_REJECT_DUPLICATES, NULL);
        assert_string_equal(json_string_value(json_object_get(line, "type")), lines < 3 ? "result" : "summary");
        assert_string_equal(json_string_value(json_object_get(line, "path")), "f.csv");
        json_decref(line);
    }
    assert_int_equal(lines, 4);
    rg_buffer_free(&out);
}

static void nothing_checked_is_an_empty_document(void **state)
{
    (void)state;
    rg_report *report;
    rg_buffer out = {0};
    assert_int_equal(rg_report_open(&report, RG_JSON, NULL, take, &out, NULL), RG_OK);
    assert_int_equal(rg_report_finish(report, NULL), RG_OK);
    json_t *root = json_loadb(out.bytes, out.size, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(root, "files")), 0);
    json_decref(root);
    rg_report_close(report);
    rg_report_close(NULL);
    rg_buffer_free(&out);
}

static void words_that_nobody_takes_are_an_error(void **state)
{
    (void)state;
    for (int format = RG_FULL; format <= RG_JSONL; format++) {
        rg_buffer out = {0};
        rg_error error = {0};
        assert_int_equal(make_report((rg_format)format, NULL, 3, refuse, &out, &error), RG_IO_ERROR);
        rg_buffer_free(&out);
    }
}

static void the_verdict_fits_the_totals(void **state)
{
    (void)state;
    const rg_classification known = {.template_name = "t"};
    const struct {
        rg_summary summary;
        bool header_failed;
        const char *verdict, *next;
    } cases[] = {
        {{.bytes = 0}, false, "f: empty, nothing was checked", "export the file again"},
        {{.bytes = 9}, false, "f: not recognised, nothing was checked", "--template"},
        {{.classification = known, .bytes = 9, .records = 1, .accepted = 1}, false, "f: fine, 1 record", "use it"},
        {{.classification = known, .bytes = 9, .records = 2, .accepted = 2, .warnings = 1},
         false,
         "f: no errors, 1 warning; 2 records",
         "look at the warnings"},
        {{.classification = known, .bytes = 9, .records = 2, .failed = 2, .errors = 1, .unchecked = 2},
         true,
         "f: 2 of 2 records would fail: 1 error; 2 records not checked",
         "correct the header"},
        {{.classification = known,
          .task = {"X", "Y", 0, 2, 0, 0},
          .bytes = 9,
          .records = 2,
          .accepted = 2,
          .errors = 1},
         false,
         "f: none of 2 records would be imported: 1 error",
         "split the file"},
        {{.classification = known,
          .task = {"X", "Y", 1, 1, 0, 0},
          .bytes = 9,
          .records = 2,
          .accepted = 1,
          .failed = 1,
          .errors = 1},
         false,
         "f: 1 of 2 records would fail: 1 error",
         "correct the records"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer verdict = {0}, next = {0};
        rg_add_verdict(&verdict, "f", &cases[i].summary);
        is_text(rg_buffer_text(&verdict), cases[i].verdict);
        rg_add_next_step(&next, "f", &cases[i].summary, (rg_obstacle){.header = cases[i].header_failed}, NULL);
        assert_non_null(strstr(next.bytes, cases[i].next));
        rg_buffer_free(&verdict);
        rg_buffer_free(&next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_shows_the_line_and_folds_repeats),
        cmocka_unit_test(concise_is_one_line_a_finding),
        cmocka_unit_test(json_has_the_members_that_were_promised),
        cmocka_unit_test(jsonl_is_an_object_a_line),
        cmocka_unit_test(nothing_checked_is_an_empty_document),
        cmocka_unit_test(words_that_nobody_takes_are_an_error),
        cmocka_unit_test(the_verdict_fits_the_totals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
