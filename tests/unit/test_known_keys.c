/* test_known_keys.c - keys by which rows are known again: what makes no difference, what does, and that it is told when
 * there is no memory for one. */
#include "known_keys.h"

#include "memory.h"
#include "unit.h"

static const char yaml[] = "fieldsMatch: partial\nexternalId: id\nprimaryKey: [a, b]\n"
                           "fields: [{name: id}, {name: a}, {name: b}]\n";

typedef struct work {
    rg_template *t;
    rg_layout layout;
    rg_findings findings;
    rg_known_keys keys;
} work;

static void open_work(work *w)
{
    rg_field fields[] = {{T("b"), T("b"), false}, {T("a"), T("a"), false}, {T("id"), T("id"), false}};
    const rg_row header = {.bytes = T("b,a,id\n"), .line = 1, .fields = fields, .field_count = 3, .field_total = 3};
    *w = (work){0};
    assert_int_equal(rg_template_load_text(&w->t, "t", T(yaml), NULL), RG_OK);
    assert_int_equal(rg_layout_open(&w->layout, w->t, &header, ',', &w->findings, NULL), RG_OK);
    assert_int_equal(rg_known_keys_list(&w->keys, &w->layout, NULL), RG_OK);
}

static void close_work(work *w)
{
    rg_known_keys_free(&w->keys);
    rg_findings_free(&w->findings);
    rg_layout_close(&w->layout);
    rg_template_free(w->t);
}

static uint64_t key_of(work *w, const char *b, const char *a, const char *id)
{
    const rg_text values[] = {{b, strlen(b)}, {a, strlen(a)}, {id, strlen(id)}};
    uint64_t key;
    assert_int_equal(rg_known_key(&w->keys, values, LENGTH(values), &key, NULL), RG_OK);
    return key;
}

static void the_first_key_that_is_complete_counts(void **state)
{
    (void)state;
    work w;
    open_work(&w);
    assert_true(key_of(&w, "x", "y", "7") != 0);
    assert_true(key_of(&w, "x", "y", "7") == key_of(&w, "other", "", " 007 "));
    assert_true(key_of(&w, "x", "y", "") == key_of(&w, "X", "y", ""));
    assert_true(key_of(&w, "x", "y", "") != key_of(&w, "y", "x", ""));
    assert_true(key_of(&w, "x", "", "") == 0);
    close_work(&w);
}

static void a_record_has_the_key_of_its_values(void **state)
{
    (void)state;
    work w;
    rg_field fields[] = {{.value = T("x")}, {.value = T("y")}, {.value = T("7")}};
    const rg_record record = {.fields = fields, .field_count = 3};
    uint64_t key;
    open_work(&w);
    assert_int_equal(rg_known_key_of(&w.keys, &record, &key, NULL), RG_OK);
    assert_true(key == key_of(&w, "", "", "7"));
    close_work(&w);
}

/* Half a key would be the key of another row. */
static void a_key_without_memory_is_none(void **state)
{
    (void)state;
    work w;
    uint64_t key;
    static char longer[1000];
    const rg_text values[] = {T(""), T(""), {longer, sizeof longer}};
    memset(longer, 'x', sizeof longer);
    open_work(&w);
    key_of(&w, "", "", "7");
    rg_memory_fail_at(1);
    rg_status status = rg_known_key(&w.keys, values, LENGTH(values), &key, NULL);
    rg_memory_fail_at(0);
    assert_int_equal(status, RG_NO_MEMORY);
    assert_true(key == 0);
    close_work(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_key_that_is_complete_counts),
        cmocka_unit_test(a_record_has_the_key_of_its_values),
        cmocka_unit_test(a_key_without_memory_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
