/* text.c - UTF-8: validity, lengths, widths, names that people would call the same. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>
#include <uniwidth.h>

rg_text rg_text_of(const char *string)
{
    return (rg_text){string, strlen(string)};
}

bool rg_text_equal(rg_text a, rg_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool rg_text_equal_nocase(rg_text a, rg_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    return true;
}

bool rg_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool rg_is_control(char c)
{
    unsigned char byte = (unsigned char)c;
    return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
}

rg_text rg_text_trim(rg_text text)
{
    while (text.size && rg_is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size && rg_is_blank(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

bool rg_has_blank_edge(rg_text text)
{
    return text.size && (rg_is_blank(text.bytes[0]) || rg_is_blank(text.bytes[text.size - 1]));
}

bool rg_next_item(rg_text *rest, char delimiter, rg_text *item)
{
    if (!rest->bytes)
        return false;
    const char *end = memchr(rest->bytes, delimiter, rest->size);
    size_t size = end ? (size_t)(end - rest->bytes) : rest->size;
    *item = rg_text_trim((rg_text){rest->bytes, size});
    *rest = end ? (rg_text){end + 1, rest->size - size - 1} : (rg_text){NULL, 0};
    return true;
}

bool rg_text_is_ascii(rg_text text)
{
    uint64_t high = 0, word;
    size_t i = 0;
    for (; text.size - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text.bytes + i, sizeof word);
        high |= word;
    }
    for (; i < text.size; i++)
        high |= (unsigned char)text.bytes[i];
    return !(high & RG_EACH_BYTE(0x80));
}

/* No branches: the compiler makes vectors of these. */
static inline __attribute__((always_inline)) void scan(rg_text text, bool *has_high, bool *has_control)
{
    unsigned char high = 0, control = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        high |= c;
        control |= (c < 0x20) & (c != '\t') & (c != '\r') & (c != '\n');
        control |= c == 0x7F;
    }
    *has_high = high >= 0x80;
    *has_control = control;
}

/* Counts of one byte, for as long as they suffice. */
static inline __attribute__((always_inline)) size_t count(rg_text text, bool *is_quote_open)
{
    size_t lines = 0;
    unsigned char quotes = 0;
    for (size_t i = 0, end; i < text.size; i = end) {
        unsigned char few = 0;
        end = text.size - i < 224 ? text.size : i + 224;
        for (size_t k = i; k < end; k++) {
            few = (unsigned char)(few + (text.bytes[k] == '\n'));
            quotes = (unsigned char)(quotes ^ (text.bytes[k] == '"'));
        }
        lines += few;
    }
    *is_quote_open = quotes;
    return lines;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(ROWGATE_PORTABLE)
#define WIDE 1
/* The same in wider vectors. */
__attribute__((target("avx2"))) static void wide_scan(rg_text text, bool *has_high, bool *has_control)
{
    scan(text, has_high, has_control);
}

__attribute__((target("avx2"))) static size_t wide_count(rg_text text, bool *is_quote_open)
{
    return count(text, is_quote_open);
}
#endif

void rg_text_scan(rg_text text, bool *has_high, bool *has_control)
{
#ifdef WIDE
    if (__builtin_cpu_supports("avx2")) {
        wide_scan(text, has_high, has_control);
        return;
    }
#endif
    scan(text, has_high, has_control);
}

size_t rg_text_count(rg_text text, bool *is_quote_open)
{
#ifdef WIDE
    if (__builtin_cpu_supports("avx2"))
        return wide_count(text, is_quote_open);
#endif
    return count(text, is_quote_open);
}

const char *rg_text_find(rg_text text, rg_text part)
{
    const char *at = text.bytes, *end = text.bytes + text.size;
    while (part.size && (size_t)(end - at) >= part.size) {
        at = memchr(at, part.bytes[0], (size_t)(end - at) - part.size + 1);
        if (!at || memcmp(at, part.bytes, part.size) == 0)
            return at;
        at++;
    }
    return NULL;
}

static const struct {
    rg_text bytes;
    const char *what;
    const char *visible; /* what it looks like; NULL: nothing */
} invisible[] = {
    {RG_TEXT("\xC2\xA0"), "a no-break space", " "},
    {RG_TEXT("\xE2\x80\x8B"), "a zero-width space", NULL},
    {RG_TEXT("\xE2\x80\xAF"), "a narrow no-break space", " "},
    {RG_TEXT("\xEF\xBB\xBF"), "a byte order mark", NULL},
    {RG_TEXT("\xC2\xAD"), "a soft hyphen", NULL},
    {RG_TEXT("\xE2\x80\x8C"), "a zero-width non-joiner", NULL},
    {RG_TEXT("\xE2\x80\x8D"), "a zero-width joiner", NULL},
    {RG_TEXT("\xE2\x80\x8E"), "a left-to-right mark", NULL},
    {RG_TEXT("\xE2\x80\x8F"), "a right-to-left mark", NULL},
    {RG_TEXT("\xE2\x81\xA0"), "a word joiner", NULL},
};

const char *rg_text_invisible(rg_text text, rg_text *found)
{
    if (rg_text_is_ascii(text))
        return NULL;
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        const char *at = rg_text_find(text, invisible[i].bytes);
        if (at) {
            *found = (rg_text){at, invisible[i].bytes.size};
            return invisible[i].what;
        }
    }
    return NULL;
}

