/* remedy.c - the value that was probably meant by one that its column does not take. There is a list of proposals; the
 * first that the column takes is offered. */
#include "remedy.h"

#include <string.h>

#include "remedy_number.h"
#include "scan.h"
#include "spelling.h"
#include "text.h"
#include "typography.h"
#include "value.h"

#define MOST_LOST_ZEROS 7
#define MOST_DIGITS 64 /* of a number that may have lost some */

/* A name or a text may have blanks and slashes in it, an address never has. */
static bool is_address(const rg_value_type *type)
{
    return type->type == RG_TYPE_STRING && (type->format == RG_FORMAT_IP || type->format == RG_FORMAT_IPV4 ||
                                            type->format == RG_FORMAT_IPV6 || type->format == RG_FORMAT_MAC);
}

/* ---------------------------------------------------------------- text of any kind */

/* What the template's author knows. */
static bool propose_rewrite(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    bool matches = false;
    for (size_t i = 0; i < r->column->rewrite_count; i++) {
        const rg_rewrite *rewrite = &r->column->rewrites[i];
        rg_buffer_clear(out);
        rg_status status = rg_pattern_replace(rewrite->pattern, r->matcher, value, rg_text_of(rewrite->replacement),
                                              out, &matches, NULL);
        if (status == RG_OK && matches && r->accepts(r->context, rg_buffer_text(out))) {
            *safe = rewrite->safe;
            return true;
        }
        /* A pattern without an answer proposes nothing: the finding stands in any case. */
        out->failed |= status == RG_NO_MEMORY;
    }
    return false;
}

static bool propose_clean(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    (void)r;
    (void)safe;
    rg_buffer_add(out, value.bytes, value.size); /* it was cleaned before */
    return true;
}

static bool propose_typed(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    rg_buffer typed = {0};
    if (!rg_is_ascii(value)) {
        rg_add_typed(&typed, value);
        value = rg_buffer_text(&typed);
    }
    rg_text text = rg_text_trim(value);
    /* A pair of quotes round the whole is none of it; two pairs in it are not one. */
    while (text.size >= 2 && strchr("\"'", text.bytes[0]) && text.bytes[text.size - 1] == text.bytes[0] &&
           !memchr(text.bytes + 1, text.bytes[0], text.size - 2))
        text = rg_text_trim((rg_text){text.bytes + 1, text.size - 2});
    (void)r;
    *safe = true;
    rg_buffer_add(out, text.bytes, text.size);
    out->failed |= typed.failed;
    rg_buffer_free(&typed);
    return true;
}

static bool propose_nothing(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    (void)r;
    (void)out;
    *safe = true;
    return rg_value_is_null_word(value);
}

/* A number that a spreadsheet has rounded: its last digits are lost if it had more. */
static bool propose_digits(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    (void)r;
    *safe = false;
    return rg_remedy_exponent(out, value);
}

