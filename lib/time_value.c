/* time_value.c - dates and times as templates declare them. */
#include "time_value.h"

#include <string.h>
#include <time.h>

typedef struct rg_moment {
    int year, month, day, hour, minute, second, day_of_year;
} rg_moment;

static const struct directive {
    char letter;
    int most_digits;
    int least, greatest;
    size_t offset;
} directives[] = {
    {'Y', 4, 0, 9999, offsetof(rg_moment, year)}, {'m', 2, 1, 12, offsetof(rg_moment, month)},
    {'d', 2, 1, 31, offsetof(rg_moment, day)},    {'H', 2, 0, 23, offsetof(rg_moment, hour)},
    {'M', 2, 0, 59, offsetof(rg_moment, minute)}, {'S', 2, 0, 60, offsetof(rg_moment, second)},
    {'y', 2, 0, 99, offsetof(rg_moment, year)},   {'j', 3, 1, 366, offsetof(rg_moment, day_of_year)},
};

static const struct directive *find_directive(char letter)
{
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
        if (directives[i].letter == letter)
            return &directives[i];
    return NULL;
}

const char *rg_time_format_fault(const char *format)
{
    for (const char *c = format; *c; c++)
        if (*c == '%' && *++c != '%' && !find_directive(*c))
            return c - 1;
    return NULL;
}

/* All the digits of one directive: dates in files are written with leading zeros, so none may be missing. */
static bool read_digits(const struct directive *directive, rg_text text, size_t *at, rg_moment *moment)
{
    int value = 0;
    for (int i = 0; i < directive->most_digits; i++, (*at)++) {
        if (*at == text.size || text.bytes[*at] < '0' || text.bytes[*at] > '9')
            return false;
        value = value * 10 + (text.bytes[*at] - '0');
    }
    if (value < directive->least || value > directive->greatest)
        return false;
    if (directive->letter == 'y')
        value += value < 69 ? 2000 : 1900; /* as POSIX has it */
    *(int *)(void *)((char *)moment + directive->offset) = value;
    return true;
}

static bool read_moment(const char *format, rg_text text, size_t *at, rg_moment *moment)
{
    for (const char *c = format; *c; c++) {
        const struct directive *directive = *c == '%' && c[1] ? find_directive(*++c) : NULL;
        if (directive) {
            if (!read_digits(directive, text, at, moment))
                return false;
        } else if (*at == text.size || text.bytes[(*at)++] != *c) {
            return false;
        }
    }
    return true;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool on_calendar(const rg_moment *moment)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int last = days[moment->month - 1] + (moment->month == 2 && is_leap(moment->year));
    return moment->day <= last && moment->day_of_year <= 365 + is_leap(moment->year);
}

/* Days since 1970-01-01, counted in years that begin in March, so that the leap day is the last. */
static double days_since_epoch(const rg_moment *moment)
{
    int shifted = moment->year - (moment->month <= 2);
    int month = (moment->month + 9) % 12;
    long days = 365L * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * month + 2) / 5 + moment->day - 1;
    return (double)(days - 719468L + (moment->day_of_year ? moment->day_of_year - 1 : 0));
}

static bool read(const char *format, rg_text text, size_t *at, double *seconds)
{
    rg_moment moment = {.year = 1970, .month = 1, .day = 1};
    if (!read_moment(format, text, at, &moment) || !on_calendar(&moment))
        return false;
    *seconds = days_since_epoch(&moment) * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second;
    return true;
}

bool rg_time_read(const char *format, rg_text text, double *seconds)
{
    size_t at = 0;
    return read(format, text, &at, seconds) && at == text.size;
}

static bool read_fraction(rg_text text, size_t *at, double *seconds)
{
    double unit = 0.1;
    size_t first = ++*at; /* over the point */
    for (; *at < text.size && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; (*at)++, unit /= 10)
        *seconds += unit * (text.bytes[*at] - '0');
    return *at > first;
}

static bool read_zone(rg_text text, size_t *at, double *seconds)
{
    double offset;
    char sign = text.bytes[(*at)++];
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !read("%H:%M", text, at, &offset))
        return false;
    *seconds += sign == '+' ? -offset : offset;
    return true;
}

bool rg_time_read_iso(const char *format, rg_text text, double *seconds)
{
    size_t at = 0;
    if (!read(format, text, &at, seconds))
        return false;
    if (at < text.size && text.bytes[at] == '.' && !read_fraction(text, &at, seconds))
        return false;
    if (at < text.size && !read_zone(text, &at, seconds))
        return false;
    return at == text.size;
}

void rg_time_example(const char *format, char *example, size_t size)
{
    /* The last day of a month shows which number is the day. */
    struct tm moment = {
        .tm_year = 126, .tm_mon = 0, .tm_mday = 31, .tm_hour = 23, .tm_min = 59, .tm_sec = 0, .tm_yday = 30};
    if (strftime(example, size, format, &moment) == 0)
        example[0] = '\0';
}
