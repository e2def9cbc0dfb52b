/* template_limits.c - the numbers in a template: counts, sizes with units, limits by name. */
#include "template_limits.h"

#include <string.h>

const char *const rg_limit_names[RG_LIMIT_COUNT] = {
#define X(id, name, value, what) [RG_LIMIT_##id] = name,
    RG_LIMITS(X)
#undef X
};

/* What a unit multiplies by. */
static const struct {
    const char *name;
    uint64_t size;
} units[] = {
    {"", 1},          {"KB", 1000},     {"MB", 1000 * 1000}, {"GB", 1000 * 1000 * 1000},
    {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30},
};

/* Digits at the start of `text`; returns what follows them, or NULL when there are none or too many. */
static const char *read_digits(const char *text, uint64_t *count)
{
    uint64_t value = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9'; c++) {
        unsigned digit = (unsigned)(*c - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return NULL;
        value = value * 10 + digit;
    }
    *count = value;
    return c > text ? c : NULL;
}

bool rg_parse_count(const char *text, uint64_t *count)
{
    uint64_t value;
    const char *rest = read_digits(text, &value);
    if (!rest || *rest)
        return false;
    *count = value;
    return true;
}

rg_limit rg_limit_find(const char *name)
{
    int i = 0;
    while (i < RG_LIMIT_COUNT && strcmp(rg_limit_names[i], name) != 0)
        i++;
    return (rg_limit)i;
}

static bool in_bytes(rg_limit limit)
{
    return limit == RG_LIMIT_BYTES || limit == RG_LIMIT_FIELD_BYTES || limit == RG_LIMIT_RECORD_BYTES;
}

/* PCRE2 takes 32 bits. */
static bool is_pattern_limit(rg_limit limit)
{
    return limit == RG_LIMIT_MATCH || limit == RG_LIMIT_DEPTH || limit == RG_LIMIT_HEAP_KIB;
}

const char *rg_limit_parse(rg_limit limit, const char *text, uint64_t *value)
{
    const char *expected =
        in_bytes(limit) ? "a whole number, perhaps with KB, MB, GB, KiB, MiB or GiB" : "a whole number";
    uint64_t count;
    const char *rest = read_digits(text, &count);
    if (!rest)
        return expected;
    while (*rest == ' ')
        rest++;
    size_t unit = 0;
    while (unit < sizeof units / sizeof *units && strcmp(units[unit].name, rest) != 0)
        unit++;
    if (unit == sizeof units / sizeof *units || (unit > 0 && !in_bytes(limit)))
        return expected;
    uint64_t greatest = is_pattern_limit(limit) ? UINT32_MAX : UINT64_MAX;
    if (count > greatest / units[unit].size)
        return "a smaller number";
    *value = count * units[unit].size;
    return NULL;
}
