/* test_check.c - what is found in a file: check.c, layout.c, examine.c, structure.c, field.c, rules.c, across.c,
 * classify.c, tally.c, task.c, template_set.c, template_test.c. */
#include "checking.h"
#include "text.h"

#define ANY "fieldsMatch: partial\nfields: [{name: a}, {name: b}, {name: c}]\n"

static void the_header_is_checked_first(void **state)
{
    (void)state;
    static const finding_case cases[] = {
        {ANY, "a,b,c\n1,2,3\n", ""},
        {ANY, "c,a\n1,2\n", ""},
        {ANY, "a,B,c\n1,2,3\n", "W107@1:3 b\n"},
        {ANY, "a, b,c\n1,2,3\n", "W107@1:3 b\n"},
        {ANY, "a,\"b \",c\n1,2,3\n", "W107@1:3 b\n"},
        {ANY, "a,b\xC2\xA0,c\n1,2,3\n", "W107@1:3 b\n"},
        {ANY, "a,x\n1,2\n", "W105@1:3 x\n"},
        {ANY, "a,,\n1,2,3\n", "W112@1:3 \n"},
        {ANY, "a,b,A\n1,2,3\n", "E108@1:5 A\n"},
        {ANY, "x,y\n1,2\n", "E103@1:1\n"},
        {ANY, "title\n\na,b\n1,2\n", "E104@3:1\n"},
        {ANY,
         "\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "W113@1:1\n"},
        {ANY, "a,b\n", "W114\n"},
        {ANY, "", "E101\n"},
        {"fields: [{name: a}, {name: b}]\n", "b,a\n1,2\n", "E110@1:3 a\n"},
        {"fields: [{name: a}, {name: b}]\n", "b\n1\n", "E109@1:1 a\n"},
        {"fieldsMatch: equal\nfields: [{name: a}, {name: b}]\n", "b,a\n1,2\n", ""},
        {"fieldsMatch: equal\nfields: [{name: a}, {name: b}]\n", "b,a,x\n1,2,3\n", "E106@1:5 x\n"},
        {"fieldsMatch: subset\nfields: [{name: a}, {name: b}]\n", "x,b,a\n1,2,3\n", "W105@1:1 x\n"},
        {"fieldsMatch: subset\nfields: [{name: a}, {name: b}]\n", "a\n1\n", "E109@1:1 b\n"},
        {"fieldsMatch: superset\nfields: [{name: a}, {name: b}]\n", "b\n1\n", ""},
        {"fieldsMatch: superset\nfields: [{name: a}, {name: b}]\n", "b,x\n1,2\n", "E106@1:3 x\n"},
        {"fieldsMatch: partial\nfields: [{name: a, constraints: {required: true}}, {name: b}]\n", "b\n1\n2\n",
         "E109@1:1 a\n"},
        {ANY "rules: [{atLeastOne: [a, [b, c]]}]\n", "b\n1\n2\n", "E111@1:1\n"},
        {ANY "rules: [{atLeastOne: [a, [b, c]]}]\n", "b,c\n1,2\n1,\n", "E401@3:1\n"},
    };
    run_cases(cases, LENGTH(cases));
}

static void the_structure_of_records_is_checked(void **state)
{
    (void)state;
    static const finding_case cases[] = {
        {ANY, "a,b\n1\n", "E202@2:2\n"},
        {ANY, "a,b\n1,2,3\n", "E201@2:5\n"},
        {ANY, "a,b\n1,2,\n", "E201@2:5\n"},
        {ANY, "a,b\n\"1\"x,2\n", "E203@2:4 a\n"},
        {ANY, "a,b\n1,x\"y\n", "E204@2:4 b\n"},
        {ANY, "a,b\n1,\"2\n3,4\n", "E205@2:3 b\n"},
        {ANY, "a,b\n1,\xFF\n\xC3\xA9\xC3\xA9,2\n", "E206@2:3 b\n"},
        {ANY, "a,b\n1,\xFC\n", "E116@2:1\n"},
        {ANY, "a,b\n1,x\x01\n", "E207@2:4 b\n"},
        {ANY, "a,b\n\n1,2\n", "W208@2:1\n"},
        {ANY, "a,b\n,\n", "E209@2:1\n"},
        {ANY "limits: {fieldBytes: 3}\n", "a,b\n1,1234\n", "E210@2:3 b\n"},
        {ANY "limits: {recordBytes: 9}\n", "a,b\n1,1234567890123456789\n3,4\n", "E211@2:1\n"},
        /* A list that lost its quotes is recognised by the blank behind the comma. */
        {"fieldsMatch: partial\nfields: [{name: a, type: list}, {name: b}]\n", "a,b\n1, 2,3\n", "E201@2:1 a\n"},
    };
    run_cases(cases, LENGTH(cases));
}

static void each_field_is_checked_and_the_first_fault_reported(void **state)
{
    (void)state;
    static const char yaml[] =
        "fieldsMatch: partial\n"
        "fields:\n"
        "  - {name: r, constraints: {required: true}, missingValues: [n/a]}\n"
        "  - {name: l, constraints: {minLength: 2, maxLength: 3}}\n"
        "  - {name: i, type: integer, constraints: {minimum: 1, exclusiveMaximum: 10}}\n"
        "  - {name: e, constraints: {enum: [x, y]}, severity: warning}\n"
        "  - {name: p, constraints: {pattern: '[a-z]+', maxLength: 3}}\n"
        "  - {name: n, type: list, itemType: integer, constraints: {maximum: 5, minLength: 2, maxLength: 3}}\n"
        "  - {name: s, type: list, delimiter: ';', itemFormat: ipv4}\n";
    static const finding_case cases[] = {
        {yaml, "r,l\n1,\n,12\nn/a,12\n", "E301@3:1 r\nE301@4:1 r\n"},
        {yaml, "r,l\n1,1\n1,12\n1,123\n1,1234\n1,\xC3\xBC\xC3\xBC\n", "E302@2:3 l\nE302@5:3 l\n"},
        {yaml, "r,i\n1,1\n1,9\n1,0\n1,10\n1,x\n1,1.5\n", "E303@4:3 i\nE303@5:3 i\nE310@6:3 i\nE310@7:3 i\n"},
        {yaml, "r,e\n1,x\n1,X\n", "W304@3:3 e\n"},
        {yaml, "r,p\n1,abc\n1,AB\n1,abcd\n1, ab\n", "E311@3:3 p\nE302@4:3 p\nW320@5:3 p\n"},
        {yaml, "r,n\n1,\"1, 2\"\n1,\"1,9\"\n1,\"1,x\"\n1,1\n1,\"1,2,3,4\"\n",
         "E303@3:3 n\nE310@4:3 n\nE305@5:3 n\nE305@6:3 n\n"},
        {yaml, "r,s\n1,10.0.0.1;10.0.0.2\n1,10.0.0.1;10.0.0\n", "E310@3:3 s\n"},
    };
    run_cases(cases, LENGTH(cases));
}

static void rules_between_columns_are_checked(void **state)
{
    (void)state;
    static const char yaml[] =
        "fieldsMatch: partial\n"
        "fields: [{name: k}, {name: a, type: number}, {name: b, type: integer}, {name: c, type: number}, {name: s}]\n"
        "rules:\n"
        "  - order: [a, b, c]\n"
        "  - when: {field: s, matches: 'x|y'}\n"
        "    then: {required: [k]}\n"
        "  - when: {field: s, matches: z}\n"
        "    then: {empty: [a, b]}\n"
        "    severity: warning\n"
        "  - when: {field: s, matches: 'q.*'}\n"
        "    then: {field: k, matches: 'k\\d'}\n";
    static const finding_case cases[] = {
        {yaml, "k,a,b,c\n1,1,2,3\n1,1,1,1\n1,2,1,3\n1,3,,2\n1,1,2,1.5\n", "E403@4:3 a\nE403@5:3 a\nE403@6:5 b\n"},
        {yaml, "k,a,b,c\n1,x,0,3\n", "E310@2:3 a\n"},
        {yaml, "k,s\n1,x\n,x\n,xy\n", "E404@3:1 k\n"},
        {yaml, "k,a,b,s\n1,1,,z\n1,1,2,z\n1,,,z\n", "W405@2:3 a\nW405@3:3 a\n"},
        {yaml, "k,s\nk1,q\nx,q\n,q\n", "E406@3:1 k\n"},
        {ANY "rules: [{allOrNone: [a, b]}]\n", "a,b\n1,2\n1,\n,2\n", "E402@3:1 a\nE402@4:2 b\n"},
    };
    run_cases(cases, LENGTH(cases));
}

static void records_are_compared_with_each_other(void **state)
{
    (void)state;
    static const char servers[] =
        "fieldsMatch: partial\n"
        "fields: [{name: id}, {name: ip, type: list, itemFormat: ip}, {name: mac, type: string, format: mac},\n"
        "  {name: m}, {name: v}, {name: app, type: list}]\n"
        "servers: {matchedBy: [id, ip, mac, [m, v]]}\n"
        "applications: {listedIn: app}\n"
        "limits: {applications: 2, serversPerApplication: 2}\n";
    static const finding_case cases[] = {
        {"fieldsMatch: partial\nfields: [{name: a, constraints: {unique: true}}, {name: b}]\n",
         "a,b\n1,x\n1,y\n,z\n,z\n2,x\n1,z\n", "E501@3:1 a\nE501@7:1 a\n"},
        {"primaryKey: [a, b]\nfields: [{name: a}, {name: b}]\n", "a,b\n1,2\n12,\n1,2\n", "E301@3:4 b\nE502@4:1 a\n"},
        {"uniqueKeys: [[a, b]]\nfields: [{name: a}, {name: b}]\n", "a,b\n1,2\n1,\n1,\n12,\n1,2\n", "E502@6:1 a\n"},
        {servers, "id,ip\n1,10.0.0.1\n1,10.0.0.2\n2,\"10.0.0.9, 10.0.0.2\"\n", "W503@3:1 id\nW503@4:3 ip\n"},
        {servers, "id,mac\n1,00:1B:44:11:3A:B7\n2,00-1b-44-11-3a-b7\n", "W503@3:3 mac\n"},
        {servers, "m,v\n1,2\n1,3\n1,\n1,2\n", "W503@5:1 m\n"},
        {servers, "id,app\n1,\"x, y\"\n2,x\n3,x\n4,z\n", "E605@4:3 app\nE604@5:3 app\n"},
    };
    run_cases(cases, LENGTH(cases));
}

static void an_error_in_the_header_silences_what_it_causes(void **state)
{
    (void)state;
    static const char yaml[] = "fieldsMatch: partial\nfields: [{name: a, constraints: {required: true}}, {name: b}]\n"
                               "rules: [{atLeastOne: [a]}]\n";
    rg_template *t = load(yaml);
    outcome result = check_text(t, T("b\n1\n2\n3\n"), NULL);
    is_text(rg_buffer_text(&result.found), "E109@1:1 a\nE111@1:1\n");
    is_text(rg_buffer_text(&result.kinds), "hfffe");
    assert_int_equal(result.summary.failed, 3);
    free_outcome(&result);
    /* No column at all: nothing to check by, and the totals say so. */
    result = check_text(t, T("x\n1\n2\n"), NULL);
    assert_int_equal(result.summary.unchecked, 2);
    free_outcome(&result);
    rg_template_free(t);
}

static void every_piece_has_its_kind(void **state)
{
    (void)state;
    rg_template *t = load(ANY "limits: {recordBytes: 8}\n");
    outcome result = check_text(t, T("title\n\na,b\n1,2\n\n1\n1,2345678901234567\n"), NULL);
    is_text(rg_buffer_text(&result.kinds), "pphfbffre");
    free_outcome(&result);
    rg_template_free(t);
}

static void the_service_s_answer_is_predicted(void **state)
{
    (void)state;
    static const char yaml[] = "fieldsMatch: partial\nclassification: {name: IMPORT_TEMPLATE}\n"
                               "fields: [{name: id, type: integer}, {name: app, type: list}]\n"
                               "servers: {matchedBy: [id]}\napplications: {listedIn: app}\n"
                               "limits: {records: 4, servers: 2}\n";
    static const struct {
        rg_text csv;
        const char *status;
        int good, bad, good_applications, bad_applications;
    } cases[] = {
        {RG_TEXT("id,app\n1,x\n1,y\n"), "IMPORT_COMPLETE", 2, 0, 2, 0},
        {RG_TEXT("id,app\n1,x\nq,\"x, y\"\n"), "IMPORT_COMPLETE_WITH_ERRORS", 1, 1, 1, 1},
        {RG_TEXT("id,app\nq,x\n"), "IMPORT_FAILED", 0, 1, 0, 1},
        {RG_TEXT("id,id\n1,2\n"), "IMPORT_FAILED", 0, 1, 0, 0},
        {RG_TEXT("id\n1\n2\n3\n"), "IMPORT_FAILED_SERVER_LIMIT_EXCEEDED", 0, 3, 0, 0},
        {RG_TEXT("id\n1\n1\n1\n1\n1\n"), "IMPORT_FAILED_RECORD_LIMIT_EXCEEDED", 0, 5, 0, 0},
    };
    rg_template *t = load(yaml);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        outcome result = check_text(t, cases[i].csv, NULL);
        const rg_task *task = &result.summary.task;
        assert_string_equal(task->status, cases[i].status);
        assert_string_equal(task->file_classification, "IMPORT_TEMPLATE");
        assert_int_equal(task->server_import_success, cases[i].good);
        assert_int_equal(task->server_import_failure, cases[i].bad);
        assert_int_equal(task->application_import_success, cases[i].good_applications);
        assert_int_equal(task->application_import_failure, cases[i].bad_applications);
        free_outcome(&result);
    }
    outcome result = check_text(t, T("x,y,z\n"), &(rg_check_options){.classify = true});
    is_text(rg_buffer_text(&result.found), "E102@1:1\n");
    assert_string_equal(result.summary.task.status, "IMPORT_FAILED_UNSUPPORTED_FILE_TYPE");
    assert_null(result.summary.classification.template_name);
    free_outcome(&result);
    rg_template_free(t);
    t = load(ANY); /* none of the service's */
    result = check_text(t, T("a\n1\n"), NULL);
    assert_null(result.summary.task.status);
    free_outcome(&result);
    rg_template_free(t);
}

