/* test_keyset.c - keys are told apart exactly, and kept in order, in memory and in a file. */
#include "keyset.h"
#include "unit.h"

#define KEYS 5000

static rg_text name(char *key, size_t size, unsigned i)
{
    return (rg_text){key, (size_t)snprintf(key, size, "key-%u-%.*s", i, (int)(i % 9), "12345678")};
}

/* With room for all keys, for few, and for none. */
static void a_key_is_found_when_it_was_added(void **state)
{
    (void)state;
    static const size_t memory[] = {RG_KEYSET_MEMORY, 1000, 0};
    for (size_t m = 0; m < LENGTH(memory); m++) {
        rg_keyset *set;
        rg_seen seen;
        rg_text key;
        char bytes[40];
        uint64_t at = 0;
        assert_int_equal(rg_keyset_open(&set, memory[m], NULL), RG_OK);
        for (unsigned i = 0; i < KEYS; i++) {
            assert_int_equal(rg_keyset_find(set, name(bytes, sizeof bytes, i), &seen, NULL), RG_DONE);
            seen = (rg_seen){i, i + 1, 7};
            assert_int_equal(rg_keyset_put(set, name(bytes, sizeof bytes, i), &seen, NULL), RG_OK);
        }
        assert_int_equal(rg_keyset_count(set), KEYS);
        assert_true((rg_keyset_count_filed(set) > 0) == (memory[m] < RG_KEYSET_MEMORY));
        for (unsigned i = 0; i < KEYS; i += 3) { /* some are changed */
            assert_int_equal(rg_keyset_find(set, name(bytes, sizeof bytes, i), &seen, NULL), RG_OK);
            seen.number = i;
            assert_int_equal(rg_keyset_put(set, name(bytes, sizeof bytes, i), &seen, NULL), RG_OK);
        }
        assert_int_equal(rg_keyset_count(set), KEYS);
        for (unsigned i = 0; i < KEYS; i++) {
            assert_int_equal(rg_keyset_next(set, &at, &key, &seen, NULL), RG_OK);
            rg_text expected = name(bytes, sizeof bytes, i);
            assert_int_equal(key.size, expected.size);
            assert_memory_equal(key.bytes, expected.bytes, key.size);
            assert_int_equal(seen.line, i);
            assert_int_equal(seen.record, i + 1);
            assert_int_equal(seen.number, i % 3 ? 7 : i);
        }
        assert_int_equal(rg_keyset_next(set, &at, &key, &seen, NULL), RG_DONE);
        assert_int_equal(rg_keyset_find(set, T("key-5000-"), &seen, NULL), RG_DONE);
        rg_keyset_close(set);
    }
    rg_keyset_close(NULL);
}

static void bytes_count_not_strings(void **state)
{
    (void)state;
    rg_keyset *set;
    rg_seen seen = {0};
    assert_int_equal(rg_keyset_open(&set, RG_KEYSET_MEMORY, NULL), RG_OK);
    assert_int_equal(rg_keyset_put(set, T("a\0b"), &seen, NULL), RG_OK);
    assert_int_equal(rg_keyset_find(set, T("a\0c"), &seen, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("a"), &seen, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T(""), &seen, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("a\0b"), &seen, NULL), RG_OK);
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
