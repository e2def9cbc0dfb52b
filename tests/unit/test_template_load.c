/* test_template_load.c - what a template may say, and that anything else is an error with its place: yaml.c,
 * template.c, template_load.c, _words.c, _fields.c, _types.c, _constraints.c, _rules.c, _limits.c, _source.c,
 * constraints.c. */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "template.h"
#include "unit.h"
#include "yaml.h"

#define F "fields: [{name: a}, {name: b, type: integer}]\n"

/* Broken templates: where, and a part of what is said. */
static const struct {
    const char *yaml;
    int line, column;
    const char *said;
} broken[] = {
    {"", 0, 0, "empty"},
    {"a: [b\n", 2, 1, "closing bracket"},
    {"- a\n", 1, 1, "expected a map"},
    {"fields: []\n", 1, 1, "empty"},
    {"name: x\n", 1, 1, "no `fields`"},
    {"fields: {a: b}\n", 1, 9, "expected a list"},
    {"fields: [a]\n", 1, 10, "found a single value"},
    {"fields: [{title: a}]\n", 1, 10, "`name`"},
    {"fields: [{name: ''}]\n", 1, 17, "name"},
    {"fields: [{name: a}, {name: a}]\n", 1, 28, "`a`"},
    {"feilds: []\n", 1, 1, "did you mean `fields`?"},
    {F "colour: red\n", 2, 1, "no property `colour`"},
    {F "foreignKeys: []\n", 2, 1, "does not support"},
    {F "fields: []\n", 2, 1, "fields"},
    {"fields: [{name: a, typ: string}]\n", 1, 20, "did you mean `type`?"},
    {"fields: [{name: a, type: strin}]\n", 1, 26, "did you mean `string`?"},
    {"fields: [{name: a, type: object}]\n", 1, 26, "not supported"},
    {"fields: [{name: a, type: [string]}]\n", 1, 26, "single word"},
    {"fields: [{name: a, type: string, format: ipv5}]\n", 1, 42, "did you mean `ipv4`?"},
    {"fields: [{name: a, format: ipv4}]\n", 1, 28, "no format"},
    {"fields: [{name: a, type: string, format: binary}]\n", 1, 42, "not supported"},
    {"fields: [{name: a, type: integer, format: ipv4}]\n", 1, 43, "no format"},
    {"fields: [{name: a, type: date, format: any}]\n", 1, 40, "not supported"},
    {"fields: [{name: a, type: date, format: '%d %B'}]\n", 1, 44, "%Y %m %d"},
    {"fields: [{name: a, type: list, format: ipv4}]\n", 1, 40, "`itemFormat`"},
    {"fields: [{name: a, type: list, itemType: list}]\n", 1, 42, "list"},
    {"fields: [{name: a, itemType: integer}]\n", 1, 20, "means nothing"},
    {"fields: [{name: a, delimiter: ';'}]\n", 1, 20, "means nothing"},
    {"fields: [{name: a, type: list, delimiter: '; '}]\n", 1, 43, "character"},
    {"fields: [{name: a, decimalChar: ','}]\n", 1, 20, "means nothing"},
    {"fields: [{name: a, type: number, decimalChar: ',,'}]\n", 1, 47, "character"},
    {"fields: [{name: a, type: number, groupChar: '1'}]\n", 1, 45, "digits"},
    {"fields: [{name: a, type: integer, decimalChar: ','}]\n", 1, 35, "means nothing"},
    {"fields: [{name: a, type: number, bareNumber: maybe}]\n", 1, 46, "true"},
    {"fields: [{name: a, trueValues: [x]}]\n", 1, 20, "means nothing"},
    {"fields: [{name: a, severity: fatal}]\n", 1, 30, "error"},
    {"fields: [{name: a, categories: [x]}]\n", 1, 20, "does not support"},
    {"fields: [{name: a, constraints: [required]}]\n", 1, 33, "map"},
    {"fields: [{name: a, constraints: {requierd: true}}]\n", 1, 34, "did you mean `required`?"},
    {"fields: [{name: a, constraints: {required: yes}}]\n", 1, 44, "true"},
    {"fields: [{name: a, constraints: {minLength: -1}}]\n", 1, 45, "number"},
    {"fields: [{name: a, constraints: {minLength: 2, maxLength: 1}}]\n", 1, 59, "no value can satisfy"},
    {"fields: [{name: a, constraints: {minimum: 1}}]\n", 1, 34, "means nothing"},
    {"fields: [{name: a, type: integer, constraints: {minimum: x}}]\n", 1, 58, "whole number"},
    {"fields: [{name: a, type: integer, constraints: {minLength: 1}}]\n", 1, 49, "means nothing"},
    {"fields: [{name: a, type: integer, constraints: {minimum: 2, maximum: 1}}]\n", 1, 70, "no value can satisfy"},
    {"fields: [{name: a, type: integer, constraints: {exclusiveMinimum: 1, maximum: 1}}]\n", 1, 79, "no value can"},
    {"fields: [{name: a, type: date, constraints: {minimum: 2026}}]\n", 1, 55, "date"},
    {"fields: [{name: a, constraints: {enum: []}}]\n", 1, 34, "empty"},
    {"fields: [{name: a, type: integer, constraints: {enum: [x]}}]\n", 1, 56, "not a whole number"},
    {"fields: [{name: a, constraints: {pattern: '[a'}}]\n", 1, 46, "missing terminating ]"},
    {"fields: [{name: a, constraints: {pattern: '(?<n>a'}}]\n", 1, 50, "parenthesis"},
    {"fields: [{name: a, constraints: {jsonSchema: {}}}]\n", 1, 34, "does not support"},
    {F "fieldsMatch: same\n", 2, 14, "`exact`"},
    {F "missingValues: n/a\n", 2, 16, "list"},
    {F "missingValues: [null]\n", 2, 17, "quotes"},
    {F "primaryKey: c\n", 2, 13, "no field `c`"},
    {F "primaryKey: []\n", 2, 13, "none"},
    {F "primaryKey: [a, a]\n", 2, 17, "already"},
    {F "uniqueKeys: a\n", 2, 13, "list"},
    {F "externalId: c\n", 2, 13, "no field `c`"},
    {F "servers: {}\n", 2, 1, "matchedBy"},
    {F "servers: {matchedBy: [c]}\n", 2, 23, "no field `c`"},
    {F "applications: {listedIn: c}\n", 2, 26, "no field `c`"},
    {F "classification: {header: {share: 2}}\n", 2, 34, "up to 1"},
    {F "classification: {nmae: X}\n", 2, 18, "did you mean `name`?"},
    {F "limits: {record: 5}\n", 2, 10, "did you mean `records`?"},
    {F "limits: {records: many}\n", 2, 19, "whole number"},
    {F "limits: {records: 5MB}\n", 2, 19, "whole number"},
    {F "limits: {match: 99999999999}\n", 2, 17, "smaller"},
    {F "rules: [{}]\n", 2, 9, "exactly one of"},
    {F "rules: [{allOrNone: [a, b], order: [a, b]}]\n", 2, 9, "exactly one of"},
    {F "rules: [{allOrNone: [a]}]\n", 2, 21, "at least two"},
    {F "rules: [{allOrNone: [a, c]}]\n", 2, 25, "no field `c`"},
    {F "rules: [{order: [b, a]}]\n", 2, 21, "no order"},
    {F "rules: [{when: {field: a}}]\n", 2, 9, "go together"},
    {F "rules: [{then: {empty: b}}]\n", 2, 9, "exactly one of"},
    {F "rules: [{when: {matches: x}, then: {empty: b}}]\n", 2, 10, "needs a `field`"},
    {F "rules: [{when: {field: a, matches: '('}, then: {empty: b}}]\n", 2, 38, "parenthesis"},
    {F "rules: [{when: {field: a}, then: {}}]\n", 2, 28, "exactly one of"},
    {F "rules: [{when: {field: a}, then: {empty: a}}]\n", 2, 28, "cannot be empty"},
    {F "rules: [{when: {field: a}, then: {field: b}}]\n", 2, 28, "go together"},
    {F "rules: [{name: x, allOrNone: [a, b]}, {name: x, allOrNone: [a, b]}]\n", 2, 46, "second rule `x`"},
};

