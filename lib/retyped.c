/* retyped.c - values that a spreadsheet has taken for numbers, dates or truth values, and written in its own way. */
#include "retyped.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define LONGEST 64 /* what spreadsheets take for a number is shorter */

/* A decimal number, perhaps with an exponent. */
static bool is_number(rg_text text, double *number)
{
    char copy[LONGEST + 1], *end;
    if (!text.size || text.size > LONGEST || memchr(text.bytes, '\0', text.size))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (!rg_is_digit(text.bytes[i]) && !strchr("+-.eE", text.bytes[i]))
            return false;
    memcpy(copy, text.bytes, text.size);
    copy[text.size] = '\0';
    *number = strtod(copy, &end);
    return !*end && (rg_is_digit(copy[0]) || rg_is_digit(copy[1]));
}

bool rg_is_rounded(rg_text value)
{
    double number;
    return is_number(value, &number) && (memchr(value.bytes, 'E', value.size) || memchr(value.bytes, 'e', value.size));
}

/* Numbers in the text, as `2024-01-05` has three, and nothing but what stands in dates and times between them. */
static size_t parts_of_date(rg_text text, unsigned long *parts, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (!rg_is_digit(text.bytes[i])) {
            if (!strchr("-/.: T", text.bytes[i]))
                return 0;
            continue;
        }
        unsigned long part = 0;
        for (; i < text.size && rg_is_digit(text.bytes[i]); i++)
            part = part * 10 + (unsigned long)(text.bytes[i] - '0');
        i--;
        if (count == most || part > 9999)
            return 0;
        parts[count++] = part;
    }
    return count;
}

static int by_size(const void *a, const void *b)
{
    const unsigned long *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* A day, or with hours and minutes, or with seconds. */
static bool is_date(const unsigned long *parts, size_t count)
{
    return (count == 3 || count == 5 || count == 6) && (parts[0] || parts[1]);
}

static bool has_year(const unsigned long *parts)
{
    return parts[0] >= 1000 || parts[2] >= 1000;
}

/* The same day, month and year in another order or with other separators; a year may have lost its century, and a
 * time its seconds or all of it. */
static bool is_same_date(rg_text before, rg_text after)
{
    unsigned long a[6], b[6];
    if (before.size > LONGEST || after.size > LONGEST)
        return false;
    size_t count = parts_of_date(before, a, 6), other = parts_of_date(after, b, 6);
    if (!is_date(a, count) || !is_date(b, other) || !(has_year(a) || has_year(b)))
        return false;
    for (size_t i = 0; i < 3; i++) {
        a[i] %= 100;
        b[i] %= 100;
    }
    for (size_t i = 3; i < count && i < other; i++)
        if (a[i] != b[i])
            return false;
    qsort(a, 3, sizeof *a, by_size);
    qsort(b, 3, sizeof *b, by_size);
    return memcmp(a, b, 3 * sizeof *a) == 0;
}

/* The same text but for the form of the line ends in it. */
static bool is_same_text(rg_text before, rg_text after)
{
    size_t a = 0, b = 0;
    for (; a < before.size && b < after.size; a++, b++) {
        bool ends = before.bytes[a] == '\r' && after.bytes[b] == '\n';
        if (before.bytes[a] != after.bytes[b] && !ends)
            return false;
        if (ends && a + 1 < before.size && before.bytes[a + 1] == '\n')
            a++;
    }
    return a == before.size && b == after.size;
}

static bool is_truth(rg_text text)
{
    return rg_text_equal_nocase(text, rg_text_of("true")) || rg_text_equal_nocase(text, rg_text_of("false"));
}

const char *rg_retyped(rg_text before, rg_text after)
{
    double a, b;
    if (rg_text_equal(rg_text_trim(before), rg_text_trim(after)))
        return before.size > after.size ? "blanks round the value were dropped" : NULL;
    if (is_same_text(before, after))
        return "line ends in the value were changed";
    if (is_truth(before) && rg_text_equal_nocase(before, after))
        return "a truth value is written in capital letters";
    if (is_number(before, &a) && is_number(after, &b)) {
        if (rg_is_rounded(before) && !rg_is_rounded(after) && a == b)
            return "a number that had been rounded was written out";
        if (rg_is_rounded(after) && !rg_is_rounded(before) && fabs(a - b) <= fabs(a) * 1e-4)
            return "a long number was rounded";
        if (a == b && before.bytes[0] == '0' && before.size > 1 && rg_is_digit(before.bytes[1]))
            return "leading zeros were dropped";
        if (a == b)
            return "a number is written in another form";
    }
    return is_same_date(before, after) ? "a date is written in another form" : NULL;
}
