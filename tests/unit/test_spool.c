/* test_spool.c - bytes that are read more than once. */
#include "input.h"
#include "unit.h"

static rg_spool *open_spool(void)
{
    rg_spool *spool;
    assert_int_equal(rg_spool_open(&spool, NULL), RG_OK);
    return spool;
}

static rg_input *read_spool(rg_spool *spool)
{
    rg_input *input;
    assert_int_equal(rg_spool_read(spool, "spool", &input, NULL), RG_OK);
    return input;
}

/* Up to seven bytes of what is left. */
static void gives(rg_input *input, const char *expected)
{
    char bytes[7];
    size_t size;
    assert_int_equal(rg_input_read(input, bytes, sizeof bytes, &size, NULL), RG_OK);
    is_text((rg_text){bytes, size}, expected);
}

static void what_is_written_can_be_read_twice_at_once(void **state)
{
    (void)state;
    rg_spool *spool = open_spool();
    assert_int_equal(rg_spool_write(spool, T("hello, "), NULL), RG_OK);
    assert_int_equal(rg_spool_write(spool, T("world"), NULL), RG_OK);
    assert_int_equal(rg_spool_size(spool), 12);
    rg_input *one = read_spool(spool), *other = read_spool(spool);
    gives(one, "hello, ");
    gives(other, "hello, ");
    gives(one, "world");
    gives(one, "");
    gives(other, "world");
    rg_input_close(one);
    rg_input_close(other);
    rg_spool_close(spool);
}

static void an_input_is_taken_whole(void **state)
{
    (void)state;
    rg_spool *spool = open_spool();
    byte_source source = {"all of it", 9, 2};
    rg_input *input;
    assert_int_equal(rg_input_open_function(&input, "source", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_spool_fill(spool, input, NULL, NULL), RG_OK);
    rg_input_close(input);
    rg_input *read = read_spool(spool);
    gives(read, "all of ");
    gives(read, "it");
    rg_input_close(read);
    rg_spool_close(spool);
}

static bool is_cancelled(void *context)
{
    return --*(int *)context < 0;
}

static void who_fills_it_can_be_told_to_stop(void **state)
{
    (void)state;
    rg_spool *spool = open_spool();
    byte_source source = {"all of it", 9, 2};
    int more = 2;
    const rg_check_options options = {.cancelled = is_cancelled, .context = &more};
    rg_input *input;
    assert_int_equal(rg_input_open_function(&input, "source", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_spool_fill(spool, input, &options, NULL), RG_CANCELLED);
    assert_int_equal(rg_spool_size(spool), 4);
    rg_input_close(input);
    rg_spool_close(spool);
}

static void a_reader_sees_what_was_there_when_it_began(void **state)
{
    (void)state;
    rg_spool *spool = open_spool();
    rg_spool_write(spool, T("a"), NULL);
    rg_input *early = read_spool(spool);
    rg_spool_write(spool, T("b"), NULL);
    gives(early, "a");
    gives(early, "");
    rg_input_close(early);
    rg_spool_close(spool);
}

static void a_cleared_spool_is_empty(void **state)
{
    (void)state;
    rg_spool *spool = open_spool();
    rg_spool_write(spool, T("old"), NULL);
    assert_int_equal(rg_spool_clear(spool, NULL), RG_OK);
    assert_int_equal(rg_spool_size(spool), 0);
    rg_spool_write(spool, T("new"), NULL);
    rg_input *input = read_spool(spool);
    gives(input, "new");
    rg_input_close(input);
    rg_spool_close(spool);
    rg_spool_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_can_be_read_twice_at_once),
        cmocka_unit_test(an_input_is_taken_whole),
        cmocka_unit_test(who_fills_it_can_be_told_to_stop),
        cmocka_unit_test(a_reader_sees_what_was_there_when_it_began),
        cmocka_unit_test(a_cleared_spool_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
