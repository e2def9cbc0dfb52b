/* test_keyset.c - keys are told apart exactly, and kept in order, in memory and in a file. */
#include "hash.h"
#include "keyset.h"
#include "memory.h"
#include "unit.h"

#define KEYS 5000

static rg_text name(char *key, size_t size, unsigned i)
{
    return (rg_text){key, (size_t)snprintf(key, size, "key-%u-%.*s", i, (int)(i % 9), "12345678")};
}

static void is_seen(rg_seen seen, rg_seen expected)
{
    assert_int_equal(seen.line, expected.line);
    assert_int_equal(seen.record, expected.record);
    assert_int_equal(seen.number, expected.number);
}

static void is_next(rg_keyset *set, uint32_t *at, rg_text expected, rg_seen expected_seen)
{
    rg_text key;
    rg_seen seen;
    assert_int_equal(rg_keyset_next(set, at, &key, &seen, NULL), RG_OK);
    assert_int_equal(key.size, expected.size);
    assert_memory_equal(key.bytes, expected.bytes, key.size);
    is_seen(seen, expected_seen);
}

/* What each key is remembered with; some are changed. */
static rg_seen seen_of(unsigned i, bool is_changed)
{
    return (rg_seen){i, i + 1, is_changed && i % 3 == 0 ? i : 7};
}

static void check_set(rg_keyset *set, bool changes, bool is_filed)
{
    rg_seen seen;
    uint32_t at = 0, place, same;
    char bytes[40];
    for (unsigned i = 0; i < KEYS; i++) {
        rg_text key = name(bytes, sizeof bytes, i);
        rg_keyset_expect(set, (uint32_t)rg_hash(key));
        assert_int_equal(rg_keyset_find(set, key, &seen, NULL, NULL), RG_DONE);
        seen = seen_of(i, false);
        assert_int_equal(rg_keyset_add(set, key, &seen, &place, NULL), RG_DONE);
        seen = (rg_seen){0};
        assert_int_equal(rg_keyset_add(set, key, &seen, &same, NULL), RG_OK);
        is_seen(seen, seen_of(i, false));
        assert_int_equal(place, same);
    }
    assert_int_equal(rg_keyset_count(set), KEYS);
    assert_true((rg_keyset_count_filed(set) > 0) == is_filed);
    for (unsigned i = 0; changes && i < KEYS; i += 3) {
        assert_int_equal(rg_keyset_find(set, name(bytes, sizeof bytes, i), &seen, &place, NULL), RG_OK);
        seen.number = i;
        assert_int_equal(rg_keyset_change(set, place, &seen, NULL), RG_OK);
    }
    for (unsigned i = 0; i < KEYS; i++)
        is_next(set, &at, name(bytes, sizeof bytes, i), seen_of(i, changes));
    rg_text key;
    assert_int_equal(rg_keyset_next(set, &at, &key, &seen, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("key-5000-"), &seen, NULL, NULL), RG_DONE);
}

/* With room for all keys, for few, and for none. */
static void a_key_is_found_when_it_was_added(void **state)
{
    (void)state;
    static const size_t memory[] = {RG_KEYSET_MEMORY, 1000, 0};
    for (size_t m = 0; m < 2 * LENGTH(memory); m++) {
        rg_keyset *set;
        bool changes = m % 2;
        assert_int_equal(rg_keyset_open(&set, memory[m / 2], changes, NULL), RG_OK);
        check_set(set, changes, memory[m / 2] < RG_KEYSET_MEMORY);
        rg_keyset_close(set);
    }
    rg_keyset_close(NULL);
}

static void bytes_count_not_strings(void **state)
{
    (void)state;
    rg_keyset *set;
    rg_seen seen = {0};
    assert_int_equal(rg_keyset_open(&set, RG_KEYSET_MEMORY, false, NULL), RG_OK);
    assert_int_equal(rg_keyset_add(set, T("a\0b"), &seen, NULL, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("a\0c"), &seen, NULL, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("a"), &seen, NULL, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T(""), &seen, NULL, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T("a\0b"), &seen, NULL, NULL), RG_OK);
    assert_int_equal(rg_keyset_add(set, T(""), &seen, NULL, NULL), RG_DONE);
    assert_int_equal(rg_keyset_find(set, T(""), &seen, NULL, NULL), RG_OK);
    rg_keyset_close(set);
}