static void the_template_that_knows_most_columns_is_chosen(void **state)
{
    (void)state;
    rg_template *one = load("name: one\nfieldsMatch: partial\nfields: [{name: a}, {name: b}]\n");
    rg_template *two = load("name: two\nfieldsMatch: partial\nfields: [{name: a}, {name: b}, {name: c}]\n");
    const rg_template *both[] = {one, two};
    byte_source bytes = {"a,b,c\n1,2,3\n", 12, 0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, both, 2, &(rg_check_options){.classify = true}, NULL), RG_OK);
    assert_int_equal(rg_check_next(check, &record, NULL), RG_OK);
    const rg_classification *words = &rg_check_summary(check)->classification;
    assert_string_equal(words->template_name, "two");
    assert_true(words->confidence == 1.0);
    assert_int_equal(words->near_miss_count, 1);
    assert_non_null(strstr(words->near_misses[0], "one"));
    rg_check_close(check);
    rg_check_close(NULL);
    rg_input_close(input);
    rg_template_free(one);
    rg_template_free(two);
}

static void totals_are_exact(void **state)
{
    (void)state;
    rg_template *t = load("fieldsMatch: partial\nfields: [{name: a, type: integer}, {name: b, type: integer}]\n");
    const rg_summary *summary;
    byte_source bytes = {"b,a\n1,x\ny, 2\nz,z\n", 17, 0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    assert_int_equal(rg_input_open_function(&input, "t", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const[]){t}, 1, NULL, NULL), RG_OK);
    while (rg_check_next(check, &record, NULL) == RG_OK)
        ;
    summary = rg_check_summary(check);
    assert_int_equal(summary->errors, 4);
    assert_int_equal(summary->warnings, 1);
    assert_int_equal(summary->bytes, 17);
    assert_int_equal(summary->by_code_count, 2);
    assert_string_equal(summary->by_code[0].name, "E310");
    assert_int_equal(summary->by_code[0].errors, 4);
    assert_int_equal(summary->by_column_count, 2);
    assert_string_equal(summary->by_column[0].name, "b"); /* in the order of the file */
    assert_int_equal(summary->by_column[1].errors, 2);
    assert_int_equal(summary->by_column[1].warnings, 1);
    rg_check_close(check);
    rg_input_close(input);
    rg_template_free(t);
}