static void what_is_not_understood_is_an_error_with_its_place(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < LENGTH(broken); i++) {
        rg_template *t;
        rg_error error = {0};
        rg_status status =
            rg_template_load_text(&t, "t.yaml", (rg_text){broken[i].yaml, strlen(broken[i].yaml)}, &error);
        assert_null(t);
        assert_string_equal(error.file, "t.yaml");
        assert_true(error.line == 0 || strchr(error.excerpt, '^'));
        if (status == RG_BAD_TEMPLATE && (int)error.line == broken[i].line && (int)error.column == broken[i].column &&
            strstr(error.message, broken[i].said))
            continue;
        print_error("%s-> %d:%d: %s\n%s\n", broken[i].yaml, (int)error.line, (int)error.column, error.message,
                    error.excerpt);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void a_template_keeps_what_was_declared(void **state)
{
    (void)state;
    static const char yaml[] =
        "name: n\ntitle: The title\nfieldsMatch: [partial]\nprimaryKey: a\nexternalId: a\n"
        "uniqueKeys: [[a, b], c]\nlimits: {bytes: 2KiB, records: 7}\n"
        "missingValues: ['', '-', {value: n/a, label: x}]\n"
        "fields:\n"
        "  - {name: a, constraints: {unique: true, minLength: 2, enum: [xx, yy]}}\n"
        "  - {name: b, type: number, decimalChar: ',', groupChar: '.', missingValues: [none]}\n"
        "  - {name: c, type: list, delimiter: ';', itemType: integer, constraints: {maximum: 9}}\n"
        "rules: [{allOrNone: [a, b], severity: warning, message: m, hint: h}]\n";
    rg_template *t;
    assert_int_equal(rg_template_load_text(&t, "t.yaml", T(yaml), NULL), RG_OK);
    assert_string_equal(rg_template_name(t), "n");
    assert_string_equal(rg_template_title(t), "The title");
    assert_int_equal(rg_template_column_count(t), 3);
    assert_string_equal(rg_template_column_name(t, 2), "c");
    assert_null(rg_template_column_name(t, 3));
    assert_int_equal(t->fields_match, RG_MATCH_PARTIAL);
    assert_int_equal(t->limits[RG_LIMIT_BYTES], 2048);
    assert_int_equal(t->limits[RG_LIMIT_RECORDS], 7);
    assert_int_equal(t->unique_key_count, 3);
    assert_true(t->columns[0].constraints.required); /* of the primary key */
    assert_int_equal(t->columns[0].constraints.allowed.count, 2);
    assert_int_equal(t->columns[0].missing_values.count, 3);
    assert_int_equal(t->columns[1].missing_values.count, 1);
    assert_int_equal(t->columns[1].value.decimal_char, ',');
    assert_int_equal(t->columns[2].item.type, RG_TYPE_INTEGER);
    assert_int_equal(t->columns[2].delimiter, ';');
    assert_int_equal(t->rules[0].severity, RG_WARNING);
    rg_template_free(t);
    rg_template_free(NULL);
}

static void json_and_plain_table_schemas_load(void **state)
{
    (void)state;
    static const char json[] = "{\"$schema\": \"https://datapackage.org/profiles/2.0/tableschema.json\",\n"
                               " \"fields\": [{\"name\": \"id\", \"type\": \"integer\", \"rdfType\": \"x\",\n"
                               "   \"example\": 1, \"constraints\": {\"required\": true, \"maximum\": 10}}],\n"
                               " \"missingValues\": [\"\"], \"primaryKey\": [\"id\"]}\n";
    rg_template *t;
    assert_int_equal(rg_template_load_text(&t, "schemas/servers.json", T(json), NULL), RG_OK);
    assert_string_equal(rg_template_name(t), "servers"); /* the file's */
    assert_true(t->columns[0].constraints.required);
    rg_template_free(t);
}

static void a_template_file_is_read(void **state)
{
    (void)state;
    char path[] = "/tmp/rowgate-test-XXXXXX";
    int descriptor = mkstemp(path);
    rg_template *t;
    rg_error error;
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, F, strlen(F)), strlen(F));
    close(descriptor);
    assert_int_equal(rg_template_load_file(&t, path, NULL), RG_OK);
    rg_template_free(t);
    unlink(path);
    assert_int_equal(rg_template_load_file(&t, path, &error), RG_IO_ERROR);
    assert_null(t);
    assert_string_equal(error.file, path);
}

