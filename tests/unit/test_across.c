/* test_across.c - records among each other: whose keys are the same, and which server a record is. */
#include "checking.h"
#include "keys.h"

/* A plain account of what a value is compared as. */
static size_t expected_form(char *form, rg_string_format format, rg_text value)
{
    size_t size = 0;
    bool folded = format != RG_FORMAT_NONE && format != RG_FORMAT_URI;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.bytes[i];
        if (format != RG_FORMAT_MAC || (c != ':' && c != '-'))
            form[size++] = folded && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return size;
}

static void values_compare_by_their_format(void **state)
{
    (void)state;
    static const rg_string_format formats[] = {RG_FORMAT_NONE, RG_FORMAT_URI, RG_FORMAT_HOSTNAME, RG_FORMAT_IP,
                                               RG_FORMAT_MAC};
    char bytes[300], form[300];
    for (size_t f = 0; f < LENGTH(formats); f++)
        for (size_t size = 0; size < sizeof bytes; size++) { /* any byte at any place */
            rg_value_type type = {.type = RG_TYPE_STRING, .format = formats[f]};
            rg_buffer key = {0};
            for (size_t i = 0; i < size; i++)
                bytes[i] = (char)(i * 37 + size);
            rg_buffer_add(&key, "before Z", 8);
            rg_key_add(&key, &type, (rg_text){bytes, size});
            size_t expected = expected_form(form, formats[f], (rg_text){bytes, size});
            assert_int_equal(key.size, 8 + expected);
            assert_memory_equal(key.bytes, "before Z", 8);
            assert_memory_equal(key.bytes + 8, form, expected);
            rg_buffer_free(&key);
        }
}

/* The findings, and then the server of each record. */
static void note_servers(rg_buffer *out, const char *yaml, const char *csv)
{
    rg_template *t = load(yaml);
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    byte_source bytes = {csv, strlen(csv), 0};
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, (const rg_template *const *)&t, 1, NULL, NULL), RG_OK);
    while (rg_check_next(check, &record, NULL) == RG_OK) {
        for (size_t i = 0; i < record->finding_count; i++)
            rg_buffer_printf(out, "%s ", record->findings[i].code->id);
        if (record->kind == RG_DATA)
            rg_buffer_printf(out, "%d ", (int)record->server);
    }
    rg_buffer_printf(out, "of %d", (int)rg_check_summary(check)->servers);
    rg_check_close(check);
    rg_input_close(input);
    rg_template_free(t);
}

static void a_record_is_the_server_that_any_of_its_keys_leads_to(void **state)
{
    (void)state;
    static const char servers[] =
        "fieldsMatch: partial\nfields: [{name: id}, {name: ip, type: list}, {name: h, type: string, "
        "format: hostname}]\nservers: {matchedBy: [id, ip, h]}\n";
    static const char unique[] = "fields: [{name: id}, {name: k}]\nuniqueKeys: [id]\nservers: {matchedBy: [id, k]}\n";
    static const char column[] = "fields: [{name: id, constraints: {unique: true}}]\nservers: {matchedBy: [id]}\n";
    static const char except[] = "fields: [{name: id}, {name: k}]\nuniqueKeys: [id]\n"
                                 "servers: {matchedBy: [id], except: [{field: k, matches: x}]}\n";
    static const char pairs[] = "fields: [{name: a}, {name: b}]\nuniqueKeys: [[a, b]]\nservers: {matchedBy: [[a, b], "
                                "[b, a]]}\n";
    static const struct {
        const char *yaml, *csv, *expected;
    } cases[] = {
        /* what came with a known server leads to it, over any number of records */
        {servers, "id,ip,h\na,1,\nb,1,\nc,2,x\nb,,X\nd,2,y\n,,Y\ne,,z\n", "1 W503 1 3 W503 1 W503 3 W503 3 7 of 3"},
        {servers, "id,ip,h\na,,\nb,\"1, 1\",\nc,\"2, 1\",\nd,\"2\",\n", "1 2 W503 2 W503 2 of 2"},
        /* the first key of the template decides, whichever record came first */
        {servers, "id,ip,h\na,1,\nb,2,\nb,1,\n,1,\n", "1 2 W503 2 W503 1 of 2"},
        {servers, "ip,h\n1,x\n2,x\n2,\n", "1 W503 1 W503 1 of 1"},
        /* a key that must be unique is told once, and leads to its server all the same */
        {unique, "id,k\na,x\na,y\nb,y\n", "1 E502 1 W503 1 of 1"},
        {column, "id\na\nb\na\na\n", "1 2 E501 1 E501 1 of 2"},
        /* a record that is no server has unique keys, which lead to none */
        {except, "id,k\na,x\na,y\na,z\nb,x\n", "0 E502 2 E502 2 0 of 1"},
        {pairs, "a,b\n1,2\n2,1\n1,2\n12,\n1,\n", "1 2 E502 1 4 5 of 4"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rg_buffer found = {0};
        note_servers(&found, cases[i].yaml, cases[i].csv);
        is_text(rg_buffer_text(&found), cases[i].expected);
        rg_buffer_free(&found);
    }
}

static void applications_are_good_once_a_record_was_accepted(void **state)
{
    (void)state;
    static const char yaml[] = "fields: [{name: id, type: integer}, {name: app, type: list}]\n"
                               "classification: {name: IMPORT_TEMPLATE}\n"
                               "servers: {matchedBy: [id]}\napplications: {listedIn: app}\n"
                               "limits: {records: 5, applications: 3}\n";
    static const struct {
        const char *csv;
        int good, bad;
    } cases[] = {
        {"id,app\n1,\"x, x\"\nq,\"x, y\"\n2,\"y, y, ,\"\n3,\n", 2, 0},
        {"id,app\nq,\"a, b\"\nq,b\n1,c\n2,\"a, d\"\n", 1, 3}, /* the last is refused, so a has none, either */
        {"id,app\nq,a\n1\n2,b\n", 1, 1},                      /* between them a broken record */
        {"id,app\n1,a\n2,a\n3,a\n4,a\n5,a\n6,b\n", 0, 1}, /* the file is refused, and beyond the limit nothing counts */
    };
    rg_template *t = load(yaml);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        outcome result = check_text(t, (rg_text){cases[i].csv, strlen(cases[i].csv)}, NULL);
        assert_int_equal(result.summary.task.application_import_success, cases[i].good);
        assert_int_equal(result.summary.task.application_import_failure, cases[i].bad);
        free_outcome(&result);
    }
    rg_template_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_compare_by_their_format),
        cmocka_unit_test(a_record_is_the_server_that_any_of_its_keys_leads_to),
        cmocka_unit_test(applications_are_good_once_a_record_was_accepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
