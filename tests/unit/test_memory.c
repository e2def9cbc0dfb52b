/* test_memory.c - the allocator's door, growing arrays, and the arena. */
#include "memory.h"
#include "unit.h"

static void memory_is_zeroed_and_never_null_for_nothing(void **state)
{
    (void)state;
    char *bytes = rg_alloc(100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(bytes[i], 0);
    rg_free(bytes);
    void *nothing = rg_alloc(0);
    assert_non_null(nothing);
    rg_free(nothing);
    rg_free(NULL);
}

static void large_memory_can_be_filled_and_refused(void **state)
{
    (void)state;
    for (size_t count = 1; count <= 3; count++) {
        char *bytes = rg_alloc_large(count);
        assert_non_null(bytes);
        memset(bytes, 'x', count * RG_LARGE);
        rg_free(bytes);
    }
    assert_null(rg_alloc_large(SIZE_MAX / 2));
    rg_memory_fail_at(1);
    assert_null(rg_alloc_large(1));
    rg_memory_fail_at(0);
}

static void an_array_keeps_its_elements_while_it_grows(void **state)
{
    (void)state;
    int *numbers = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(RG_GROW(numbers, count, capacity));
        numbers[count++] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    rg_free(numbers);
}

static void arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    rg_arena arena = {0};
    const size_t sizes[] = {1, 3, 8, 4000, 100000, 1};
    unsigned char *pieces[LENGTH(sizes)];
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        pieces[i] = rg_arena_alloc(&arena, sizes[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < LENGTH(sizes); i++)
        assert_int_equal(pieces[i][sizes[i] - 1], (int)i + 1);
    rg_arena_free(&arena);
}

static void arena_makes_texts(void **state)
{
    (void)state;
    rg_arena arena = {0};
    assert_string_equal(rg_arena_text(&arena, (rg_text){"abcdef", 3}), "abc");
    assert_string_equal(rg_arena_string(&arena, ""), "");
    assert_string_equal(rg_arena_printf(&arena, "%s %d", "x", 7), "x 7");
    assert_string_equal(rg_arena_join(&arena, "one", NULL), "one");
    assert_string_equal(rg_arena_join(&arena, "", "a", "", "bc", NULL), "abc");
    rg_arena_reset(&arena);
    assert_string_equal(rg_arena_string(&arena, "again"), "again");
    rg_arena_free(&arena);
}

static void arena_fails_stickily(void **state)
{
    (void)state;
    rg_arena arena = {0};
    rg_memory_fail_at(1);
    assert_null(rg_arena_alloc(&arena, 10));
    rg_memory_fail_at(0);
    assert_true(arena.failed);
    assert_null(rg_arena_string(&arena, "x"));
    rg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_never_null_for_nothing),
        cmocka_unit_test(large_memory_can_be_filled_and_refused),
        cmocka_unit_test(an_array_keeps_its_elements_while_it_grows),
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(arena_makes_texts),
        cmocka_unit_test(arena_fails_stickily),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