static bool after_two(void *context)
{
    return ++*(int *)context > 2;
}

static void a_failure_stays_a_failure(void **state)
{
    (void)state;
    rg_template *t =
        load("fieldsMatch: partial\nfields: [{name: a, constraints: {pattern: '(x+)+'}}]\nlimits: {match: 99}\n");
    byte_source bytes = {"a\nx\nxxxxxxxxxxxxxxxxxxxxxxy\nx\n", 29, 0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    rg_error error;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const[]){t}, 1, NULL, NULL), RG_OK);
    while (rg_check_next(check, &record, &error) == RG_OK)
        ;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rg_check_next(check, &record, &error), RG_LIMIT_REACHED);
        assert_null(record);
        assert_int_equal(error.line, 3);
        assert_string_equal(error.file, "t.csv");
        assert_non_null(strstr(error.message, "column `a`"));
    }
    rg_check_close(check);
    rg_input_close(input);
    byte_source more = {"a\nx\nx\nx\nx\nx\nx\nx\n", 16, 1};
    int calls = 0;
    rg_check_options options = {.read_size = 1, .cancelled = after_two, .context = &calls};
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &more, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const[]){t}, 1, &options, NULL), RG_OK);
    rg_status status;
    while ((status = rg_check_next(check, &record, &error)) == RG_OK)
        ;
    assert_int_equal(status, RG_CANCELLED);
    rg_check_close(check);
    rg_input_close(input);
    assert_int_equal(rg_check_open(&check, input, NULL, 0, NULL, NULL), RG_BAD_USAGE);
    rg_template_free(t);
}

