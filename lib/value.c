/* value.c - is a value of its column's type, and if not, why? */
#include "value.h"

#include <string.h>

#include "number.h"
#include "string_format.h"
#include "text.h"
#include "time_value.h"
#include "typography.h"

/* ---------------------------------------------------------------- the types */

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
    static const rg_value_type integer = {.type = RG_TYPE_INTEGER, .bare_number = true};
    (void)type;
    size_t digits = text.size && text.bytes[0] == '-' ? text.size - 1 : text.size;
    return digits == 4 && text.bytes[0] != '+' && rg_number_read(&integer, text, number);
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
    [RG_TYPE_INTEGER] = {true, rg_number_read}, [RG_TYPE_NUMBER] = {true, rg_number_read},
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
    while (i < text.size && (rg_is_digit(text.bytes[i]) || strchr("+-.,", text.bytes[i])) && text.bytes[i])
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
        return rg_arena_join(arena, "write the number alone, without `", rg_arena_text(arena, unit), "`", NULL);
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

static bool is_word(rg_text text, const rg_text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rg_text_equal_nocase(text, words[i]))
            return true;
    return false;
}

bool rg_value_is_null_word(rg_text text)
{
    static const rg_text words[] = {RG_TEXT("n/a"),     RG_TEXT("na"),   RG_TEXT("-"),   RG_TEXT("--"),
                                    RG_TEXT("null"),    RG_TEXT("none"), RG_TEXT("nil"), RG_TEXT("#n/a"),
                                    RG_TEXT("unknown"), RG_TEXT("tbd"),  RG_TEXT("?")};
    return is_word(text, words, sizeof words / sizeof *words);
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
    static const rg_text words[] = {RG_TEXT("#ref!"), RG_TEXT("#value!"), RG_TEXT("#name?"), RG_TEXT("#div/0!"),
                                    RG_TEXT("#num!"), RG_TEXT("#null!"),  RG_TEXT("#spill!")};
    return text.size && text.bytes[0] == '#' && is_word(text, words, sizeof words / sizeof *words);
}

const char *rg_value_damage(rg_text text, rg_arena *arena)
{
    if (rg_value_is_null_word(text))
        return "leave the field empty when there is no value";
    if (is_formula_error(text))
        return "a formula of the spreadsheet has failed: correct it there, and export again";
    rg_text found;
    if (rg_in_curly_quotes(text, &found))
        return "remove the curly quotes: only straight ones quote, and these are a part of the value";
    const char *invisible = rg_find_invisible(text, &found);
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
