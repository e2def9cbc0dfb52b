/* test_plain.c - lines that have only one reading; with marks.h below it. */
#include "plain.h"

#include "buffer.h"
#include "marks.h"
#include "unit.h"

static void a_plain_line_is_cut_and_no_other(void **state)
{
    (void)state;
    const struct {
        rg_text line;
        size_t count; /* of fields; 0: not plain */
    } lines[] = {
        {T("a,b,c"), 3},    {T("a"), 1},          {T(",,"), 3},         {T("\"a,b\",c"), 2}, {T("\"\",c"), 2},
        {T(""), 0},         {T(" a,b"), 0},       {T("a ,b"), 0},       {T("a\"b,c"), 0},    {T("\"a\"b,c"), 0},
        {T("\"a,b"), 0},    {T("\"a\"\"b\""), 0}, {T("a,b,c,d,e"), 0},  {T("a b,c"), 2},     {T("a,\""), 0},
        {T("\"a\" ,b"), 0}, {T("\"\"\"\""), 0},   {T("a,\"b\nc\""), 0},
    };
    static const char *const ends[] = {"", "\n", "\r\n", "\r", "\nx", "\rx"};
    rg_field fields[4];
    rg_plain_function *const functions[] = {rg_plain_choose(), rg_plain_cut_portable};
    size_t size;
    for (size_t i = 0; i < LENGTH(lines); i++) {
        for (size_t e = 0; e < LENGTH(ends); e++) {
            rg_buffer text = {0};
            rg_buffer_printf(&text, "%.*s%s", (int)lines[i].line.size, lines[i].line.bytes, ends[e]);
            size_t end = strlen(ends[e]) - (ends[e][0] && ends[e][strlen(ends[e]) - 1] == 'x');
            for (int is_all = 0; is_all < 2; is_all++) {
                /* Without an end in sight nobody knows how the line goes on. */
                size_t wanted = is_all || (*ends[e] && strcmp(ends[e], "\r") != 0) ? lines[i].count : 0;
                for (size_t f = 0; f < LENGTH(functions); f++) {
                    size_t count = functions[f](rg_buffer_text(&text), ',', is_all, fields, LENGTH(fields), &size);
                    if (count != wanted || (count && size != lines[i].line.size + end))
                        fail_msg("%s: %zu", rg_buffer_text(&text).bytes, count);
                }
            }
            rg_buffer_free(&text);
        }
    }
    assert_int_equal(rg_plain_choose()(T("\"a,b\",c"), ',', true, fields, LENGTH(fields), &size), 2);
    is_text(fields[0].value, "a,b");
    is_text(fields[0].raw, "\"a,b\"");
    assert_true(fields[0].quoted && !fields[1].quoted);
}

static void are_alike(rg_marks found, rg_marks expected)
{
    assert_true(found.delimiters == expected.delimiters && found.quotes == expected.quotes);
    assert_true(found.ends == expected.ends && found.blanks == expected.blanks);
}

/* Whatever instructions this machine has. */
static void marks_are_found_wherever_they_are(void **state)
{
    (void)state;
    static const char bytes[] = "a,\"\n\r;\t \xFF\x2B\x2D\x0B\x0C\x0E\xAC\xA2\x8A\x8D";
    uint64_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        char block[RG_MARKS_BLOCK];
        rg_marks expected = {0};
        char delimiter = ",;\t|"[round % 4];
        for (size_t i = 0; i < sizeof block; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            block[i] = bytes[(seed >> 33) % (sizeof bytes - 1)];
            uint64_t bit = UINT64_C(1) << i;
            *(block[i] == delimiter                  ? &expected.delimiters
              : block[i] == '"'                      ? &expected.quotes
              : block[i] == '\n' || block[i] == '\r' ? &expected.ends
              : block[i] == ' ' || block[i] == '\t'  ? &expected.blanks
                                                     : &bit) |= bit;
        }
#ifdef RG_HAS_AVX2
        if (__builtin_cpu_supports("avx2"))
            are_alike(rg_marks_avx2(block, delimiter), expected);
#elif defined(RG_HAS_NEON)
        are_alike(rg_marks_neon(block, delimiter), expected);
#endif
        are_alike(rg_marks_portable(block, delimiter), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_line_is_cut_and_no_other),
        cmocka_unit_test(marks_are_found_wherever_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
