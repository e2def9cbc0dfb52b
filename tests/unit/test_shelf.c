/* test_shelf.c - what was put under a key is found there, all of it and in order. */
#include "shelf.h"

#include "unit.h"

static rg_shelf *open_shelf(void)
{
    rg_shelf *shelf;
    assert_int_equal(rg_shelf_open(&shelf, NULL), RG_OK);
    return shelf;
}

static void put(rg_shelf *shelf, const char *key, const char *value)
{
    assert_int_equal(rg_shelf_put(shelf, (rg_text){key, strlen(key)}, (rg_text){value, strlen(value)}, NULL), RG_OK);
}

/* The values, each with a `;` behind it. */
static void finds(rg_shelf *shelf, rg_text key, const char *expected)
{
    rg_buffer values = {0}, shown = {0};
    bool whole;
    assert_int_equal(rg_shelf_get(shelf, key, 10000, &values, &whole, NULL), RG_OK);
    assert_true(whole);
    for (size_t at = 0; at < values.size;) {
        uint32_t size;
        memcpy(&size, values.bytes + at, sizeof size);
        at += sizeof size;
        rg_buffer_printf(&shown, "%.*s;", (int)size, values.bytes + at);
        at += size;
    }
    assert_string_equal(rg_buffer_text(&shown).bytes, expected);
    rg_buffer_free(&values);
    rg_buffer_free(&shown);
}

static void values_come_in_order(void **state)
{
    (void)state;
    rg_shelf *shelf = open_shelf();
    put(shelf, "web", "1");
    put(shelf, "db", "2");
    put(shelf, "web", "");
    put(shelf, "web", "3");
    finds(shelf, T("web"), "1;;3;");
    finds(shelf, T("db"), "2;");
    finds(shelf, T("we"), "");
    finds(shelf, T(""), "");
    put(shelf, "", "4"); /* also after something was looked for */
    finds(shelf, T(""), "4;");
    rg_shelf_close(shelf);
}

/* Several keys on each chain: none is taken for another. */
static void many_keys_are_told_apart(void **state)
{
    (void)state;
    rg_shelf *shelf = open_shelf();
    char key[32], value[40];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 100000; i++) {
            snprintf(key, sizeof key, "key %d", i);
            snprintf(value, sizeof value, "%d/%d", i, round);
            put(shelf, key, value);
        }
    }
    for (int i = 0; i < 100000; i += 997) {
        snprintf(key, sizeof key, "key %d", i);
        snprintf(value, sizeof value, "%d/0;%d/1;", i, i);
        finds(shelf, (rg_text){key, strlen(key)}, value);
    }
    rg_shelf_close(shelf);
}

static void no_more_is_read_than_was_asked_for(void **state)
{
    (void)state;
    rg_shelf *shelf = open_shelf();
    rg_buffer values = {0};
    size_t count;
    bool whole;
    for (int i = 0; i < 10; i++)
        put(shelf, "k", "0123456789");
    assert_int_equal(rg_shelf_count(shelf, T("k"), 3, &count, NULL), RG_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rg_shelf_count(shelf, T("k"), 30, &count, NULL), RG_OK);
    assert_int_equal(count, 10);
    assert_int_equal(rg_shelf_get(shelf, T("k"), 50, &values, &whole, NULL), RG_OK);
    assert_false(whole);
    assert_in_range(values.size, 0, 50);
    rg_buffer_free(&values);
    rg_shelf_close(shelf);
    rg_shelf_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_in_order),
        cmocka_unit_test(many_keys_are_told_apart),
        cmocka_unit_test(no_more_is_read_than_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
