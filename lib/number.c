/* number.c - numbers as import files have them: strtod knows locales, hexadecimal and "inf", and no decimal comma. */
#include "number.h"

#include <math.h>
#include <string.h>

#include "text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

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
    for (; i < text.size && is_digit(text.bytes[i]); i++) {
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
           is_digit(text.bytes[end + group_size]))
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

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Up to eight characters, the first in the lowest byte, zeros behind the last. */
static uint64_t load(rg_text text)
{
    uint32_t first, last;
    if (text.size < sizeof first) {
        const unsigned char *bytes = (const unsigned char *)text.bytes;
        size_t end = text.size - 1, middle = text.size / 2;
        return bytes[0] | (uint64_t)bytes[middle] << 8 * middle | (uint64_t)bytes[end] << 8 * end;
    }
    memcpy(&first, text.bytes, sizeof first);
    memcpy(&last, text.bytes + text.size - sizeof last, sizeof last);
    return first | (uint64_t)last << 8 * (text.size - sizeof last);
}

/* Eight digits at once, without a branch for each: it would often be guessed wrongly. The first digit is in the lowest
 * byte. Neighbours are joined three times: digits, pairs, fours. */
static bool read_eight(uint64_t digits, uint64_t *value)
{
    uint64_t high = 0xF0 * EACH_BYTE, zeros = '0' * EACH_BYTE;
    if ((digits & high) != zeros || ((digits + 6 * EACH_BYTE) & high) != zeros)
        return false;
    digits = (digits & 0x0F * EACH_BYTE) * (1 + (10 << 8)) >> 8;
    digits = (digits & UINT64_C(0x00FF00FF00FF00FF)) * (1 + (100 << 16)) >> 16;
    *value = (digits & UINT64_C(0x0000FFFF0000FFFF)) * (1 + (UINT64_C(10000) << 32)) >> 32;
    return true;
}

/* Where the lowest byte of `text` is that is `wanted`, in bits; 64: nowhere. */
static unsigned find_byte(uint64_t text, char wanted)
{
    uint64_t other = text ^ (unsigned char)wanted * EACH_BYTE;
    uint64_t found = (other - EACH_BYTE) & ~other & 0x80 * EACH_BYTE;
    return found ? (unsigned)__builtin_ctzll(found) & ~7u : 64;
}

static bool read_short(const rg_value_type *type, rg_text text, decimal *number)
{
    uint64_t digits = load(text);
    if (text.size < 8) /* zeros before the first */
        digits = digits << 8 * (8 - text.size) | '0' * EACH_BYTE >> 8 * text.size;
    unsigned point = type->type == RG_TYPE_NUMBER ? find_byte(digits, type->decimal_char) : 64;
    if (point < 64) {
        uint64_t before = digits & ((UINT64_C(1) << point) - 1);
        digits = (digits ^ before) & ~(UINT64_C(0xFF) << point);
        digits |= before << 8 | '0';
        number->exponent = -(int)(7 - point / 8);
    }
    return read_eight(digits, &number->mantissa) && (text.size > 1 || point == 64);
}

bool rg_number_simple(const rg_value_type *type, rg_text text, double *value)
{
    decimal number = {0};
    bool fits;
    if (!text.size || text.size > RG_MOST_SIMPLE)
        return false;
    if (text.size <= 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        fits = read_short(type, text, &number);
    } else {
        size_t end = read_run(text, 0, false, &number);
        if (end < text.size && type->type == RG_TYPE_NUMBER && text.bytes[end] == type->decimal_char)
            end = read_run(text, end + 1, true, &number);
        fits = end == text.size;
    }
    *value = (double)number.mantissa / powers[-number.exponent]; /* as scale() does */
    return fits;
}

/* Where `bareNumber` is false, text round the number is passed over: "EUR 12.50", "95%". */
static rg_text bare(const rg_value_type *type, rg_text text)
{
    if (type->bare_number)
        return text;
    while (text.size && !is_digit(text.bytes[0]) && text.bytes[0] != '-' && text.bytes[0] != '+') {
        text.bytes++;
        text.size--;
    }
    while (text.size && !is_digit(text.bytes[text.size - 1]))
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
