/* value.c - is a value of its column's type, and if not, why? */
#include "value.h"

#include <math.h>
#include <string.h>

#include "string_format.h"
#include "text.h"
#include "time_value.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---------------------------------------------------------------- numbers */

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

bool rg_value_simple(const rg_value_type *type, rg_text text, double *value)
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

static bool read_number(const rg_value_type *type, rg_text text, double *value)
{
    if (rg_value_simple(type, text, value))
        return true;
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

static bool fits_number(const rg_value_type *type, rg_text text, double *number)
{
    return read_number(type, bare(type, text), number);
}

/* ---------------------------------------------------------------- the other types */

static bool among(const rg_strings *list, rg_text text)
{
    for (size_t i = 0; i < list->count; i++)
        if (rg_text_equal(rg_text_of(list->items[i]), text))
            return true;
    return false;
}

static bool fits_any(const rg_value_type *type, rg_text text, double *number)
{
    (void)type;
    (void)text;
    (void)number;
    return true;
}

static bool fits_string(const rg_value_type *type, rg_text text, double *number)
{
    (void)number;
    return rg_format_fits(type->format, text);
}

static bool fits_boolean(const rg_value_type *type, rg_text text, double *number)
{
    (void)number;
    return among(&type->true_values, text) || among(&type->false_values, text);
}

static bool fits_date(const rg_value_type *type, rg_text text, double *number)
{
    return rg_time_read(type->time_format ? type->time_format : "%Y-%m-%d", text, number);
}

static bool fits_time(const rg_value_type *type, rg_text text, double *number)
{
    return type->time_format ? rg_time_read(type->time_format, text, number)
                             : rg_time_read_iso("%H:%M:%S", text, number);
}

static bool fits_datetime(const rg_value_type *type, rg_text text, double *number)
{
    return type->time_format ? rg_time_read(type->time_format, text, number)
                             : rg_time_read_iso("%Y-%m-%dT%H:%M:%S", text, number);
}

static bool fits_year(const rg_value_type *type, rg_text text, double *number)
{
    static const rg_value_type integer = {.type = RG_TYPE_INTEGER};
    (void)type;
    size_t digits = text.size && text.bytes[0] == '-' ? text.size - 1 : text.size;
    return digits == 4 && text.bytes[0] != '+' && read_number(&integer, text, number);
}

static bool fits_nothing(const rg_value_type *type, rg_text text, double *number)
{
    (void)type;
    (void)text;
    (void)number;
    return false; /* a list is looked at item by item */
}

static const struct {
    bool ordered;
    bool (*fits)(const rg_value_type *type, rg_text text, double *number);
} types[] = {
    [RG_TYPE_ANY] = {false, fits_any},          [RG_TYPE_STRING] = {false, fits_string},
    [RG_TYPE_INTEGER] = {true, fits_number},    [RG_TYPE_NUMBER] = {true, fits_number},
    [RG_TYPE_BOOLEAN] = {false, fits_boolean},  [RG_TYPE_DATE] = {true, fits_date},
    [RG_TYPE_DATETIME] = {true, fits_datetime}, [RG_TYPE_TIME] = {true, fits_time},
    [RG_TYPE_YEAR] = {true, fits_year},         [RG_TYPE_LIST] = {false, fits_nothing},
};

static const struct {
    const char *word, *noun;
} type_names[] = {
#define X(id, word, noun) {word, noun},
    RG_TYPES(X)
#undef X
};

static const struct {
    const char *word, *noun;
} format_names[] = {
#define X(id, word, noun) {word, noun},
    RG_STRING_FORMATS(X)
#undef X
};

bool rg_value_fits(const rg_value_type *type, rg_text text, double *number)
{
    double unused = 0;
    /* Most columns are numbers or free text: no detour for them. */
    if (type->type == RG_TYPE_STRING && type->format == RG_FORMAT_NONE)
        return true;
    return types[type->type].fits(type, text, number ? number : &unused);
}

bool rg_value_is_ordered(const rg_value_type *type)
{
    return types[type->type].ordered;
}

bool rg_value_number(const rg_value_type *type, rg_text text, double *number)
{
    return types[type->type].ordered && types[type->type].fits(type, text, number);
}

const char *rg_type_name(rg_type type)
{
    return type_names[type].word;
}

const char *rg_value_word(const rg_value_type *type)
{
    bool has_format = type->type == RG_TYPE_STRING && type->format != RG_FORMAT_NONE;
    return has_format ? format_names[type->format].word : type_names[type->type].word;
}

const char *rg_value_noun(const rg_value_type *type)
{
    return type->type == RG_TYPE_STRING ? format_names[type->format].noun : type_names[type->type].noun;
}

/* ---------------------------------------------------------------- why not */

/* Where the digits and what belongs to them end. */
static size_t number_end(rg_text text)
{
    size_t i = 0;
    while (i < text.size && (is_digit(text.bytes[i]) || strchr("+-.,", text.bytes[i])) && text.bytes[i])
        i++;
    return i;
}

static const char *explain_number(const rg_value_type *type, rg_text text, rg_arena *arena)
{
    size_t end = number_end(text);
    rg_text unit = rg_text_trim((rg_text){text.bytes + end, text.size - end});
    const char *comma = memchr(text.bytes, ',', text.size);
    double number;
    if (end && unit.size && end + unit.size <= text.size)
        return rg_arena_printf(arena, "write the number alone, without `%.*s`", (int)unit.size, unit.bytes);
    if (comma && !type->group_char && type->decimal_char == '.') {
        rg_value_type grouped = *type;
        grouped.group_char = ",";
        size_t after = text.size - (size_t)(comma - text.bytes) - 1;
        bool thousands = after >= 3 && rg_value_fits(&grouped, text, &number);
        return thousands ? "remove the thousands separators" : "the decimal sign is a point";
    }
    rg_value_type decimal_number = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
    if (type->type == RG_TYPE_INTEGER && rg_value_fits(&decimal_number, text, &number))
        return "write it without decimals or exponent";
    return NULL;
}

static const char *explain_boolean(const rg_value_type *type, rg_arena *arena)
{
    return type->true_values.count && type->false_values.count
               ? rg_arena_printf(arena, "write `%s` or `%s`", type->true_values.items[0], type->false_values.items[0])
               : NULL;
}

static const char *explain_time(const rg_value_type *type, const char *default_format, rg_arena *arena)
{
    char example[128];
    rg_time_example(type->time_format ? type->time_format : default_format, example, sizeof example);
    return rg_arena_printf(arena, "write it as %s", example);
}

bool rg_value_is_null_word(rg_text text)
{
    static const char *const words[] = {"n/a", "na", "-", "--", "null", "none", "nil", "#n/a", "unknown", "tbd", "?"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rg_text_equal_nocase(text, rg_text_of(words[i])))
            return true;
    return false;
}

/* 6.93217E+12: what a spreadsheet makes of a long number. */
static bool is_rounded_number(rg_text text)
{
    rg_value_type any_number = {.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true};
    double number;
    const char *exponent = memchr(text.bytes, 'E', text.size);
    return exponent && exponent + 1 < text.bytes + text.size && exponent[1] == '+' &&
           rg_value_fits(&any_number, text, &number);
}

/* What a formula shows that could not be worked out; #N/A is a word for "no value", too. */
static bool is_formula_error(rg_text text)
{
    static const char *const words[] = {"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rg_text_equal_nocase(text, rg_text_of(words[i])))
            return true;
    return false;
}

const char *rg_value_damage(rg_text text, rg_arena *arena)
{
    if (rg_value_is_null_word(text))
        return "leave the field empty when there is no value";
    if (is_formula_error(text))
        return "a formula of the spreadsheet has failed: correct it there, and export again";
    rg_text found;
    if (rg_text_in_curly_quotes(text, &found))
        return "remove the curly quotes: only straight ones quote, and these are a part of the value";
    const char *invisible = rg_text_invisible(text, &found);
    if (invisible)
        return rg_arena_printf(arena, "remove %s from it: it looks like nothing or like a blank", invisible);
    if (is_rounded_number(text))
        return "a spreadsheet has rounded a long number: format the column as text there, and export again";
    return NULL;
}

const char *rg_value_hint(const rg_value_type *type, rg_text text, rg_arena *arena)
{
    const char *damage = rg_value_damage(text, arena);
    if (damage)
        return damage;
    switch (type->type) {
    case RG_TYPE_INTEGER:
    case RG_TYPE_NUMBER:
        return explain_number(type, text, arena);
    case RG_TYPE_BOOLEAN:
        return explain_boolean(type, arena);
    case RG_TYPE_DATE:
        return explain_time(type, "%Y-%m-%d", arena);
    case RG_TYPE_DATETIME:
        return explain_time(type, "%Y-%m-%dT%H:%M:%SZ", arena);
    case RG_TYPE_TIME:
        return explain_time(type, "%H:%M:%S", arena);
    case RG_TYPE_STRING:
        return rg_format_hint(type->format, text, arena);
    default:
        return NULL;
    }
}