/* Spreadsheets drop zeros in front of what they take for a number. */
static bool propose_zeros(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    *safe = false;
    for (size_t i = 0; i < value.size; i++)
        if (value.bytes[i] < '0' || value.bytes[i] > '9')
            return false;
    if (!r->column->constraints.pattern || value.size > MOST_DIGITS)
        return false;
    for (size_t zeros = 1; zeros <= MOST_LOST_ZEROS; zeros++) {
        rg_buffer_clear(out);
        rg_buffer_add(out, "0000000", zeros);
        rg_buffer_add(out, value.bytes, value.size);
        if (r->accepts(r->context, rg_buffer_text(out)))
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- types and formats */

static bool propose_number(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    return rg_remedy_number(out, r->type, r->delimiter, value, safe);
}

/* What the column does not take as thousands it may take as a fraction: 45,125 percent. */
static bool propose_fraction(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    return rg_remedy_fraction(out, r->type, value, safe);
}

static bool propose_boolean(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    static const char *const words[][8] = {{"false", "f", "no", "n", "0", "off", "disabled", NULL},
                                           {"true", "t", "yes", "y", "1", "on", "enabled", NULL}};
    const rg_strings *lists[] = {&r->type->false_values, &r->type->true_values};
    if (r->type->type != RG_TYPE_BOOLEAN)
        return false;
    *safe = true;
    for (size_t truth = 0; truth < 2; truth++) {
        for (size_t i = 0; words[truth][i] && lists[truth]->count; i++) {
            if (!rg_text_equal_nocase(value, rg_text_of(words[truth][i])))
                continue;
            rg_buffer_add_string(out, lists[truth]->items[0]);
            return true;
        }
    }
    return false;
}

/* 001B.4411.3AB7, 001b44113ab7: the digits in pairs, with colons. Groups that are not of one size say that a digit is
 * missing in one of them. */
static bool add_mac(rg_buffer *out, rg_text value)
{
    size_t count = 0, group = 0, run = 0;
    for (size_t i = 0; i < value.size; i++) {
        bool is_digit = rg_is_hex(value.bytes[i]),
             ends = is_digit && (i + 1 == value.size || !rg_is_hex(value.bytes[i + 1]));
        if (!is_digit && (!value.bytes[i] || !strchr(".:- ", value.bytes[i])))
            return false;
        if (!is_digit)
            continue;
        if (count && count % 2 == 0)
            rg_buffer_add(out, ":", 1);
        rg_buffer_add(out, &value.bytes[i], 1);
        count++;
        run++;
        group = ends && !group ? run : group;
        if (ends && run != group)
            return false;
        run = ends ? 0 : run;
    }
    return count == 12;
}

/* {3f2504e0-…}, or without hyphens. */
static bool add_uuid(rg_buffer *out, rg_text value)
{
    size_t count = 0;
    for (size_t i = 0; i < value.size; i++) {
        if (!rg_is_hex(value.bytes[i]) && !strchr("{}- ", value.bytes[i]))
            return false;
        if (!rg_is_hex(value.bytes[i]))
            continue;
        if (count == 8 || count == 12 || count == 16 || count == 20)
            rg_buffer_add(out, "-", 1);
        rg_buffer_add(out, &value.bytes[i], 1);
        count++;
    }
    return count == 32;
}

static bool propose_form(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    *safe = true;
    if (r->type->type != RG_TYPE_STRING)
        return false;
    return (r->type->format == RG_FORMAT_MAC && add_mac(out, value)) ||
           (r->type->format == RG_FORMAT_UUID && add_uuid(out, value));
}

/* Nothing, or a mark and a few digits behind it: a port, a prefix length. */
static bool is_numbered(rg_text tail)
{
    size_t i = 1;
    while (i < tail.size && tail.bytes[i] >= '0' && tail.bytes[i] <= '9')
        i++;
    return tail.size == 0 || (i == tail.size && i > 1 && i <= 6);
}

/* An IPv4 address without a port, a prefix length, and zeros before its octets. */
static bool add_address(rg_buffer *out, rg_text value)
{
    size_t end = 0;
    while (end < value.size && value.bytes[end] != '/' && value.bytes[end] != ':')
        end++;
    for (size_t i = 0; i < end; i++) {
        bool begins = i == 0 || value.bytes[i - 1] == '.';
        while (begins && i + 1 < end && value.bytes[i] == '0' && value.bytes[i + 1] != '.')
            i++;
        rg_buffer_add(out, &value.bytes[i], 1);
    }
    return is_numbered((rg_text){value.bytes + end, value.size - end});
}

/* The name in https://web01.example.com:8080/path. */
static bool add_host(rg_buffer *out, rg_text value)
{
    const char *scheme = rg_text_find(value, (rg_text)RG_TEXT("://"));
    size_t start = scheme ? (size_t)(scheme - value.bytes) + 3 : 0, end = start;
    while (end < value.size && value.bytes[end] != '/' && value.bytes[end] != ':')
        end++;
    rg_buffer_add(out, value.bytes + start, end - start);
    const char *path = scheme && end < value.size ? memchr(value.bytes + end, '/', value.size - end) : NULL;
    size_t tail = path ? (size_t)(path - value.bytes) : value.size;
    return is_numbered((rg_text){value.bytes + end, tail - end});
}

/* Without what does not belong to it: it may have been meant, so this is not safe. */
static bool propose_bare(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    *safe = false;
    if (r->type->type != RG_TYPE_STRING)
        return false;
    if (r->type->format == RG_FORMAT_IPV4 || r->type->format == RG_FORMAT_IP)
        return add_address(out, value);
    return r->type->format == RG_FORMAT_HOSTNAME && add_host(out, value);
}

/* A value of the enum that differs in case only, or else the nearest. */
static bool propose_listed(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe)
{
    const rg_strings *allowed = &r->column->constraints.allowed;
    const char *same = NULL;
    if (!allowed->count)
        return false;
    *safe = true;
    for (size_t i = 0; i < allowed->count; i++) {
        if (!rg_text_equal_nocase(value, rg_text_of(allowed->items[i])))
            continue;
        *safe = !same; /* two that differ in case only */
        same = allowed->items[i];
    }
    if (!same)
        *safe = false;
    const char *meant = same ? same : rg_nearest_name(value, allowed->items, allowed->count, &out->failed);
    rg_buffer_add_string(out, meant ? meant : "");
    return meant != NULL;
}

/* ---------------------------------------------------------------- values and lists */

/* A value that the column might take, in `out`, which is empty before. */
typedef bool propose_function(const rg_remedy *r, rg_text value, rg_buffer *out, bool *safe);

static propose_function *const proposals[] = {propose_clean,    propose_rewrite, propose_nothing, propose_number,
                                              propose_fraction, propose_boolean, propose_form,    propose_typed,
                                              propose_listed,   propose_digits,  propose_zeros,   propose_bare};

bool rg_remedy_value(const rg_remedy *remedy, rg_text value, rg_buffer *out, bool *safe)
{
    rg_buffer clean = {0}, made = {0};
    bool found = false;
    rg_add_visible(&clean, value);
    rg_text base = rg_text_trim(rg_buffer_text(&clean));
    for (size_t i = 0; !found && !clean.failed && i < sizeof proposals / sizeof *proposals; i++) {
        *safe = true;
        rg_buffer_clear(&made);
        /* Most proposals change nothing about most values, and what is not taken need not be asked about again. */
        found = proposals[i](remedy, base, &made, safe) && !made.failed &&
                !rg_text_equal(rg_buffer_text(&made), value) && remedy->accepts(remedy->context, rg_buffer_text(&made));
    }
    *safe &= !rg_has_joiner(value);
    if (found)
        rg_buffer_add(out, made.bytes, made.size);
    out->failed |= clean.failed || made.failed;
    rg_buffer_free(&clean);
    rg_buffer_free(&made);
    return found && !out->failed;
}

/* Append the item, or what was meant by it; an item that means nothing is left out. */
static bool add_item(const rg_remedy *remedy, rg_text item, const char *before, rg_buffer *out, bool *safe)
{
    bool item_safe = true;
    rg_buffer made = {0};
    bool found = !item.size || rg_value_is_null_word(item);
    if (!found && remedy->accepts(remedy->context, item)) {
        rg_buffer_add(&made, item.bytes, item.size);
        found = true;
    } else if (!found) {
        found = rg_remedy_value(remedy, item, &made, &item_safe);
    }
    if (found && made.size) {
        rg_buffer_add_string(out, out->size ? before : "");
        rg_buffer_add(out, made.bytes, made.size);
    }
    *safe &= item_safe;
    out->failed |= made.failed;
    rg_buffer_free(&made);
    return found;
}

static bool is_among(char c, const char *delimiters)
{
    return c && strchr(delimiters, c);
}

/* Would one set of delimiters take the list apart as the other does? Then it is of no more use. */
static bool split_alike(rg_text list, const char *one, const char *other)
{
    for (size_t i = 0; i < list.size; i++)
        if (is_among(list.bytes[i], one) != is_among(list.bytes[i], other))
            return false;
    return true;
}

/* Take the list apart at any of `delimiters`. */
static bool try_list(const rg_remedy *remedy, rg_text list, const char *delimiters, rg_buffer *out, bool *safe)
{
    char before[] = {remedy->column->delimiter, ' ', '\0'};
    *safe = true;
    for (size_t i = 0, end; i <= list.size; i = end + 1) {
        for (end = i; end < list.size && !is_among(list.bytes[end], delimiters);)
            end++;
        if (!add_item(remedy, rg_text_trim((rg_text){list.bytes + i, end - i}), before, out, safe))
            return false;
    }
    return out->size > 0;
}

bool rg_remedy_list(const rg_remedy *remedy, rg_text list, rg_buffer *out, bool *safe)
{
    const char own[] = {remedy->column->delimiter, '\0'};
    const char *const delimiters[] = {own, ",;|\r\n", ",;|/\r\n\t "};
    rg_buffer clean = {0}, made = {0};
    bool found = false;
    rg_add_visible(&clean, list);
    rg_text base = rg_text_trim(rg_buffer_text(&clean));
    for (size_t i = 0; !found && !clean.failed && i < sizeof delimiters / sizeof *delimiters; i++) {
        if (i && split_alike(base, delimiters[i - 1], delimiters[i]))
            continue;
        rg_buffer_clear(&made);
        found = try_list(remedy, base, delimiters[i], &made, safe) && !made.failed;
        *safe &= !rg_has_joiner(list);
        *safe &= i < 2 || is_address(remedy->type);
    }
    if (found)
        rg_buffer_add(out, made.bytes, made.size);
    else if (rg_value_is_null_word(base))
        found = *safe = true;
    out->failed |= clean.failed || made.failed;
    rg_buffer_free(&clean);
    rg_buffer_free(&made);
    return found && !out->failed;
}
