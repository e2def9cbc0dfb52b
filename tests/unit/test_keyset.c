/* test_keyset.c - keys are told apart exactly, and kept in order. */
#include "keyset.h"
#include "unit.h"

static void a_key_is_found_when_it_was_added(void **state)
{
    (void)state;
    rg_keyset *set;
    char key[32];
    assert_int_equal(rg_keyset_open(&set, NULL), RG_OK);
    for (unsigned i = 0; i < 5000; i++) {
        rg_text text = {key, (size_t)snprintf(key, sizeof key, "key-%u", i)};
        assert_null(rg_keyset_find(set, text));
        rg_seen *seen = rg_keyset_add(set, text);
        assert_non_null(seen);
        seen->line = i;
    }
    assert_int_equal(rg_keyset_count(set), 5000);
    for (unsigned i = 0; i < 5000; i++) {
        rg_text text = {key, (size_t)snprintf(key, sizeof key, "key-%u", i)};
        rg_seen *seen = rg_keyset_find(set, text);
        assert_non_null(seen);
        assert_int_equal(seen->line, i);
        assert_ptr_equal(rg_keyset_at(set, i), seen);
    }
    assert_null(rg_keyset_find(set, T("key-5000")));
    rg_keyset_close(set);
    rg_keyset_close(NULL);
}

static void bytes_count_not_strings(void **state)
{
    (void)state;
    rg_keyset *set;
    assert_int_equal(rg_keyset_open(&set, NULL), RG_OK);
    assert_non_null(rg_keyset_add(set, T("a\0b")));
    assert_null(rg_keyset_find(set, T("a\0c")));
    assert_null(rg_keyset_find(set, T("a")));
    assert_null(rg_keyset_find(set, T("")));
    assert_non_null(rg_keyset_find(set, T("a\0b")));
    rg_keyset_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_found_when_it_was_added),
        cmocka_unit_test(bytes_count_not_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