static void limits_and_bounds_can_be_set(void **state)
{
    (void)state;
    static const struct {
        const char *assignment;
        rg_status status;
    } cases[] = {
        {"records=5", RG_OK},          {"bytes=2KB", RG_OK},          {"a.maximum=5", RG_OK},
        {"b.x.maxLength=2", RG_OK},    {"record=5", RG_BAD_USAGE},    {"records", RG_BAD_USAGE},
        {"records=", RG_BAD_USAGE},    {"a.maximum=x", RG_BAD_USAGE}, {"a.maxLength=2", RG_BAD_USAGE},
        {"c.maximum=5", RG_BAD_USAGE}, {"a.pattern=x", RG_BAD_USAGE}, {"a.minimum=9", RG_BAD_USAGE},
    };
    rg_template *t = load("fieldsMatch: partial\nfields: [{name: a, type: integer}, {name: b.x}]\n");
    for (size_t i = 0; i < LENGTH(cases); i++)
        if (rg_template_set(t, cases[i].assignment, NULL) != cases[i].status)
            fail_msg("%s", cases[i].assignment);
    outcome result = check_text(t, T("a,b.x\n6,abc\n5,ab\n"), NULL);
    is_text(rg_buffer_text(&result.found), "E303@2:1 a\nE302@2:3 b.x\n");
    free_outcome(&result);
    rg_template_free(t);
}