bool rg_text_has_joiner(rg_text text)
{
    static const rg_text joiners[] = {RG_TEXT("\xE2\x80\x8C"), RG_TEXT("\xE2\x80\x8D")};
    for (size_t i = 1; i + 3 < text.size; i++)
        for (size_t k = 0; k < 2; k++)
            if (text.bytes[i - 1] & '\x80' && text.bytes[i + 3] & '\x80' &&
                memcmp(text.bytes + i, joiners[k].bytes, 3) == 0)
                return true;
    return false;
}

void rg_text_clean(rg_buffer *out, rg_text text)
{
    if (rg_text_is_ascii(text)) {
        rg_buffer_add(out, text.bytes, text.size);
        return;
    }
    for (size_t i = 0; i < text.size;) {
        rg_text rest = {text.bytes + i, text.size - i};
        size_t kind = 0, kinds = sizeof invisible / sizeof *invisible;
        while (kind < kinds && !(rest.size >= invisible[kind].bytes.size &&
                                 memcmp(rest.bytes, invisible[kind].bytes.bytes, invisible[kind].bytes.size) == 0))
            kind++;
        if (kind == kinds)
            rg_buffer_add(out, rest.bytes, 1);
        else if (invisible[kind].visible)
            rg_buffer_add_string(out, invisible[kind].visible);
        i += kind == kinds ? 1 : invisible[kind].bytes.size;
    }
}

bool rg_text_in_curly_quotes(rg_text text, rg_text *inside)
{
    static const char *const quotes[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x98",
                                         "\xE2\x80\x99"};
    const size_t size = 3, count = sizeof quotes / sizeof *quotes;
    bool begins = false, ends = false;
    for (size_t i = 0; text.size > 2 * size && i < count; i++) {
        begins |= memcmp(text.bytes, quotes[i], size) == 0;
        ends |= memcmp(text.bytes + text.size - size, quotes[i], size) == 0;
    }
    rg_text between = {text.bytes + size, begins && ends ? text.size - 2 * size : 0};
    /* Two pairs of quotes are not one round all; the last of these is an apostrophe, too. */
    for (size_t i = 0; i < count - 1; i++)
        begins &= !rg_text_find(between, rg_text_of(quotes[i]));
    begins &= between.size < size || memcmp(between.bytes, quotes[count - 1], size) != 0;
    if (begins && ends)
        *inside = between;
    return begins && ends;
}

const char *rg_delimiter_name(char delimiter)
{
    return delimiter == ','    ? "comma"
           : delimiter == ';'  ? "semicolon"
           : delimiter == '\t' ? "tab"
           : delimiter == '|'  ? "vertical bar"
                               : NULL;
}

size_t rg_line_content(rg_text line)
{
    size_t size = line.size;
    if (size && line.bytes[size - 1] == '\n')
        size--;
    if (size && line.bytes[size - 1] == '\r')
        size--;
    return size;
}

#define STRIDE 256 /* bytes that are searched for one end, then for the other */

size_t rg_line_end(rg_text text, size_t at)
{
    for (size_t size; at < text.size; at += size) {
        const char *from = text.bytes + at;
        size = text.size - at < STRIDE ? text.size - at : STRIDE;
        const char *lf = memchr(from, '\n', size);
        const char *cr = memchr(from, '\r', lf ? (size_t)(lf - from) : size);
        if (!cr && !lf)
            continue;
        size_t end = (size_t)((cr ? cr : lf) - text.bytes) + 1;
        return end + (cr && end < text.size && text.bytes[end] == '\n');
    }
    return text.size;
}

uint64_t rg_count_lines(rg_text text)
{
    uint64_t lines = 0;
    for (size_t at = 0; at < text.size; lines++) {
        size_t end = rg_line_end(text, at);
        if (end == text.size && rg_line_content((rg_text){text.bytes + at, end - at}) == end - at)
            break;
        at = end;
    }
    return lines;
}

size_t rg_utf8_valid_prefix(rg_text text)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    const uint8_t *bad = text.size ? u8_check(bytes, text.size) : NULL;
    return bad ? (size_t)(bad - bytes) : text.size;
}

size_t rg_utf8_next(rg_text text, size_t *cells)
{
    ucs4_t character;
    int size = u8_mbtoucr(&character, (const uint8_t *)text.bytes, text.size);
    if (size <= 0) {
        *cells = 1;
        return 1;
    }
    int width = uc_width(character, "UTF-8");
    *cells = width < 0 ? 0 : (size_t)width;
    return (size_t)size;
}

size_t rg_utf8_length(rg_text text)
{
    size_t length = 0;
    if (rg_text_is_ascii(text))
        return text.size;
    for (size_t i = 0; i < text.size; length++) {
        if ((unsigned char)text.bytes[i] < 0x80) {
            i++;
            continue;
        }
        int size = u8_mblen((const uint8_t *)text.bytes + i, text.size - i);
        i += size > 0 ? (size_t)size : 1;
    }
    return length;
}

