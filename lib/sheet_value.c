/* sheet_value.c - numbers in the cells of a sheet, which may be dates. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook_parts.h"

#define SECONDS_A_DAY 86400
#define MOST_DIGITS 15 /* that a double holds for certain */

static bool read_number(rg_text text, double *number)
{
    char copy[64];
    char *end;
    if (text.size == 0 || text.size >= sizeof copy)
        return false;
    memcpy(copy, text.bytes, text.size);
    copy[text.size] = '\0';
    *number = strtod(copy, &end);
    return *end == '\0' && isfinite(*number);
}

/* Workbooks store doubles: 0.30000000000000004 was 0.3, and 1.6384E4 is 16384. */
void rg_add_cell_number(rg_buffer *out, rg_text text)
{
    double number;
    char digits[64];
    bool plain = text.size <= MOST_DIGITS && strspn(text.bytes, "-0123456789.") >= text.size;
    if (plain || !read_number(text, &number)) {
        rg_buffer_add(out, text.bytes, text.size);
        return;
    }
    snprintf(digits, sizeof digits, "%.*g", MOST_DIGITS, number);
    rg_buffer_add_string(out, digits);
}

/* Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. */
static void civil_from_days(long days, long *year, unsigned *month, unsigned *day)
{
    /* Years that begin in March put the leap day last; 146,097 days are 400 years. */
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned of_era = (unsigned)(days - era * 146097);
    unsigned years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * years + years / 4 - years / 100);
    unsigned shifted = (5 * of_year + 2) / 153;
    *day = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = (long)years + era * 400 + (*month <= 2);
}

void rg_add_cell_date(rg_buffer *out, rg_text text, bool from_1904)
{
    double serial;
    if (!read_number(text, &serial) || serial < 0 || serial > 2958466) {
        rg_buffer_add(out, text.bytes, text.size);
        return;
    }
    long days = (long)serial;
    long seconds = (long)((serial - (double)days) * SECONDS_A_DAY + 0.5);
    if (seconds == SECONDS_A_DAY) {
        seconds = 0;
        days++;
    }
    /* Day 60 of the usual count is a 29 February 1900 that never was: later days are one too many. */
    long since_1970 = from_1904 ? days - 24107 : days - (days >= 60 ? 25569 : 25568);
    long year;
    unsigned month, day;
    civil_from_days(since_1970, &year, &month, &day);
    rg_buffer_printf(out, "%04ld/%02u/%02u %02ld:%02ld:%02ld", year, month, day, seconds / 3600, seconds / 60 % 60,
                     seconds % 60);
}

bool rg_is_date_format(unsigned id, const char *code)
{
    if (!code)
        return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    for (const char *at = code; *at; at++) {
        if (*at == '"' || *at == '[') {
            /* Text, and conditions, colours and locales. [h] counts hours, but those formats have m or s outside. */
            at = strchr(at + 1, *at == '"' ? '"' : ']');
            if (!at)
                return false;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            at += at[1] != '\0';
        } else if (strchr("yYmMdDhHsS", *at)) {
            return true;
        }
    }
    return false;
}