static void examples_are_run(void **state)
{
    (void)state;
    rg_error error;
    size_t count;
    rg_template *t = load("fields: [{name: a, type: list, itemType: integer, accept: ['1, 2', 3], reject: [x]}]\n");
    assert_int_equal(rg_template_test(t, &count, NULL), RG_OK);
    assert_int_equal(count, 3);
    rg_template_free(t);
    const char *const wrong[] = {"fields: [{name: a, type: integer, accept: [x]}]\n",
                                 "fields: [{name: a, type: integer, reject: ['1']}]\n"};
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        t = load(wrong[i]);
        assert_int_equal(rg_template_test(t, &count, &error), RG_BAD_TEMPLATE);
        assert_non_null(strstr(error.message, "`a`"));
        rg_template_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_is_checked_first),
        cmocka_unit_test(the_structure_of_records_is_checked),
        cmocka_unit_test(each_field_is_checked_and_the_first_fault_reported),
        cmocka_unit_test(rules_between_columns_are_checked),
        cmocka_unit_test(records_are_compared_with_each_other),
        cmocka_unit_test(an_error_in_the_header_silences_what_it_causes),
        cmocka_unit_test(every_piece_has_its_kind),
        cmocka_unit_test(the_service_s_answer_is_predicted),
        cmocka_unit_test(the_template_that_knows_most_columns_is_chosen),
        cmocka_unit_test(totals_are_exact),
        cmocka_unit_test(a_failure_stays_a_failure),
        cmocka_unit_test(limits_and_bounds_can_be_set),
        cmocka_unit_test(examples_are_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
