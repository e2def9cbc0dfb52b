/* remedy_number.c - the number that was meant by one that was written in another way: with separators between its
 * thousands, a decimal comma, a unit, or an exponent. */
#include "remedy_number.h"

#include <stdio.h>
#include <string.h>

#include "text.h"
#include "units.h"
#include "value.h"

#define MOST_RUNS 16
#define MOST_EXACT 15 /* digits that a double holds exactly */

/* ---------------------------------------------------------------- digits and what stands between them */

/* Runs of digits, one separator between two of them. */
typedef struct digits {
    bool negative;
    rg_text runs[MOST_RUNS];
    char separators[MOST_RUNS]; /* the one behind each run */
    size_t count;
    rg_text unit; /* what stands behind the digits */
} digits;

/* The size of a separator at the start of `text`, when a digit follows it; 0: there is none. */
static size_t separator_size(rg_text text, char *kind)
{
    static const rg_text apostrophe = RG_TEXT("\xE2\x80\x99");
    size_t size = text.size && strchr(".,' ", text.bytes[0]) && text.bytes[0];
    *kind = size ? text.bytes[0] : '\'';
    if (rg_text_begins(text, apostrophe))
        size = apostrophe.size;
    return size && size < text.size && rg_is_digit(text.bytes[size]) ? size : 0;
}

static bool read_digits(rg_text text, digits *d)
{
    size_t i = text.size && (text.bytes[0] == '-' || text.bytes[0] == '+');
    *d = (digits){.negative = i && text.bytes[0] == '-'};
    for (size_t between = 1; between && d->count < MOST_RUNS; i += between) {
        size_t first = i;
        while (i < text.size && rg_is_digit(text.bytes[i]))
            i++;
        if (i == first)
            return false;
        between = separator_size((rg_text){text.bytes + i, text.size - i}, &d->separators[d->count]);
        d->runs[d->count++] = (rg_text){text.bytes + first, i - first};
    }
    d->unit = rg_text_trim((rg_text){text.bytes + i, text.size - i});
    return true;
}

/* Are the runs up to `end` thousands: one to three digits, no leading zero, then three each? */
static bool are_thousands(const digits *d, size_t end)
{
    if (d->runs[0].size > 3 || d->runs[0].bytes[0] == '0')
        return false;
    for (size_t i = 1; i < end; i++)
        if (d->runs[i].size != 3 || (i > 1 && d->separators[i - 1] != d->separators[0]))
            return false;
    return true;
}

/* Where the fraction begins: the run behind the decimal sign, or `count` when there is none. False: nobody knows. */
static bool find_fraction(const digits *d, const rg_value_type *type, char delimiter, size_t *fraction, bool *safe)
{
    size_t last = d->count - 1;
    *safe = true;
    *fraction = d->count;
    if (last == 0)
        return true;
    char sign = d->separators[last - 1];
    bool thousands = are_thousands(d, d->count);
    bool is_decimal_sign = sign == '.' || sign == ',';
    if (thousands && (last > 1 || !is_decimal_sign || sign != type->decimal_char)) {
        /* 16,384 could be a fraction with three digits. */
        bool one_of_two = last == 1 && is_decimal_sign;
        *safe = !one_of_two || delimiter == ',';
        return true;
    }
    if (!is_decimal_sign || (last > 1 && (sign == d->separators[0] || !are_thousands(d, last))))
        return false;
    *fraction = last;
    /* 16.384 with a unit, from where the decimal sign is a comma. */
    *safe = !(thousands && delimiter != ',');
    return true;
}

static void add_digits(rg_buffer *out, const digits *d, size_t fraction, char decimal_char)
{
    if (d->negative)
        rg_buffer_add(out, "-", 1);
    for (size_t i = 0; i < d->count; i++) {
        if (i == fraction)
            rg_buffer_add(out, &decimal_char, 1);
        rg_buffer_add(out, d->runs[i].bytes, d->runs[i].size);
    }
}

/* ---------------------------------------------------------------- units */

static rg_text without_ending(rg_text text, const char *ending)
{
    size_t size = strlen(ending);
    bool has_it = text.size > size &&
                  rg_text_equal_nocase((rg_text){text.bytes + text.size - size, size}, (rg_text){ending, size});
    return has_it ? rg_text_trim((rg_text){text.bytes, text.size - size}) : text;
}

/* By which power of 1024 a number in `written` is multiplied to be one in `unit`. False: they have nothing in common.
 */
static bool compare_units(rg_text written, rg_text unit, int *power)
{
    *power = 0;
    if (!written.size || rg_text_equal_nocase(written, unit))
        return true;
    if (rg_text_equal(unit, rg_text_of("%")))
        return rg_text_equal_nocase(written, rg_text_of("percent")) || rg_text_equal_nocase(written, rg_text_of("pct"));
    int from = rg_unit_power(without_ending(without_ending(written, "/s"), "/sec"));
    int to = rg_unit_power(without_ending(unit, "/s"));
    *power = from - to;
    return from >= 0 && to >= 0;
}

