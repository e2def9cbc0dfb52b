/* test_json_scan.c - sound, broken, truncated and other JSON, with the places. */
#include "json_scan.h"

#include "buffer.h"
#include "unit.h"

static const char *marks[] = {"cursor"};

typedef struct json_case {
    rg_json_top top;
    rg_text text;
    const char *found; /* "E713@2:3" */
    uint64_t items;
} json_case;

static void scan(const json_case *c, size_t most)
{
    byte_source source = {c->text.bytes, c->text.size, most};
    rg_resource resource = {.form = RG_FORM_JSON, .top = c->top, .truncated_by = {marks, 1}};
    rg_findings findings = {0};
    rg_buffer said = {0};
    rg_input *input;
    uint64_t items;
    assert_int_equal(rg_input_open_function(&input, "t.json", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_json_scan(input, NULL, &resource, &findings, &items, NULL), RG_OK);
    for (size_t i = 0; i < findings.count; i++)
        rg_buffer_printf(&said, "%s%s@%d:%d", i ? " " : "", findings.items[i].code->id, (int)findings.items[i].line,
                         (int)findings.items[i].column);
    is_text(rg_buffer_text(&said), c->found);
    if (!*c->found)
        assert_int_equal(items, c->items);
    rg_buffer_free(&said);
    rg_findings_free(&findings);
    rg_input_close(input);
}

static void json_is_what_it_should_be(void **state)
{
    (void)state;
    const json_case cases[] = {
        {RG_JSON_ARRAY, T("[]"), "", 0},
        {RG_JSON_ARRAY, T(" [1, \"a\", {\"b\": [true, null]}]\n"), "", 3},
        {RG_JSON_OBJECT, T("{\"a\": 1, \"b\": {\"results\": []}}"), "", 2},
        {RG_JSON_ANY, T("5"), "", 0},
        {RG_JSON_ARRAY, T("{}"), "E714@1:1", 0},
        {RG_JSON_OBJECT, T("[]"), "E714@1:1", 0},
        {RG_JSON_ARRAY, T("\"no\""), "E714@1:1", 0},
        {RG_JSON_ARRAY, T(""), "E713@1:1", 0},
        {RG_JSON_ARRAY, T("[1,\n 2"), "E713@2:3", 0},
        {RG_JSON_ARRAY, T("[1,\n }"), "E713@2:2", 0},
        {RG_JSON_ARRAY, T("[1 true]"), "E713@1:4", 0},
        {RG_JSON_ARRAY, T("[1 \"a \\\"b\"]"), "E713@1:4", 0},
        {RG_JSON_ARRAY, T("{\"a\": 1, 2: 3}"), "E713@1:10", 0},
        {RG_JSON_ARRAY, T("[]\n[]"), "E713@2:1", 0},
        {RG_JSON_ARRAY, T("[]]"), "E713@1:3", 0},
        {RG_JSON_ARRAY, T("[\"\xC3\xA9\xC3\xA9\xFF\"]"), "E713@1:5", 0},
        {RG_JSON_ARRAY, T("[\"\xC3\xA9\",\n \"\xC3\xA9\", }"), "E713@2:7", 0}, /* columns are characters */
        {RG_JSON_OBJECT, T("{\"p\":\n {\"cursor\": \"x\"}}"), "E715@2:3", 0},
        {RG_JSON_OBJECT, T("{\"p\": {\"q\": {\"cursor\": \"x\"}}}"), "", 1},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        scan(&cases[i], 0);
}

static void what_is_no_plain_utf_8_is_read_all_the_same(void **state)
{
    (void)state;
    const json_case cases[] = {
        {RG_JSON_ARRAY, T("\xEF\xBB\xBF[1]"), "W113@1:1", 0},
        {RG_JSON_ARRAY, T("\xEF\xBB\xBF{}"), "W113@1:1 E714@1:1", 0},
        {RG_JSON_ARRAY,
         T("\xFF\xFE[\0"
           "1\0]\0"),
         "E116@1:1", 0},
        {RG_JSON_ARRAY, T("\xFE\xFF\0[\0,"), "E713@1:2 E116@1:1", 0},
        {RG_JSON_ARRAY, T("[\"\xFF\"]"), "E116@1:1", 0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        scan(&cases[i], 0);
}

static void nesting_and_texts_have_limits(void **state)
{
    (void)state;
    const size_t size = (size_t)20 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '[', size);
    scan(&(json_case){RG_JSON_ARRAY, {text, 1000}, "E713@1:501", 0}, 0);
    memset(text, 'x', size);
    text[0] = '[';
    text[1] = '"';
    rg_findings findings = {0};
    byte_source source = {text, size, 0};
    rg_resource resource = {.form = RG_FORM_JSON};
    rg_input *input;
    uint64_t items;
    assert_int_equal(rg_input_open_function(&input, "t.json", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_json_scan(input, NULL, &resource, &findings, &items, NULL), RG_OK);
    assert_int_equal(findings.count, 1);
    assert_non_null(strstr(findings.items[0].message, "16 MiB"));
    assert_true(source.size > 0); /* the rest was not read */
    rg_findings_free(&findings);
    rg_input_close(input);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_what_it_should_be),
        cmocka_unit_test(what_is_no_plain_utf_8_is_read_all_the_same),
        cmocka_unit_test(nesting_and_texts_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
