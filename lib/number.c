/* number.c - numbers as import files have them: strtod knows locales, hexadecimal and "inf", and no decimal comma. */
#include "number.h"

#include <math.h>
#include <string.h>

#include "text.h"

/* A decimal number while it is read: mantissa * 10^exponent. Digits beyond the 18th only scale, which bounds
 * of import files never notice. */
typedef struct decimal {
    uint64_t mantissa;
    int exponent;
} decimal;

#define MANTISSA_FULL UINT64_C(100000000000000000)

static size_t read_run(rg_text text, size_t i, bool fraction, decimal *number)
{
    uint64_t mantissa = number->mantissa;
    size_t first = i, taken = i;
    for (; i < text.size && rg_is_digit(text.bytes[i]); i++) {
        if (mantissa < MANTISSA_FULL) {
            mantissa = mantissa * 10 + (uint64_t)(text.bytes[i] - '0');
            taken++;
        }
    }
    number->mantissa = mantissa;
    number->exponent += fraction ? -(int)(taken - first) : (int)(i - taken);
    return i;
}

/* Digits from offset `i` on, with group characters between them; returns the offset behind the last digit. */
static size_t read_digits(rg_text text, size_t i, const char *group, decimal *number)
{
    size_t end = read_run(text, i, false, number);
    size_t group_size = group ? strlen(group) : 0;
    while (group_size && end > i && group_size < text.size - end && memcmp(text.bytes + end, group, group_size) == 0 &&
           rg_is_digit(text.bytes[end + group_size]))
        end = read_run(text, end + group_size, false, number);
    return end;
}

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static double scale(const decimal *number)
{
    double value = (double)number->mantissa;
    int exponent = number->exponent;
    for (; exponent < -22 && value > 0; exponent += 22)
        value /= 1e22;
    for (; exponent > 22 && value > 0 && value < (double)INFINITY; exponent -= 22)
        value *= 1e22;
    if (exponent < -22 || exponent > 22)
        return value;
    return exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
}

static bool read_special(rg_text text, double *number)
{
    static const struct {
        rg_text text;
        double value;
    } specials[] = {{{"NaN", 3}, (double)NAN}, {{"INF", 3}, (double)INFINITY}, {{"-INF", 4}, -(double)INFINITY}};
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (rg_text_equal(text, specials[i].text)) {
            *number = specials[i].value;
            return true;
        }
    }
    return false;
}

/* The exponent of "1e3", from the `e` at offset `i` on. Returns the offset behind it, or 0 when it is
 * malformed. */
static size_t read_exponent(rg_text text, size_t i, decimal *number)
{
    decimal exponent = {0};
    bool negative = ++i < text.size && text.bytes[i] == '-';
    i += i < text.size && (text.bytes[i] == '-' || text.bytes[i] == '+');
    size_t end = read_run(text, i, false, &exponent);
    if (end == i || exponent.mantissa > 9999)
        return 0;
    number->exponent += negative ? -(int)exponent.mantissa : (int)exponent.mantissa;
    return end;
}

bool rg_number_simple(const rg_value_type *type, rg_text text, double *value)
{
    decimal number = {0};
    if (!text.size || text.size > RG_MOST_SIMPLE)
        return false;
    size_t end = read_run(text, 0, false, &number);
    if (end < text.size && type->type == RG_TYPE_NUMBER && text.bytes[end] == type->decimal_char)
        end = read_run(text, end + 1, true, &number);
    *value = (double)number.mantissa / powers[-number.exponent];
    return end == text.size && text.size > (size_t)(number.exponent < 0 || text.bytes[0] == type->decimal_char);
}

/* Where `bareNumber` is false, text round the number is passed over: "EUR 12.50", "95%". */
static rg_text bare(const rg_value_type *type, rg_text text)
{
    if (type->bare_number)
        return text;
    while (text.size && !rg_is_digit(text.bytes[0]) && text.bytes[0] != '-' && text.bytes[0] != '+') {
        text.bytes++;
        text.size--;
    }
    while (text.size && !rg_is_digit(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

bool rg_number_read(const rg_value_type *type, rg_text text, double *value)
{
    if (rg_number_simple(type, text, value))
        return true;
    text = bare(type, text);
    decimal number = {0};
    bool negative = text.size && text.bytes[0] == '-';
    size_t first = text.size && (text.bytes[0] == '-' || text.bytes[0] == '+');
    size_t i = read_digits(text, first, type->group_char, &number);
    bool has_digits = i > first;
    if (type->type == RG_TYPE_NUMBER) {
        if (i < text.size && text.bytes[i] == type->decimal_char) {
            size_t fraction = i + 1;
            i = read_run(text, fraction, true, &number);
            has_digits |= i > fraction;
        }
        if (!has_digits)
            return read_special(text, value);
        if (i < text.size && (text.bytes[i] == 'e' || text.bytes[i] == 'E'))
            i = read_exponent(text, i, &number);
    }
    *value = negative ? -scale(&number) : scale(&number);
    return has_digits && i == text.size;
}