/* Multiply the number in `out` from `start` on. False: the result would not be exact. */
static bool scale(rg_buffer *out, size_t start, int power, char decimal_char)
{
    rg_value_type type = {.type = RG_TYPE_NUMBER, .decimal_char = decimal_char, .bare_number = true};
    double number, before;
    if (!rg_value_number(&type, (rg_text){out->bytes + start, out->size - start}, &number))
        return false;
    size_t count = 0;
    for (size_t i = start; i < out->size; i++)
        count += rg_is_digit(out->bytes[i]);
    if (count > MOST_EXACT)
        return false;
    before = number;
    for (int i = 0; i < power; i++)
        number *= 1024;
    for (int i = 0; i > power; i--)
        number /= 1024;
    char scaled[400];
    int size = snprintf(scaled, sizeof scaled, "%.12f", number);
    for (int i = 0; i < size; i++) /* whatever the locale's decimal sign is */
        if (!rg_is_digit(scaled[i]) && scaled[i] != '-')
            scaled[i] = decimal_char;
    while (size > 1 && scaled[size - 1] == '0')
        size--;
    size -= scaled[size - 1] == decimal_char;
    out->size = start;
    rg_buffer_add(out, scaled, (size_t)size);
    double after;
    if (!rg_value_number(&type, (rg_text){scaled, (size_t)size}, &after))
        return false;
    for (int i = 0; i < power; i++)
        after /= 1024;
    for (int i = 0; i > power; i--)
        after *= 1024;
    return after >= before && after <= before;
}

/* Mb/s, kbps: rates in bits are written so, as well as rates in bytes. */
static bool may_be_bits(rg_text written)
{
    rg_text amount = without_ending(without_ending(written, "/s"), "/sec");
    return amount.size < written.size && amount.bytes[amount.size - 1] == 'b';
}

/* ---------------------------------------------------------------- numbers */

/* 12.0 where only whole numbers are taken. */
static size_t drop_zeros(const digits *d, const rg_value_type *type, size_t fraction)
{
    rg_text last = d->runs[d->count - 1];
    for (size_t i = 0; i < last.size; i++)
        if (last.bytes[i] != '0')
            return d->count;
    return type->type == RG_TYPE_INTEGER && fraction + 1 == d->count ? fraction : d->count;
}

/* The digits as a number, in the column's unit. */
static bool add_number(rg_buffer *out, const rg_value_type *type, digits *d, size_t fraction, bool *safe)
{
    int power = 0;
    size_t start = out->size;
    char decimal_char = type->decimal_char ? type->decimal_char : '.';
    if (d->unit.size && !(type->unit && compare_units(d->unit, rg_text_of(type->unit), &power)))
        return false;
    *safe &= !may_be_bits(d->unit);
    if (!power)
        d->count = drop_zeros(d, type, fraction);
    add_digits(out, d, fraction, decimal_char);
    return !out->failed && (!power || scale(out, start, power, decimal_char));
}

bool rg_remedy_number(rg_buffer *out, const rg_value_type *type, char delimiter, rg_text text, bool *safe)
{
    digits d;
    size_t fraction;
    return (type->type == RG_TYPE_INTEGER || type->type == RG_TYPE_NUMBER) && read_digits(text, &d) &&
           find_fraction(&d, type, delimiter, &fraction, safe) && add_number(out, type, &d, fraction, safe);
}

bool rg_remedy_fraction(rg_buffer *out, const rg_value_type *type, rg_text text, bool *safe)
{
    digits d;
    *safe = true;
    return type->type == RG_TYPE_NUMBER && read_digits(text, &d) && d.count == 2 && d.separators[0] == ',' &&
           add_number(out, type, &d, 1, safe);
}

bool rg_remedy_exponent(rg_buffer *out, rg_text text)
{
    const char *letter = NULL;
    for (size_t i = 0; i < text.size && !letter; i++)
        if (text.bytes[i] == 'E' || text.bytes[i] == 'e')
            letter = text.bytes + i;
    digits d;
    rg_text mantissa = {text.bytes, letter ? (size_t)(letter - text.bytes) : 0};
    if (!letter || !read_digits(mantissa, &d) || d.unit.size || d.count > 2 || d.runs[0].size != 1)
        return false;
    size_t exponent = 0, behind = mantissa.size + 1;
    behind += behind < text.size && text.bytes[behind] == '+';
    if (behind == text.size || text.size - behind > 2)
        return false;
    for (; behind < text.size; behind++) {
        if (!rg_is_digit(text.bytes[behind]))
            return false;
        exponent = exponent * 10 + (size_t)(text.bytes[behind] - '0');
    }
    size_t fraction = d.count > 1 ? d.runs[1].size : 0;
    if (exponent < fraction)
        return false;
    add_digits(out, &d, d.count, '.');
    for (; fraction < exponent; fraction++)
        rg_buffer_add(out, "0", 1);
    return !out->failed;
}
