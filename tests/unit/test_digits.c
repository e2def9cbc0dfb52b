/* test_digits.c - short numbers are read as strtod reads them, with vectors and without. */
#include "digits.h"

#include <stdlib.h>

#include "unit.h"

static uint64_t seed = 1;

static unsigned next_random(unsigned limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % limit;
}

static bool is_number(const char *text, char point)
{
    size_t digits = strspn(text, "0123456789"), end = digits;
    if (text[end] == point && point) {
        size_t fraction = strspn(text + end + 1, "0123456789");
        digits += fraction;
        end += 1 + fraction;
    }
    return digits && !text[end];
}

static void compare(rg_digits_function *read_digits, char point)
{
    char texts[RG_DIGITS_BLOCK][12];
    rg_digits digits;
    double values[RG_DIGITS_BLOCK];
    for (size_t i = 0; i < RG_DIGITS_BLOCK; i++) {
        size_t size = next_random(10);
        memset(texts[i], 0, sizeof texts[i]);
        for (size_t k = 0; k < size; k++)
            texts[i][k] = next_random(3) ? (char)('0' + next_random(10)) : "0123456789.,/:x\x80 -"[next_random(18)];
        if (size && next_random(2))
            texts[i][next_random((unsigned)size)] = point ? point : '7';
        rg_digits_add(&digits, i, (rg_text){texts[i], size}, next_random(2) ? sizeof texts[i] : size);
    }
    const rg_digits_bounds bounds = {point, next_random(2) ? 0 : 4711, next_random(2) ? 1e9 : 815.5};
    unsigned all = read_digits(&digits, bounds, values);
    for (size_t i = 0; i < RG_DIGITS_BLOCK; i++) {
        bool expected = strlen(texts[i]) <= RG_MOST_DIGITS && is_number(texts[i], point);
        char *comma = point ? strchr(texts[i], point) : NULL;
        if (comma)
            *comma = '.';
        double value = strtod(texts[i], NULL);
        bool fits = all >> i & 1;
        if (fits != (expected && value >= bounds.least && value <= bounds.most))
            fail_msg("%s with %c: %d", texts[i], point ? point : '?', fits);
        if (fits && (values[i] < value || values[i] > value))
            fail_msg("%s is %.17g, not %.17g", texts[i], values[i], value);
    }
}

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    rg_digits_function *const functions[] = {rg_digits_portable, rg_digits_choose()};
    for (size_t f = 0; f < LENGTH(functions); f++)
        for (int i = 0; i < 20000; i++)
            compare(functions[f], ".,\0"[i % 3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_read_exactly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
