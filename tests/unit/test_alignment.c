/* test_alignment.c - which row is which record. */
#include "alignment.h"

#include "memory.h"
#include "unit.h"

#define MOST 8
#define KEY(n) (((uint64_t)(n) << 3) | 1)

typedef struct files {
    rg_place places[MOST];
    rg_returned rows[MOST];
    rg_alignment a;
} files;

/* Records and rows by their keys; 0: it has none; negative: the key may be what is wrong. The list ends with 99. */
static void set_up(files *f, const int *records, const int *rows)
{
    *f = (files){0};
    f->a.places = f->places;
    f->a.rows = f->rows;
    for (; records[f->a.place_count] != 99; f->a.place_count++) {
        int key = records[f->a.place_count];
        f->places[f->a.place_count] = (rg_place){
            .key = key ? KEY(key < 0 ? -key : key) : 0, .row = RG_NOWHERE, .fails = true, .doubtful = key < 0};
    }
    for (; rows[f->a.row_count] != 99; f->a.row_count++)
        f->rows[f->a.row_count] =
            (rg_returned){.key = rows[f->a.row_count] ? KEY(rows[f->a.row_count]) : 0, .place = RG_NOWHERE};
    assert_int_equal(rg_align(&f->a, NULL), RG_OK);
}

static void keys_find_their_records_in_any_order(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){1, 2, 3, 99}, (const int[]){3, 1, 99});
    assert_int_equal(f.rows[0].place, 2);
    assert_int_equal(f.rows[1].place, 0);
    assert_true(f.places[1].deleted);
}

static void what_is_left_between_known_places_goes_by_position(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){1, 0, -5, 4, 99}, (const int[]){1, 0, 6, 4, 99});
    assert_int_equal(f.rows[1].place, 1);
    assert_int_equal(f.rows[2].place, 2);
    assert_int_equal(f.rows[2].way, RG_WAY_POSITION);
}

static void another_key_is_another_record(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){1, 2, 99}, (const int[]){1, 9, 99});
    assert_int_equal(f.rows[1].place, RG_NOWHERE);
    assert_false(f.rows[1].unclear);
    assert_true(f.places[1].deleted);
}

static void where_numbers_differ_nothing_is_certain(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){0, 0, 3, 99}, (const int[]){0, 3, 99});
    assert_int_equal(f.rows[0].place, RG_NOWHERE);
    assert_true(f.rows[0].unclear && f.places[0].unclear && f.places[1].unclear);
    assert_int_equal(f.rows[1].place, 2);
}

static void keys_that_repeat_are_none(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){7, 7, 99}, (const int[]){7, 7, 99});
    assert_int_equal(f.rows[0].place, 0);
    assert_int_equal(f.rows[1].place, 1);
    assert_int_equal(f.rows[0].way, RG_WAY_POSITION);
}

static void empty_rows_at_the_end_are_none(void **state)
{
    (void)state;
    files f;
    set_up(&f, (const int[]){99}, (const int[]){99});
    f.a.row_count = 1;
    f.rows[0] = (rg_returned){.place = RG_NOWHERE, .is_empty = true};
    assert_int_equal(rg_align(&f.a, NULL), RG_OK);
    assert_int_equal(f.a.row_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_find_their_records_in_any_order),
        cmocka_unit_test(what_is_left_between_known_places_goes_by_position),
        cmocka_unit_test(another_key_is_another_record),
        cmocka_unit_test(where_numbers_differ_nothing_is_certain),
        cmocka_unit_test(keys_that_repeat_are_none),
        cmocka_unit_test(empty_rows_at_the_end_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
