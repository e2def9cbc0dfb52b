/* cell.c - what a cell of a workbook says: places, numbers, dates and escapes, as text.
 *
 * Numbers are read and rounded as decimal digits: strtod would ask the locale of whoever uses the library. */
#include "cell.h"

#include <inttypes.h>
#include <string.h>

#include "text.h"

bool rg_cell_place(const char *reference, uint32_t *column, uint32_t *row)
{
    const char *c = reference;
    *column = *row = 0;
    for (; (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z'); c++)
        if (*column <= RG_CELL_COLUMNS)
            *column = *column * 26 + (uint32_t)((*c | 0x20) - 'a') + 1;
    for (; *c >= '0' && *c <= '9'; c++)
        if (*row <= RG_CELL_ROWS)
            *row = *row * 10 + (uint32_t)(*c - '0');
    if (*column > RG_CELL_COLUMNS)
        *column = RG_CELL_COLUMNS + 1;
    if (*row > RG_CELL_ROWS)
        *row = RG_CELL_ROWS + 1;
    return *c == '\0' && *column && *row;
}

/* ---------------------------------------------------------------- numbers */

#define DIGITS 15 /* that a double keeps of any number; what stands behind them is noise */
#define MAX_EXPONENT 9999

/* 0.DIGITS * 10^exponent; no digits: zero. */
typedef struct decimal {
    bool negative;
    int count;
    char digits[DIGITS + 1]; /* one more, to round by */
    int exponent;
} decimal;

static bool is_digit(rg_text text, size_t at)
{
    return at < text.size && rg_is_digit(text.bytes[at]);
}

/* Digits with a point among them; false when there is no digit. */
static bool read_digits(decimal *number, rg_text text, size_t *at)
{
    bool point = false, any = false;
    for (; is_digit(text, *at) || (!point && *at < text.size && text.bytes[*at] == '.'); (*at)++) {
        char c = text.bytes[*at];
        if (c == '.') {
            point = true;
            continue;
        }
        any = true;
        if (number->count || c != '0') {
            if (number->count <= DIGITS)
                number->digits[number->count++] = c;
            number->exponent += !point && number->exponent < MAX_EXPONENT;
        } else {
            number->exponent -= point && number->exponent > -MAX_EXPONENT;
        }
    }
    return any;
}

static bool read_exponent(decimal *number, rg_text text, size_t *at)
{
    int exponent = 0;
    if (*at == text.size || (text.bytes[*at] | 0x20) != 'e')
        return true;
    ++*at;
    bool negative = *at < text.size && text.bytes[*at] == '-';
    *at += negative || (*at < text.size && text.bytes[*at] == '+');
    if (!is_digit(text, *at))
        return false;
    for (; is_digit(text, *at); (*at)++)
        exponent = exponent < MAX_EXPONENT ? exponent * 10 + (text.bytes[*at] - '0') : exponent;
    number->exponent += negative ? -exponent : exponent;
    return true;
}

static void round_digits(decimal *number)
{
    if (number->count > DIGITS) {
        int last = --number->count - 1;
        if (number->digits[DIGITS] >= '5') {
            while (last >= 0 && number->digits[last] == '9')
                last--;
            if (last < 0) { /* all of them were nines */
                number->digits[last = 0] = '0';
                number->exponent++;
            }
            number->digits[last]++;
            number->count = last + 1;
        }
    }
    while (number->count && number->digits[number->count - 1] == '0')
        number->count--;
}

static bool read_decimal(decimal *number, rg_text text)
{
    size_t at = 0;
    *number = (decimal){0};
    number->negative = text.size && text.bytes[0] == '-';
    at += number->negative || (text.size && text.bytes[0] == '+');
    if (!read_digits(number, text, &at) || !read_exponent(number, text, &at) || at != text.size)
        return false;
    round_digits(number);
    return true;
}

static bool is_integer(rg_text text)
{
    size_t at = text.size && text.bytes[0] == '-';
    if (at == text.size)
        return false;
    while (is_digit(text, at))
        at++;
    return at == text.size;
}

static void add_zeros(rg_buffer *out, int count)
{
    for (; count > 0; count--)
        rg_buffer_add(out, "0", 1);
}

/* Without an exponent as far as anybody would write the number so. */
static void add_decimal(rg_buffer *out, const decimal *number)
{
    int whole = number->exponent < number->count ? number->exponent : number->count;
    if (number->negative && number->count)
        rg_buffer_add(out, "-", 1);
    if (number->count == 0) {
        rg_buffer_add(out, "0", 1);
    } else if (number->exponent < -8 || number->exponent > 21) {
        rg_buffer_add(out, number->digits, 1);
        if (number->count > 1)
            rg_buffer_printf(out, ".%.*s", number->count - 1, number->digits + 1);
        rg_buffer_printf(out, "E%+03d", number->exponent - 1);
    } else if (number->exponent <= 0) {
        rg_buffer_add(out, "0.", 2);
        add_zeros(out, -number->exponent);
        rg_buffer_add(out, number->digits, (size_t)number->count);
    } else {
        rg_buffer_add(out, number->digits, (size_t)whole);
        add_zeros(out, number->exponent - number->count);
        if (number->count > whole)
            rg_buffer_printf(out, ".%.*s", number->count - whole, number->digits + whole);
    }
}

void rg_cell_number(rg_buffer *out, rg_text text)
{
    decimal number;
    if (!is_integer(text) && read_decimal(&number, text))
        add_decimal(out, &number);
    else
        rg_buffer_add(out, text.bytes, text.size);
}

/* ---------------------------------------------------------------- dates */

#define DAYS_TO_1904 1462        /* from the day 0 of most workbooks to that of the others */
#define DAYS_TO_1970 25569       /* from day 0 */
#define MOST_DAYS 2958466        /* the first day of the year 10000 */
#define DAYS_FROM_YEAR_0 719468L /* from March 1st of year 0 to 1970 */
#define FEBRUARY_29 60           /* of 1900, a day that never was, but that has a number */

/* Years begin in March here, so that the leap day is the last. */
static void add_day(rg_buffer *out, long days_since_1970)
{
    long days = days_since_1970 + DAYS_FROM_YEAR_0; /* never negative: the earliest year is 1899 */
    long era = days / 146097, day_of_era = days % 146097;
    long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long month = (5 * day_of_year + 2) / 153;
    long day = day_of_year - (153 * month + 2) / 5 + 1;
    long year = era * 400 + year_of_era + (month >= 10);
    rg_buffer_printf(out, "%04ld/%02ld/%02ld", year, month < 10 ? month + 3 : month - 9, day);
}

/* Exact to less than a millisecond, for numbers that can be days. */
static bool read_seconds(rg_text text, int64_t *seconds)
{
    decimal number;
    double digits = 0, power = 1;
    if (!read_decimal(&number, text) || (number.negative && number.count) || number.exponent > 7)
        return false;
    for (int i = 0; i < number.count; i++)
        digits = digits * 10 + (number.digits[i] - '0');
    int shift = number.exponent - number.count;
    for (int i = 0; i < (shift < 0 ? -shift : shift) && i < 22; i++) /* 10^22 is the last that is exact */
        power *= 10;
    *seconds = (int64_t)((shift < 0 ? digits / power : digits * power) * 86400 + 0.5);
    return true;
}

bool rg_cell_date(rg_buffer *out, rg_text text, bool from_1904)
{
    int64_t seconds;
    if (!read_seconds(text, &seconds))
        return false;
    long days = (long)(seconds / 86400) + (from_1904 ? DAYS_TO_1904 : 0);
    int second = (int)(seconds % 86400);
    if (days >= MOST_DAYS)
        return false;
    if (!from_1904 && days == FEBRUARY_29)
        rg_buffer_add_string(out, "1900/02/29"); /* as every spreadsheet shows it */
    else
        add_day(out, days - DAYS_TO_1970 + (!from_1904 && days < FEBRUARY_29));
    rg_buffer_printf(out, " %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    return true;
}

bool rg_cell_builtin_is_date(uint64_t number)
{
    return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || (number >= 45 && number <= 47) ||
           (number >= 50 && number <= 58);
}

bool rg_cell_format_is_date(const char *code)
{
    for (const char *c = code; *c; c++) {
        if (*c == '"' || *c == '[') {
            c = strchr(c + 1, *c == '"' ? '"' : ']');
            if (!c)
                return false;
        } else if (*c == '\\' || *c == '_' || *c == '*') { /* the next character is shown, left out, or repeated */
            if (!*++c)
                return false;
        } else if (strchr("yYmMdDhHsS", *c)) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- escapes */

/* _xHHHH_ is a unit of UTF-16. */
static bool read_unit(rg_text text, size_t at, uint32_t *unit)
{
    *unit = 0;
    if (text.size - at < 7 || text.bytes[at] != '_' || text.bytes[at + 1] != 'x' || text.bytes[at + 6] != '_')
        return false;
    for (size_t i = at + 2; i < at + 6; i++) {
        const char *const digits = "0123456789abcdef0123456789ABCDEF";
        const char *found = text.bytes[i] ? strchr(digits, text.bytes[i]) : NULL;
        if (!found)
            return false;
        *unit = *unit * 16 + (uint32_t)((found - digits) % 16);
    }
    return true;
}

static size_t put_utf8(char *to, uint32_t c)
{
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size; --i > 0; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(leads[size] | c);
    return size;
}

/* What is written is never longer than what was read. */
void rg_cell_decode(rg_buffer *buffer, size_t from)
{
    rg_text text = rg_buffer_text(buffer);
    size_t to = from;
    if (from >= text.size || !memchr(text.bytes + from, '_', text.size - from))
        return;
    for (size_t at = from; at < text.size;) {
        uint32_t unit, low;
        if (!read_unit(text, at, &unit)) {
            buffer->bytes[to++] = text.bytes[at++];
            continue;
        }
        at += 7;
        if (unit >= 0xD800 && unit < 0xDC00 && at < text.size && read_unit(text, at, &low) && low >= 0xDC00 &&
            low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            at += 7;
        }
        bool lone = unit >= 0xD800 && unit < 0xE000; /* half a character */
        to += put_utf8(buffer->bytes + to, lone ? 0xFFFD : unit);
    }
    buffer->size = to;
    buffer->bytes[to] = '\0';
}