/* However few bytes most take. */
static void numbers_of_any_size_are_remembered(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0,          1,          127,        128,        16383,
                                       16384,      UINT32_MAX, 1ull << 32, 1ull << 35, (1ull << 56) - 1,
                                       1ull << 56, INT64_MAX,  1ull << 63, UINT64_MAX};
    const size_t n = LENGTH(numbers);
    for (int m = 0; m < 4; m++) {
        rg_keyset *set;
        uint32_t at = 0;
        assert_int_equal(rg_keyset_open(&set, m / 2 ? RG_KEYSET_MEMORY : 0, m % 2, NULL), RG_OK);
        for (size_t i = 0; i < n * n * n; i++) {
            rg_seen seen = {numbers[i % n], numbers[i / n % n], numbers[i / n / n]};
            assert_int_equal(rg_keyset_add(set, (rg_text){(const char *)&i, sizeof i}, &seen, NULL, NULL), RG_DONE);
        }
        for (size_t i = 0; i < n * n * n; i++)
            is_next(set, &at, (rg_text){(const char *)&i, sizeof i},
                    (rg_seen){numbers[i % n], numbers[i / n % n], numbers[i / n / n]});
        rg_keyset_close(set);
    }
}

#define LONGEST (2 * RG_LARGE + 5)

/* Keys of all sizes meet the edges of what lies together in memory: in each part of their head, and of their bytes. */
static void keys_may_lie_across_edges(void **state)
{
    (void)state;
    static const size_t sizes[] = {RG_KEY_LOG_SMALL / 64, RG_KEY_LOG_SMALL, RG_KEY_LOG_SMALL + RG_LARGE, LONGEST};
    char *bytes = calloc(1, LONGEST);
    assert_non_null(bytes);
    for (size_t m = 0; m < 4; m++) {
        rg_keyset *set;
        uint32_t at = 0;
        assert_int_equal(rg_keyset_open(&set, m / 2 ? RG_KEYSET_MEMORY : RG_LARGE, m % 2, NULL), RG_OK);
        unsigned count = 0;
        for (size_t s = 0; s < LENGTH(sizes); s++)
            for (size_t less = 0; less < 48; less += s < 2 ? 1 : 23, count++) {
                rg_seen seen = {count, count, count};
                memcpy(bytes, &count, sizeof count);
                assert_int_equal(rg_keyset_add(set, (rg_text){bytes, sizes[s] - less}, &seen, NULL, NULL), RG_DONE);
                memset(bytes + sizeof count, (int)count, 100);
                assert_int_equal(rg_keyset_add(set, (rg_text){bytes, 4 + count}, &seen, NULL, NULL), RG_DONE);
                memset(bytes + sizeof count, 0, 100);
            }
        assert_true((rg_keyset_count_filed(set) > 0) == (m < 2));
        count = 0;
        for (size_t s = 0; s < LENGTH(sizes); s++)
            for (size_t less = 0; less < 48; less += s < 2 ? 1 : 23, count++) {
                memcpy(bytes, &count, sizeof count);
                is_next(set, &at, (rg_text){bytes, sizes[s] - less}, (rg_seen){count, count, count});
                memset(bytes + sizeof count, (int)count, 100);
                is_next(set, &at, (rg_text){bytes, 4 + count}, (rg_seen){count, count, count});
                memset(bytes + sizeof count, 0, 100);
            }
        rg_keyset_close(set);
    }
    free(bytes);
}

/* The set is as before, and goes on when there is memory again. */
static void a_set_survives_that_memory_is_out(void **state)
{
    (void)state;
    rg_keyset *set;
    rg_error error;
    char bytes[40];
    size_t refused = 0;
    assert_int_equal(rg_keyset_open(&set, RG_KEYSET_MEMORY, false, NULL), RG_OK);
    for (unsigned i = 0; i < 20 * KEYS; i++) {
        rg_text key = name(bytes, sizeof bytes, i);
        rg_seen seen = seen_of(i, false);
        rg_memory_fail_at(1);
        rg_status status = rg_keyset_add(set, key, &seen, NULL, &error);
        rg_memory_fail_at(0);
        if (status == RG_DONE)
            continue;
        refused++;
        assert_int_equal(status, RG_NO_MEMORY);
        assert_int_equal(rg_keyset_count(set), i);
        rg_memory_fail_at(2);
        status = rg_keyset_add(set, key, &seen, NULL, &error);
        rg_memory_fail_at(0);
        assert_true(status == RG_DONE || rg_keyset_add(set, key, &seen, NULL, &error) == RG_DONE);
    }
    assert_true(refused >= 10); /* tables, and blocks of the log */
    for (unsigned i = 0; i < 20 * KEYS; i++) {
        rg_seen seen;
        assert_int_equal(rg_keyset_find(set, name(bytes, sizeof bytes, i), &seen, NULL, NULL), RG_OK);
        is_seen(seen, seen_of(i, false));
    }
    rg_keyset_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_found_when_it_was_added),   cmocka_unit_test(bytes_count_not_strings),
        cmocka_unit_test(numbers_of_any_size_are_remembered), cmocka_unit_test(keys_may_lie_across_edges),
        cmocka_unit_test(a_set_survives_that_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