static void a_tree_knows_where_everything_stood(void **state)
{
    (void)state;
    rg_yaml *yaml;
    assert_int_equal(rg_yaml_parse(&yaml, "t", T("a: &x [1, 'b c']\nd: *x\ne: ~\nf: '~'\n"), NULL), RG_OK);
    const rg_yaml_node *root = yaml->root, *list = rg_yaml_first(root);
    assert_int_equal(root->kind, RG_YAML_MAP);
    assert_int_equal(root->count, 4);
    assert_string_equal(rg_yaml_text(rg_yaml_key(list)), "a");
    assert_int_equal(rg_yaml_next(rg_yaml_first(list))->line, 1);
    assert_int_equal(rg_yaml_next(rg_yaml_first(list))->column, 11);
    assert_string_equal(rg_yaml_text(rg_yaml_next(rg_yaml_first(list))), "b c");
    assert_ptr_equal(rg_yaml_first(rg_yaml_next(list)), rg_yaml_first(list)); /* the alias */
    assert_true(rg_yaml_is_null(rg_yaml_next(rg_yaml_next(list))));
    assert_false(rg_yaml_is_null(rg_yaml_next(rg_yaml_next(rg_yaml_next(list)))));
    rg_yaml_free(yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_understood_is_an_error_with_its_place),
        cmocka_unit_test(a_template_keeps_what_was_declared),
        cmocka_unit_test(json_and_plain_table_schemas_load),
        cmocka_unit_test(a_template_file_is_read),
        cmocka_unit_test(a_tree_knows_where_everything_stood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