/* What people do not see in a name: blanks of all kinds, zero-width characters, byte order marks. */
static bool is_invisible(ucs4_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200F) || c == 0x202F ||
           c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

size_t rg_text_visible_prefix(rg_text text)
{
    size_t i = 0;
    while (i < text.size && text.bytes[i] >= ' ' && text.bytes[i] <= '~')
        i++;
    return i;
}

size_t rg_text_show(rg_buffer *out, rg_text text, size_t *cells)
{
    ucs4_t character;
    size_t before = out->size;
    int size = u8_mbtoucr(&character, (const uint8_t *)text.bytes, text.size);
    if (size <= 0 || character < 0x20 || character == 0x7F) {
        rg_buffer_printf(out, "\\x%02X", (unsigned char)text.bytes[0]);
        size = 1;
    } else if (is_invisible(character) && character != ' ') {
        rg_buffer_printf(out, "\\u%04X", (unsigned)character);
    } else {
        rg_buffer_add(out, text.bytes, (size_t)size);
        return rg_utf8_next(text, cells);
    }
    *cells = out->size - before;
    return (size_t)size;
}

void rg_text_show_all(rg_buffer *out, rg_text text)
{
    while (text.size) {
        size_t cells, size = rg_text_visible_prefix(text);
        if (size)
            rg_buffer_add(out, text.bytes, size);
        else
            size = rg_text_show(out, text, &cells);
        text = (rg_text){text.bytes + size, text.size - size};
    }
}

void rg_text_mend(char *text, bool keep_lines)
{
    for (size_t size = strlen(text), good; (good = rg_utf8_valid_prefix((rg_text){text, size})) < size;)
        text[good] = '?';
    for (; *text; text++)
        if (rg_is_control(*text) || *text == '\r' || (*text == '\n' && !keep_lines))
            *text = '?';
}

void rg_text_repair(rg_buffer *out, rg_text text)
{
    while (text.size) {
        size_t good = rg_utf8_valid_prefix(text);
        rg_buffer_add(out, text.bytes, good);
        if (good == text.size)
            return;
        rg_buffer_add_string(out, "\xEF\xBF\xBD");
        text = (rg_text){text.bytes + good + 1, text.size - good - 1};
    }
}

static void add_visible(rg_buffer *out, rg_text name)
{
    for (size_t i = 0; i < name.size;) {
        ucs4_t character;
        int size = u8_mbtoucr(&character, (const uint8_t *)name.bytes + i, name.size - i);
        size_t step = size > 0 ? (size_t)size : 1;
        if (size <= 0 || !is_invisible(character))
            rg_buffer_add(out, name.bytes + i, step);
        i += step;
    }
}

static void add_folded_ascii(rg_buffer *out, rg_text name)
{
    char *end = rg_buffer_extend(out, name.size);
    if (!end)
        return;
    for (size_t i = 0; i < name.size; i++)
        if (!rg_is_blank(name.bytes[i]))
            *end++ = (char)lower(name.bytes[i]);
    *end = '\0';
    out->size = (size_t)(end - out->bytes);
}

void rg_text_fold_name(rg_buffer *out, rg_text name)
{
    if (rg_text_is_ascii(name)) {
        add_folded_ascii(out, name);
        return;
    }
    size_t folded_size;
    uint8_t *folded =
        u8_casefold((const uint8_t *)(name.size ? name.bytes : ""), name.size, NULL, NULL, NULL, &folded_size);
    if (folded)
        add_visible(out, (rg_text){(const char *)folded, folded_size});
    else /* not UTF-8: as it stands */
        add_visible(out, name);
    free(folded);
}

#define LONGEST_NAME 128

size_t rg_text_distance(rg_text a, rg_text b, size_t limit)
{
    size_t rows[3][LONGEST_NAME + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    size_t difference = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (difference > limit || a.size > LONGEST_NAME || b.size > LONGEST_NAME)
        return limit + 1;
    for (size_t j = 0; j <= b.size; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t best = last[j - 1] + (a.bytes[i - 1] != b.bytes[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] && a.bytes[i - 2] == b.bytes[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b.size] > limit ? limit + 1 : last[b.size];
}

const char *rg_text_nearest(rg_text name, const char *const *candidates, size_t count)
{
    rg_buffer mine = {0}, theirs = {0};
    const char *nearest = NULL;
    rg_text_fold_name(&mine, name);
    /* A third of the letters may differ: more is another word. */
    size_t limit = mine.size / 3;
    for (size_t i = 0; i < count; i++) {
        rg_buffer_clear(&theirs);
        rg_text_fold_name(&theirs, rg_text_of(candidates[i]));
        size_t distance = rg_text_distance(rg_buffer_text(&mine), rg_buffer_text(&theirs), limit);
        if (distance > limit)
            continue;
        nearest = candidates[i];
        if (distance == 0)
            break;
        limit = distance - 1;
    }
    rg_buffer_free(&mine);
    rg_buffer_free(&theirs);
    return nearest;
}
